// Filters drawn by chance, the result of each worked out by the oracle (RFC 7644 §3.4.2.2).

import { type ActiveCheck, check } from '../../src/check/check.ts'
import { type FuzzSettings, searchLanes } from '../../src/fuzz/search.ts'
import { validLanes } from '../../src/fuzz/valid-filters.ts'
import { allFilterData } from '../support/filter-data.ts'

/** Generated filters give what they should, however they are spelt, sent and paged. */
export function validFilters(settings: FuzzSettings): ActiveCheck {
  return check(
    'fuzz/valid-filters',
    {
      title: 'generated filters give the resources that match, however they are written, sent and paged',
      verifies: [
        '7644-3.4.2.2-02',
        '7644-3.4.2.2-03',
        '7644-3.4.2.2-08',
        '7644-3.4.2.2-10',
        '7644-3.4.2.2-11',
        '7644-3.4.2.2-12',
        '7644-3.4.2.2-13',
        '7644-3.4.2.2-14',
        '7644-3.4.2.2-23',
        '7644-3.4.2.2-24',
        '7644-3.4.2.2-25',
        '7644-3.4.2.2-36',
        '7644-3.4.2.2-38',
        '7644-3.4.2.2-43',
        '7644-3.4.2.2-44',
        '7644-3.4.2.2-50',
        '7644-3.12-17',
      ],
      fix: 'Evaluate the parsed filter on the values you return, and compare this smallest case with what your evaluation gives.',
      // Most of its lists are of everything there is.
      quiet: true,
    },
    async context => {
      const data = await allFilterData(context)
      const makers = await Promise.all(data.map(one => validLanes(context, one)))
      await searchLanes(context, stripes => makers.flatMap(make => make(stripes)), settings)
    },
  )
}

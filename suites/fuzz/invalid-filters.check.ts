// Texts that are no filters (RFC 7644 §3.4.2.2, §3.12).

import { type ActiveCheck, check } from '../../src/check/check.ts'
import { invalidLanes } from '../../src/fuzz/invalid-filters.ts'
import { type FuzzSettings, searchLanes } from '../../src/fuzz/search.ts'
import { allFilterData } from '../support/filter-data.ts'

/** Spoiled and hostile filters are refused, and break nothing. */
export function invalidFiltersFuzzed(settings: FuzzSettings): ActiveCheck {
  return check(
    'fuzz/invalid-filters',
    {
      title: 'whatever is no filter is refused as invalidFilter, and neither breaks anything nor gives everything',
      verifies: [
        '7644-3.12-17',
        '7644-3.4.2.2-02',
        '7644-3.4.2.2-31',
        '7644-3.4.2.2-48',
        '7644-3.4.2.2-05',
        '7644-3.4.2.2-16',
        '7644-3.4.2.2-18',
        '7644-3.4.2.2-20',
        '7644-3.4.2.2-22',
        '7644-3.4.2.2-45',
      ],
      fix: 'Parse the whole filter by the grammar before anything else, and answer 400 with scimType "invalidFilter" wherever that fails.',
    },
    async context => {
      const data = await allFilterData(context)
      const makers = await Promise.all(data.map(one => invalidLanes(context, one)))
      await searchLanes(context, stripes => makers.flatMap(make => make(stripes)), settings)
    },
  )
}

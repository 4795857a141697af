// The types at whose endpoints a search by POST answers, and the filter that narrows it to our own resources.

import type { CheckContext } from '../../src/check/context.ts'
import { type Dataset, eachDataset } from '../support/dataset.ts'

/** Examines the dataset of every type at whose endpoint .search answers. */
export function eachSearched(context: CheckContext, examine: (data: Dataset) => Promise<void>): Promise<void> {
  return eachDataset(context, async data => {
    const { status } = await context.shared(`search-${data.type.name}`, ({ scim }) =>
      scim.search(data.type, { count: 1 }),
    )
    if ([404, 405, 501].includes(status)) return context.unsupported(`POST .search is answered ${status} here`)
    await examine(data)
  })
}

/** The filter of a SearchRequest that narrows it to the dataset, where there is one. */
export function filterOf({ narrow }: Dataset): { readonly filter?: string } {
  return narrow === undefined ? {} : { filter: narrow }
}

// What a page of an index-based ListResponse has to look like (RFC 7644 §3.4.2.4).

/** The page that a request asks for; the numbers are as the client sent them. */
export interface PageRequest {
  /** 1-based; below 1 counts as 1. */
  readonly startIndex?: number
  /** Below 0 counts as 0; undefined leaves it to the provider. */
  readonly count?: number
  /** How many resources match in all. */
  readonly totalResults: number
  /** The most resources the provider says it returns at once (ServiceProviderConfig filter.maxResults). */
  readonly maxResults?: number
}

/** What the answer has to say. */
export interface ExpectedPage {
  readonly startIndex: number
  readonly totalResults: number
  /** The numbers of resources that are right: fewer than asked for is allowed, but a page with more to come is not empty. */
  readonly fewest: number
  readonly most: number
}

/** Works out the page for a request (RFC 7644 §3.4.2.4, tables 6 and 7). itemsPerPage is the number returned. */
export function expectedPage({ startIndex = 1, count, totalResults, maxResults }: PageRequest): ExpectedPage {
  const first = Math.max(1, Math.trunc(startIndex))
  const left = Math.max(0, totalResults - first + 1)
  const asked = count === undefined ? left : Math.max(0, Math.trunc(count))
  const limit = maxResults !== undefined && maxResults > 0 ? maxResults : Number.POSITIVE_INFINITY
  const most = Math.min(left, asked, limit)
  return { startIndex: first, totalResults, fewest: Math.min(1, most), most }
}

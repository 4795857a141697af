// Counts the different filters that a provider is sent.

import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import type { Parts } from '../../fixtures/provider/parts.ts'

export interface FilterCount {
  readonly different: Set<string>
}

/** The options of a provider that keeps, besides, the text of every filter it is sent, by GET or to .search. */
export function countingFilters(options: ProviderOptions, { different }: FilterCount): ProviderOptions {
  const { parts: wanted } = options
  const change = typeof wanted === 'function' ? wanted : () => wanted ?? {}
  const counting = (parts: Parts): Partial<Parts> => {
    const changed = change(parts)
    const onRequest = changed.onRequest ?? parts.onRequest
    return {
      ...changed,
      onRequest: request => {
        const filter = request.query.get('filter') ?? filterIn(request.body)
        if (filter !== undefined) different.add(filter)
        return onRequest(request)
      },
    }
  }
  return { ...options, parts: counting }
}

function filterIn(body: Uint8Array): string | undefined {
  const text = Buffer.from(body).toString()
  if (!text.includes('"filter"')) return undefined
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && 'filter' in json ? String(json.filter) : undefined
  } catch {
    return undefined
  }
}

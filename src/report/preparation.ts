// What has to be there before one exchange can be repeated: a run deletes what it made, so its resources are gone.

import type { Exchange } from './curl.ts'

/** Exchanges named at the most. */
const mostNamed = 4

const discovery = /^\/(?:ServiceProviderConfig|ResourceTypes|Schemas|Me)(?:[/?]|$)/i

/** The mark in the names of everything a run makes. */
const mark = /scimc-[0-9a-f]{8}-/i

/**
 * A comment for the shell that says what to send before `shown`, an exchange of a check that sent all of `exchanges`;
 * undefined where it can be repeated as it is.
 */
export function preparationFor(
  shown: Exchange,
  exchanges: readonly Exchange[],
  { baseUrl }: { readonly baseUrl: string },
): string | undefined {
  const earlier = exchanges.filter(({ id, checkId }) => id < shown.id && checkId === shown.checkId)
  const made = new Set(earlier.flatMap(one => createdIn(one) ?? []).filter(id => isNamedIn(id, shown)))
  const wanted = textsIn(shown)
  const alike = earlier.filter(one => createdIn(one) !== undefined && textsIn(one).some(text => wanted.includes(text)))
  const steps = earlier.filter(one => {
    const created = createdIn(one)
    if (created !== undefined) return made.has(created) || alike.includes(one)
    return /^(?:PUT|PATCH|DELETE)$/.test(one.request.method) && [...made].some(id => isNamedIn(id, one))
  })
  if (steps.length > 0) {
    const named = steps.slice(0, mostNamed).map(({ id, request }) => `${id} (${request.method})`)
    const rest = steps.length > mostNamed ? ' …' : ''
    const exchange = steps.length === 1 ? 'exchange' : 'exchanges'
    const use = made.size === 0 ? '' : ', and use the new id'
    return `# The run deleted what it made: first send ${exchange} ${named.join(', ')}${rest} of the report again${use}.`
  }
  const path = shown.request.url.slice(baseUrl.replace(/\/$/, '').length)
  const [, id] = /^\/[^/?]+\/([^/?]+)(?:\?|$)/.exec(path) ?? []
  if (id !== undefined && !id.startsWith('.') && !discovery.test(path) && !mark.test(decoded(id))) {
    return '# The run deleted this resource: make one like it, and use its id.'
  }
  const isSearch = shown.request.method === 'GET' || /\.search(?:\?|$)/.test(path)
  return isSearch && mark.test(decoded(path) + (shown.request.body ?? '')) && id === undefined
    ? '# The run deleted what this looks for, if anything: make resources with such values first.'
    : undefined
}

/** The id of what an exchange created. */
function createdIn({ request, response }: Exchange): string | undefined {
  if (request.method !== 'POST' || response === undefined || response.status !== 201) return undefined
  const [, id] = /"id"\s*:\s*"([^"\\]+)"/.exec(response.body) ?? []
  return id ?? lastSegment(response.headers.location)
}

function lastSegment(uri: string | undefined): string | undefined {
  const segment = uri?.split(/[?#]/)[0]?.split('/').at(-1)
  return segment === undefined || segment === '' ? undefined : decoded(segment)
}

/** The texts made for one resource of the run that stand in a request, in lower case. */
function textsIn({ request }: Exchange): readonly string[] {
  const texts = `${decoded(request.url)} ${request.body ?? ''}`.match(/scimc-[0-9a-f]{8}-[\w.-]*-\d+(?!\d)/gi)
  return [...new Set(texts?.map(text => text.toLowerCase()))]
}

/** Whether an id stands in the address or in the body of a request. */
function isNamedIn(id: string, { request }: Exchange): boolean {
  const segments = (request.url.split(/[?#]/)[0] ?? '').split('/').map(decoded)
  return segments.includes(id) || (request.body?.includes(JSON.stringify(id)) ?? false)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

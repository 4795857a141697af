// Exchanges as a health result keeps them: short, and without what tells of the people in a tenant.

import type { Exchange } from '../http/exchange.ts'

/** Characters of a body that are kept: a thousand results have to fit into memory. */
const longestBody = 2048
/** Characters of one header. */
const longestHeader = 256
const masked = '[masked]'

/** Headers that say something of how the service provider is; the rest is left out. */
const toldHeaders =
  /^(accept|authorization|content-type|content-length|date|server|via|retry-after|www-authenticate|location|ratelimit.*|x-rate-?limit.*|x-request-id|x-correlation-id)$/i

/** Plain data of an exchange, cut short. `somebodys` are ids and values of existing resources that a request of ours named. */
export function keptExchange(exchange: Exchange, somebodys: Iterable<string>): Exchange {
  const { id, checkId, startedAt, durationMs, request, response, problem, repeats } = exchange
  const hide = hiding(somebodys)
  return {
    id,
    checkId,
    startedAt,
    durationMs,
    request: {
      method: request.method,
      url: hide(maskFilter(request.url)),
      headers: keptHeaders(request.headers, hide),
      ...(request.body === undefined ? {} : { body: cut(hide(request.body)).body }),
    },
    ...(response === undefined
      ? {}
      : {
          response: {
            status: response.status,
            headers: keptHeaders(response.headers, hide),
            ...cut(hide(response.body), response.truncated),
          },
        }),
    ...(problem === undefined ? {} : { problem }),
    ...(repeats === undefined ? {} : { repeats }),
  }
}

/** What a filter in a URL compares with is somebody's userName or id. */
function maskFilter(url: string): string {
  return url.replace(/([?&]filter=[^&]*?%22)[^&]*(%22)/gi, `$1${masked}$2`)
}

/** Takes texts out of another, as they are, in JSON and percent-encoded. Very short ones are left: they hide nothing. */
function hiding(somebodys: Iterable<string>): (text: string) => string {
  const spellings = [...somebodys]
    .filter(text => text.length > 3)
    .flatMap(text => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())])
    .sort((a, b) => b.length - a.length)
  return text => spellings.reduce((rest, spelling) => rest.replaceAll(spelling, masked), text)
}

function keptHeaders(
  headers: Readonly<Record<string, string>>,
  hide: (text: string) => string,
): Readonly<Record<string, string>> {
  const told = Object.entries(headers).filter(([name]) => toldHeaders.test(name))
  return Object.fromEntries(told.slice(0, 20).map(([name, value]) => [name, hide(value).slice(0, longestHeader)]))
}

function cut(body: string, wasCut = false): { readonly body: string; readonly truncated?: true } {
  const kept = body.slice(0, longestBody)
  return wasCut || body.length > longestBody ? { body: kept, truncated: true } : { body: kept }
}

// A run as HAR 1.2, for the network panel of a browser and other tools: what was recorded, secrets masked as it was.

import type { RunResult } from '../result/run-result.ts'
import type { Exchange } from './curl.ts'
import { jsonText } from './plain-text.ts'

/** The text of report.har: every exchange once, in the order of sending, with its check as the page it belongs to. */
export function renderHar(result: RunResult): string {
  const { checks, tool, startedAt } = result
  const exchanges = [...new Map(checks.flatMap(check => check.exchanges.map(one => [one.id, one] as const))).values()]
  exchanges.sort((a, b) => a.id - b.id)
  const titles = new Map(checks.map(({ id, title }) => [id, title]))
  const pages = [...Map.groupBy(exchanges, ({ checkId }) => checkId)].map(([checkId, [first]]) => ({
    startedDateTime: first?.startedAt ?? startedAt,
    id: checkId,
    title: titles.get(checkId) ?? checkId,
    pageTimings: {},
  }))
  const log = {
    version: '1.2',
    creator: { name: tool.name, version: tool.version },
    pages,
    entries: exchanges.map(entryOf),
    comment: 'Secrets were masked as exchanges were recorded. Sizes are those of the text that is held, or -1.',
  }
  return `${jsonText({ log }, 1)}\n`
}

function entryOf({ id, checkId, startedAt, durationMs, request, response, problem, repeats }: Exchange): unknown {
  const notes = [
    `exchange ${id}`,
    ...(problem === undefined ? [] : [`${problem.kind}: ${problem.message}`]),
    ...(repeats === undefined ? [] : [`repeats exchange ${repeats.id}: ${repeats.reason}`]),
    ...(response?.truncated ? ['the body of the answer was longer; the harness kept no more of it'] : []),
  ]
  const sent = contentTypeOf(request.headers)
  return {
    pageref: checkId,
    startedDateTime: startedAt,
    time: durationMs,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: nameValues(request.headers),
      queryString: queryOf(request.url),
      ...(request.body === undefined ? {} : { postData: { mimeType: sent, text: request.body } }),
      headersSize: -1,
      bodySize: request.body === undefined ? 0 : Buffer.byteLength(request.body),
    },
    response: {
      // 0 is how browsers record that there was no answer.
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: nameValues(response?.headers ?? {}),
      content: {
        size: Buffer.byteLength(response?.body ?? ''),
        mimeType: contentTypeOf(response?.headers ?? {}),
        text: response?.body ?? '',
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    // Only the whole is measured.
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: notes.join('; '),
  }
}

function nameValues(headers: Exchange['request']['headers']): readonly { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }))
}

function contentTypeOf(headers: Exchange['request']['headers']): string {
  const [, value = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? []
  return value
}

/** The parameters of an address, decoded; nothing where it is not one. */
function queryOf(url: string): readonly { name: string; value: string }[] {
  if (!URL.canParse(url)) return []
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
}

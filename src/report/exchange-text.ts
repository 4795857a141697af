// One exchange as text to read: request and answer, JSON laid out, long bodies cut honestly.

import { duration } from './amounts.ts'
import type { Exchange } from './curl.ts'
import { cutTo, oneLine, plainText } from './plain-text.ts'
import { prettyJson } from './pretty-json.ts'

/** Characters of a body that are shown. */
const longestBody = 4000

/** Headers that say nothing of what is examined. */
const notShown = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'date',
  'host',
  'keep-alive',
  'user-agent',
])

/** Safe to print: no escape sequence and no other character that hides or reorders text is left. */
export function exchangeText({ id, request, response, problem, durationMs, repeats }: Exchange): string {
  const repeated = repeats === undefined ? [] : [`(repeats exchange ${repeats.id}: ${oneLine(repeats.reason)})`]
  const sent = [
    `${id}  ${oneLine(request.method)} ${oneLine(request.url)}`,
    ...repeated,
    ...headerLines(request.headers),
    ...bodyLines(request.body),
  ]
  const received =
    response === undefined
      ? [`no answer: ${oneLine(problem?.message ?? 'the connection failed')} (${duration(durationMs)})`]
      : [
          `${response.status} (${duration(durationMs)})`,
          ...headerLines(response.headers),
          ...bodyLines(response.body, response.truncated),
        ]
  return [...sent.map(line => `> ${line}`), ...received.map(line => `< ${line}`)].map(line => line.trimEnd()).join('\n')
}

function headerLines(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => !notShown.has(name.toLowerCase()))
    .map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}`)
}

/** Lines of a body below an empty one; nothing where there is none. */
function bodyLines(body = '', truncated?: true): string[] {
  if (body === '') return []
  const { text, leftOut } = cutTo(plainText(prettyJson(body) ?? body), longestBody)
  const more = leftOut > 0 || truncated === true ? ['… cut here; report.json of a run has more'] : []
  return ['', ...text.split('\n'), ...more]
}

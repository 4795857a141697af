// The exchanges of a check as text: curl commands with the answers as comments, or the messages as they were sent.

import { amount, duration } from '../report/amounts.ts'
import { curlFor, type Exchange } from '../report/curl.ts'
import { oneLine, plainText, withoutLogCommands } from '../report/plain-text.ts'
import { prettyJson } from '../report/pretty-json.ts'
import type { CheckRecord, RunResult } from '../result/run-result.ts'

export type ReplayFormat = 'curl' | 'http' | 'json'

/** Lines of a body that are shown in a comment. */
const shownLines = 40

/** Where one of several exchanges stands. */
export interface Position {
  readonly number: number
  /** Absent where it is not known yet how many there will be. */
  readonly of?: number
}

/** What a script of curl commands begins with: what it repeats, and what it needs. */
export function scriptHead(record: CheckRecord, { runId, target, startedAt }: RunResult): string {
  const commands = record.exchanges.map(exchange => curlFor(exchange, target))
  const variables = new Set(commands.flatMap(command => command.match(/(?<=\$)SCIM_[A-Z0-9_]+/g) ?? []))
  const lines = [
    `${record.id}: ${record.verdict}; ${record.title}`,
    `${amount(record.exchanges.length, 'request')} of run ${runId} at ${target.name} (${target.baseUrl}), ${startedAt.slice(0, 16).replace('T', ' ')} UTC.`,
    'What that run made is deleted, and its ids are of then: `replay --send` carries the check out anew.',
    ...(variables.size === 0 ? [] : [`Export ${[...variables].join(', ')} first: no report has a secret in it.`]),
  ]
  return `${lines.map(line => `# ${oneLine(line)}`).join('\n')}\n\n`
}

/** One exchange in the format. As `curl` it is a command and comments, safe to paste into a shell. */
export function renderExchange(
  exchange: Exchange,
  format: Exclude<ReplayFormat, 'json'>,
  {
    target,
    record,
    position,
  }: { readonly target: RunResult['target']; readonly record?: CheckRecord; readonly position: Position },
): string {
  const { request, response, problem } = exchange
  const answer =
    response === undefined ? `no answer: ${problem?.message ?? 'the connection failed'}` : `${response.status}`
  const path = request.url.startsWith(target.baseUrl) ? request.url.slice(target.baseUrl.length) : request.url
  const place = position.of === undefined ? `${position.number}` : `${position.number} of ${position.of}`
  const repeats = exchange.repeats === undefined ? '' : ` · again: ${exchange.repeats.reason}`
  const title = oneLine(`${place} · ${request.method} ${path} · ${answer} · ${duration(exchange.durationMs)}${repeats}`)
  if (format === 'http') return withoutLogCommands([`=== ${title}`, '', ...messages(exchange), '', ''].join('\n'))
  const findings = record?.findings.filter(finding => finding.exchanges.includes(exchange.id)) ?? []
  const comments = [
    ...findings.flatMap(({ expected, got }) => [`Expected: ${oneLine(expected)}`, `Got: ${oneLine(got)}`]),
    ...answerLines(exchange),
  ]
  return [
    `# ${title}`,
    curlFor(exchange, target),
    ...comments.map(line => withoutLogCommands(`# ${line}`).trimEnd()),
    '',
    '',
  ].join('\n')
}

function answerLines({ response, problem }: Exchange): readonly string[] {
  if (response === undefined) return [`No answer: ${oneLine(problem?.message ?? 'the connection failed')}`]
  const headers = ['content-type', 'location', 'etag', 'www-authenticate', 'retry-after'].flatMap(name => {
    const value = response.headers[name]
    return value === undefined ? [] : [`${name}: ${oneLine(value)}`]
  })
  const body = plainText(prettyJson(response.body) ?? response.body)
  const lines = body === '' ? [] : body.split('\n')
  const left = lines.length - shownLines
  return [
    `HTTP ${response.status}`,
    ...headers,
    ...(lines.length === 0 ? [] : ['']),
    ...lines.slice(0, shownLines),
    ...(left > 0 ? [`… ${left} more lines; --format http has them`] : []),
    ...(response.truncated === true ? ['… the report keeps no more of it'] : []),
  ]
}

/** Request and answer as they travelled, with secrets masked and JSON laid out. */
function messages({ request, response, problem }: Exchange): readonly string[] {
  const headerLines = (headers: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(headers).map(([name, value]) => oneLine(`${name}: ${value}`))
  const bodyLines = (body: string | undefined): readonly string[] =>
    body === undefined || body === '' ? [] : ['', plainText(prettyJson(body) ?? body)]
  return [
    oneLine(`${request.method} ${request.url}`),
    ...headerLines(request.headers),
    ...bodyLines(request.body),
    '',
    ...(response === undefined
      ? [`No answer: ${oneLine(problem?.message ?? 'the connection failed')}`]
      : [
          `HTTP ${response.status}`,
          ...headerLines(response.headers),
          ...bodyLines(response.body),
          ...(response.truncated === true ? ['… the report keeps no more of it'] : []),
        ]),
  ]
}

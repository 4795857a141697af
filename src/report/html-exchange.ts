// Exchanges in the HTML report: laid out for reading, long bodies cut and said to be, the whole within a budget.

import type { RunResult } from '../result/run-result.ts'
import { amount, duration, thousands } from './amounts.ts'
import type { Exchange } from './curl.ts'
import { evidenceOf, type Failure, type Way } from './failure.ts'
import { type Html, html } from './html-text.ts'
import { type Offence, offenceOf } from './offence.ts'
import { cutTo } from './plain-text.ts'
import { layOutJson, type Piece } from './pretty-json.ts'

/** What a page holds of exchanges: each has one home, and others link to it. */
export interface Evidence {
  /** The exchanges to be shown in full at this anchor, and links to those that are shown elsewhere. */
  readonly at: (anchor: string, exchanges: readonly Exchange[]) => Html
  /** Whether an exchange is shown in full somewhere; the others are in the timeline alone. */
  readonly isShown: (id: number) => boolean
}

/** Bytes of markup that all exchanges together may take, so that a large report still opens at once. */
const budget = 3_300_000

/** Bytes of markup that a line of the timeline takes, about; and lines it has at the most. */
const timelineLine = 260
export const timelineLines = 6000

/** Exchanges a finding shows itself; more are with the checks. */
const shownPerFinding = 6

/**
 * Shares the budget: first what shows a finding (bodies up to 6,000 characters), then the other exchanges of checks that
 * did not pass (2,000), then the rest (500). What does not fit is in the timeline alone.
 */
export function layOutEvidence(
  result: RunResult,
  findings: readonly { readonly anchor: string; readonly failure: Failure }[],
  anchorOfCheck: (id: string) => string,
): Evidence {
  const homes = new Map<number, string>()
  const shown = new Map<number, Html>()
  const ids = new Set(result.checks.flatMap(({ exchanges }) => exchanges.map(({ id }) => id)))
  const listed = new Set([...ids].sort((a, b) => a - b).slice(0, timelineLines))
  let left = budget - timelineLine * listed.size
  const settle = (exchange: Exchange, anchor: string, bodyLimit: number, ways: readonly Way[] = []) => {
    if (homes.has(exchange.id)) return
    const full = exchangeHtml(exchange, bodyLimit, ways.length === 0 ? undefined : offenceOf(ways, exchange))
    const size = Buffer.byteLength(full.markup)
    if (size > left) return
    homes.set(exchange.id, anchor)
    shown.set(exchange.id, full)
    left -= size
  }
  for (const { anchor, failure } of findings) {
    for (const exchange of shownWith(failure)) {
      const ways = failure.ways.filter(({ places }) =>
        places.some(({ exchanges }) => exchanges.some(({ id }) => id === exchange.id)),
      )
      settle(exchange, anchor, 6000, ways)
    }
  }
  const byInterest = [
    ...result.checks.filter(({ verdict }) => verdict !== 'pass'),
    ...result.checks.filter(({ verdict }) => verdict === 'pass'),
  ]
  for (const check of byInterest) {
    for (const exchange of check.exchanges)
      settle(exchange, anchorOfCheck(check.id), check.verdict === 'pass' ? 500 : 2000)
  }
  return {
    at: (anchor, exchanges) => {
      const here = exchanges.filter(({ id }) => homes.get(id) === anchor)
      const elsewhere = exchanges.filter(({ id }) => homes.has(id) && homes.get(id) !== anchor)
      const inTimeline = exchanges.filter(({ id }) => !homes.has(id) && listed.has(id))
      const nowhere = exchanges.filter(({ id }) => !homes.has(id) && !listed.has(id)).length
      return html`${here.map(({ id }) => shown.get(id))}${linksHtml('Shown elsewhere: exchange', elsewhere)}${linksHtml(
        'Left out here to keep this file small; report.json has them in full, the timeline a line each: exchange',
        inTimeline,
      )}${nowhere === 0 ? undefined : html`<p class="elsewhere">${amount(nowhere, 'exchange')} in report.json alone.</p>`}`
    },
    isShown: id => homes.has(id),
  }
}

/** The exchanges that a finding shows: those of its first place, the last one of each further way, then the others. */
export function shownWith(failure: Failure): readonly Exchange[] {
  const [first, ...others] = failure.ways
  const lastOfEach = others.flatMap(({ places }) => places[0].exchanges.at(-1) ?? [])
  const wanted = [...first.places[0].exchanges.slice(-4), ...lastOfEach, ...evidenceOf(failure)]
  const byId = new Map(wanted.map(exchange => [exchange.id, exchange]))
  return [...byId.values()].slice(0, shownPerFinding).sort((a, b) => a.id - b.id)
}

function linksHtml(words: string, exchanges: readonly Exchange[]): Html | undefined {
  if (exchanges.length === 0) return undefined
  return html`<p class="elsewhere">${words} ${exchanges.map(({ id }) => html`<a href="#exchange-${id}">${id}</a> `)}</p>`
}

function exchangeHtml(exchange: Exchange, bodyLimit: number, offence?: Offence): Html {
  const { id, request, response, problem, repeats } = exchange
  return html`<details class="exchange" id="exchange-${id}"><summary>${summaryHtml(exchange)}</summary>
${repeats === undefined ? undefined : html`<p>Repeats exchange ${repeats.id}: ${repeats.reason}.</p>`}
<div class="messages"><div><h4>Request</h4>${messageHtml({ start: `${request.method} ${request.url}`, headers: request.headers, body: request.body ?? '', bodyLimit })}</div>
<div><h4>Response</h4>${
    response === undefined
      ? html`<p class="none">No usable answer.</p>`
      : messageHtml({ start: `${response.status}`, bodyLimit, offence, ...response })
  }${problem === undefined ? undefined : html`<p class="none">${problem.kind}: ${problem.message}</p>`}</div></div></details>
`
}

function summaryHtml({ id, request, response, problem, durationMs }: Exchange): Html {
  const answer = response === undefined ? (problem?.kind ?? 'no answer') : String(response.status)
  return html`<span class="number">${id}</span> <span class="method">${request.method}</span> <span class="url">${
    cutTo(request.url, 300).text
  }</span> <span class="status">${answer}</span> <span class="ms">${duration(durationMs)}</span>`
}

function messageHtml({
  start,
  headers,
  body,
  bodyLimit,
  truncated,
  offence,
}: {
  readonly start: string
  readonly headers: Exchange['request']['headers']
  readonly body: string
  readonly bodyLimit: number
  readonly truncated?: true
  readonly offence?: Offence | undefined
}): Html {
  const fields = Object.entries(headers).map(([name, value]) => {
    const field = html`<span class="name">${cutTo(name, 100).text}:</span> ${cutTo(value, 500).text}${cutMark(value, 500)}`
    return html`${offence?.headers.has(name.toLowerCase()) ? html`<mark>${field}</mark>` : field}
`
  })
  const missing = offence?.missing.map(
    name => html`<mark class="missing">${name}: not there</mark>
`,
  )
  const isWanted = offence?.isMarked ?? (() => false)
  const whole = (truncated ? undefined : layOutJson(body, isWanted)) ?? [{ text: body, marked: false }]
  const length = whole.reduce((sum, { text }) => sum + text.length, 0)
  const pieces = firstOf(whole, bodyLimit)
  const notes = [
    ...(length > bodyLimit
      ? [
          `Cut here: ${thousands(pieces.reduce((sum, { text }) => sum + text.length, 0))} of ${thousands(length)} characters shown; report.json has the rest.`,
        ]
      : []),
    ...(truncated ? ['The body was longer; the harness kept no more of it.'] : []),
  ]
  const first = html`<span class="start">${cutTo(start, 2000).text}${cutMark(start, 2000)}</span>`
  return html`<pre tabindex="0">${offence?.status ? html`<mark>${first}</mark>` : first}
${fields}${missing}${
  length === 0
    ? undefined
    : html`
${pieces.map(({ text, marked }) => (marked ? html`<mark>${text}</mark>` : text))}`
}</pre>${notes.map(note => html`<p class="cut">${note}</p>`)}`
}

/** The pieces that make up the first so many characters. */
function firstOf(pieces: readonly Piece[], limit: number): readonly Piece[] {
  let left = limit
  return pieces.flatMap(piece => {
    if (left <= 0) return []
    const { text } = cutTo(piece.text, left)
    left = text.length < piece.text.length ? 0 : left - text.length
    return [{ ...piece, text }]
  })
}

function cutMark(text: string, limit: number): Html | undefined {
  return text.length > limit ? html`<span class="cut">… (${thousands(text.length)} characters)</span>` : undefined
}

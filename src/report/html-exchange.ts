// Exchanges in the HTML report: laid out for reading, long bodies cut and said to be, the whole within a budget.

import type { RunResult } from '../result/run-result.ts'
import { duration, thousands } from './amounts.ts'
import type { Exchange } from './curl.ts'
import { evidenceOf, type Failure } from './failure.ts'
import { type Html, html } from './html-text.ts'
import { cutTo } from './plain-text.ts'
import { prettyJson } from './pretty-json.ts'

/** What a page holds of exchanges: each has one home, and others link to it. */
export interface Evidence {
  /** The exchanges to be shown in full at this anchor, and links to those that are shown elsewhere. */
  readonly at: (anchor: string, exchanges: readonly Exchange[]) => Html
}

/** Bytes of markup that all exchanges together may take, so that a large report still opens at once. */
const budget = 3_300_000

/** Exchanges a finding shows itself; more are with the checks. */
export const shownPerFinding = 6

/**
 * Shares the budget: first what shows a finding (bodies up to 6,000 characters), then the other exchanges of checks that
 * did not pass (2,000), then the rest (500). What does not fit is a line that says where to look.
 */
export function layOutEvidence(
  result: RunResult,
  findings: readonly { readonly anchor: string; readonly failure: Failure }[],
  anchorOfCheck: (id: string) => string,
): Evidence {
  const homes = new Map<number, string>()
  const shown = new Map<number, Html>()
  let left = budget
  const settle = (exchange: Exchange, anchor: string, bodyLimit: number) => {
    if (homes.has(exchange.id)) return
    const full = exchangeHtml(exchange, bodyLimit)
    const size = Buffer.byteLength(full.markup)
    const fits = size <= left
    homes.set(exchange.id, anchor)
    shown.set(exchange.id, fits ? full : lineHtml(exchange))
    if (fits) left -= size
  }
  for (const { anchor, failure } of findings) {
    for (const exchange of evidenceOf(failure).slice(0, shownPerFinding)) settle(exchange, anchor, 6000)
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
      const elsewhere = exchanges.filter(({ id }) => homes.get(id) !== anchor)
      return html`${here.map(({ id }) => shown.get(id))}${
        elsewhere.length === 0
          ? undefined
          : html`<p class="elsewhere">Shown elsewhere: ${elsewhere.map(
              ({ id }) => html`<a href="#exchange-${id}">exchange ${id}</a> `,
            )}</p>`
      }`
    },
  }
}

function exchangeHtml(exchange: Exchange, bodyLimit: number): Html {
  const { id, request, response, problem, repeats } = exchange
  return html`<details class="exchange" id="exchange-${id}"><summary>${summaryHtml(exchange)}</summary>
${repeats === undefined ? undefined : html`<p>Repeats exchange ${repeats.id}: ${repeats.reason}.</p>`}
<div class="messages"><div><h4>Request</h4>${messageHtml(`${request.method} ${request.url}`, request.headers, request.body ?? '', bodyLimit)}</div>
<div><h4>Response</h4>${
    response === undefined
      ? html`<p class="none">No usable answer.</p>`
      : messageHtml(`${response.status}`, response.headers, response.body, bodyLimit, response.truncated)
  }${problem === undefined ? undefined : html`<p class="none">${problem.kind}: ${problem.message}</p>`}</div></div></details>
`
}

function lineHtml(exchange: Exchange): Html {
  return html`<p class="exchange line" id="exchange-${exchange.id}">${summaryHtml(exchange)} <span class="cut">in report.json; left out here to keep this file small</span></p>
`
}

function summaryHtml({ id, request, response, problem, durationMs }: Exchange): Html {
  const answer = response === undefined ? (problem?.kind ?? 'no answer') : String(response.status)
  return html`<span class="number">${id}</span> <span class="method">${request.method}</span> <span class="url">${
    cutTo(request.url, 300).text
  }</span> <span class="status">${answer}</span> <span class="ms">${duration(durationMs)}</span>`
}

function messageHtml(
  start: string,
  headers: Exchange['request']['headers'],
  body: string,
  bodyLimit: number,
  truncated?: true,
): Html {
  const fields = Object.entries(headers).map(
    ([
      name,
      value,
    ]) => html`<span class="name">${cutTo(name, 100).text}:</span> ${cutTo(value, 500).text}${cutMark(value, 500)}
`,
  )
  const pretty = truncated ? body : (prettyJson(body) ?? body)
  const { text, leftOut } = cutTo(pretty, bodyLimit)
  const notes = [
    ...(leftOut > 0
      ? [
          `Cut here: ${thousands(text.length)} of ${thousands(pretty.length)} characters shown; report.json has the rest.`,
        ]
      : []),
    ...(truncated ? ['The body was longer; the harness kept no more of it.'] : []),
  ]
  return html`<pre tabindex="0"><span class="start">${cutTo(start, 2000).text}${cutMark(start, 2000)}</span>
${fields}${
  text === ''
    ? undefined
    : html`
${text}`
}</pre>${notes.map(note => html`<p class="cut">${note}</p>`)}`
}

function cutMark(text: string, limit: number): Html | undefined {
  return text.length > limit ? html`<span class="cut">… (${thousands(text.length)} characters)</span>` : undefined
}

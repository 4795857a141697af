// The timeline of the HTML report: when how many requests went out and how they were answered, and each in a line.

import type { RunResult } from '../result/run-result.ts'
import { amount, duration, thousands } from './amounts.ts'
import type { Exchange } from './curl.ts'
import { type Evidence, timelineLines } from './html-exchange.ts'
import { anchorOf, type Html, html } from './html-text.ts'
import { cutTo } from './plain-text.ts'

/** Bars of the picture. */
const bars = 120

/** All exchanges in the order of sending, closed until asked for; nothing where none was recorded. */
export function timelineHtml({ checks, target }: RunResult, evidence: Evidence): Html | undefined {
  const ids = new Set(checks.map(({ id }) => id))
  const all = [...new Map(checks.flatMap(({ exchanges }) => exchanges.map(one => [one.id, one] as const))).values()]
  const exchanges = all.sort((a, b) => a.id - b.id)
  const [first] = exchanges
  if (first === undefined) return undefined
  const start = Math.min(...exchanges.slice(0, 50).map(({ startedAt }) => Date.parse(startedAt)))
  const shown = exchanges.slice(0, timelineLines)
  const left = exchanges.length - shown.length
  const base = target.baseUrl.replace(/\/$/, '')
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
${pictureHtml(exchanges, start)}
<details class="section-details"><summary>${amount(exchanges.length, 'request')} in the order of sending</summary>
<div class="scroll" role="region" aria-label="Table of requests" tabindex="0"><table class="timeline"><thead><tr><th scope="col">No.</th><th scope="col">At</th><th scope="col">Request</th><th scope="col">Answer</th><th scope="col">Took</th><th scope="col">For</th></tr></thead><tbody>
${shown.map(exchange => lineHtml(exchange, { base, start, isShown: evidence.isShown(exchange.id), isCheck: ids.has(exchange.checkId) }))}</tbody></table></div>${
    left === 0 ? undefined : html`<p class="cut">${thousands(left)} further requests are in report.json alone.</p>`
  }</details></section>`
}

function lineHtml(
  { id, startedAt, request, response, problem, durationMs, checkId }: Exchange,
  {
    base,
    start,
    isShown,
    isCheck,
  }: { readonly base: string; readonly start: number; readonly isShown: boolean; readonly isCheck: boolean },
): Html {
  const path = request.url.startsWith(base) ? request.url.slice(base.length) || '/' : request.url
  const answer = response === undefined ? (problem?.kind ?? 'no answer') : String(response.status)
  const anchor = isShown ? undefined : html` id="exchange-${id}"`
  const number = isShown ? html`<a href="#exchange-${id}">${id}</a>` : html`${id}`
  return html`<tr${anchor}><td>${number}</td><td>${atOf(startedAt, start)}</td><td>${request.method} ${cutTo(path, 160).text}</td><td>${answer}</td><td>${duration(durationMs)}</td><td>${isCheck ? html`<a href="#${anchorOf(checkId)}">${checkId}</a>` : checkId}</td></tr>
`
}

function atOf(startedAt: string, start: number): string {
  const ms = Date.parse(startedAt) - start
  return Number.isNaN(ms) ? '' : `${(ms / 1000).toFixed(2)} s`
}

const kinds = [
  { tone: 'pass', words: '2xx and 3xx', holds: (status: number) => status >= 200 && status < 400 },
  { tone: 'known', words: '4xx', holds: (status: number) => status >= 400 && status < 500 },
  { tone: 'fail', words: '5xx or no answer', holds: (status: number) => status < 200 || status >= 500 },
] as const

/** Requests over time, a bar a stretch of it, in the colours of how they were answered; the numbers stand beside it. */
function pictureHtml(exchanges: readonly Exchange[], start: number): Html {
  const times = exchanges.map(({ startedAt }) => Date.parse(startedAt) - start)
  const span = Math.max(
    1,
    times.reduce((most, time) => Math.max(most, Number.isNaN(time) ? 0 : time), 0),
  )
  const counts = Array.from({ length: bars }, () => kinds.map(() => 0))
  const totals = kinds.map(() => 0)
  for (const [index, { response }] of exchanges.entries()) {
    const time = times[index] ?? 0
    const bar = counts[Math.max(0, Math.min(bars - 1, Math.floor((time / span) * bars)))]
    const kind = kinds.findIndex(({ holds }) => holds(response?.status ?? 0))
    if (bar !== undefined) bar[kind] = (bar[kind] ?? 0) + 1
    totals[kind] = (totals[kind] ?? 0) + 1
  }
  const most = Math.max(1, ...counts.map(bar => bar.reduce((sum, count) => sum + count, 0)))
  const rects = counts.flatMap((bar, x) => {
    let y = 40
    return bar.flatMap((count, kind) => {
      if (count === 0) return []
      const height = (40 * count) / most
      y -= height
      return html`<rect class="${kinds[kind]?.tone}" x="${x}" y="${y.toFixed(1)}" width=".9" height="${height.toFixed(1)}"/>`
    })
  })
  return html`<figure class="picture"><svg viewBox="0 0 ${bars} 40" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>
<figcaption>${kinds.map(({ tone, words }, kind) => html`<span class="${tone}"><span class="key" aria-hidden="true"></span>${thousands(totals[kind] ?? 0)} ${words}</span> `)}<span>over ${duration(span)}; at the most ${amount(most, 'request')} in ${duration(span / bars)}</span></figcaption></figure>`
}

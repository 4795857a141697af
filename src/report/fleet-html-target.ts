// One target on the page of a fleet: a line, and behind it what is known of it.

import type { FleetRecord } from '../result/fleet-result.ts'
import type { HealthFigures, HealthItem } from '../result/health-result.ts'
import { amount, duration, thousands } from './amounts.ts'
import type { Exchange } from './curl.ts'
import { sinceWords, verdictWords } from './fleet-words.ts'
import { type Html, html } from './html-text.ts'
import { cutTo } from './plain-text.ts'

const shownExchanges = 4
const shownBody = 1000
const stateWords = { good: 'good', concern: 'concern', bad: 'bad', 'not-examined': 'not examined' } as const

/** The address of a target in the page. */
export function anchorOfTarget(name: string): string {
  return `target-${name.replace(/[^A-Za-z0-9./-]/gu, character => `_${character.codePointAt(0)?.toString(16)}`)}`
}

/** A target with as much behind it as is wanted: everything, what is known without evidence, or the line alone. */
export function targetHtml(record: FleetRecord, depth: 'all' | 'facts' | 'line'): Html {
  const { name, verdict, reason, health, durationMs } = record
  const p95 = health?.figures.latencyMs?.p95
  return html`<details class="target ${verdict}" id="${anchorOfTarget(name)}" data-verdict="${verdict}"><summary><span class="badge">${verdictWords(record)}</span><span class="title">${name}</span><span class="why">${cutTo(reason, 300).text}</span><span class="ms">${p95 === undefined ? duration(durationMs) : `p95 ${duration(p95)}`}</span></summary>
<div class="inside"><p class="reason">${reason}</p>${record.remedy === undefined ? undefined : html`<p class="remedy">${record.remedy}</p>`}
${depth === 'line' ? html`<p class="cut">Left out here to keep this file small; fleet.json has all that is known.</p>` : insideHtml(record, depth === 'all')}</div></details>
`
}

function insideHtml(record: FleetRecord, withEvidence: boolean): Html {
  const { health, run, history } = record
  const exchanges = health?.exchanges ?? []
  return html`<dl class="facts">${factsOf(record).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${run === undefined ? undefined : html`<p>${Object.entries(run.counts).map(([verdict, count]) => html`<span class="badge ${verdict}">${thousands(count)} ${verdict}</span> `)}</p>`}
${health === undefined ? undefined : itemsHtml(health.items)}
${history === undefined || history.recent.length < 2 ? undefined : html`<h3>The last ${history.recent.length} looks</h3><ol class="recent">${history.recent.map(verdict => html`<li class="${verdict}" title="${verdict}"><span class="hidden-text">${verdict}</span></li>`)}</ol>`}
${exchanges.length === 0 ? undefined : withEvidence ? evidenceHtml(exchanges) : html`<p class="cut">${amount(exchanges.length, 'exchange')} in fleet.json.</p>`}`
}

/** A path below this page: the dot keeps what is before a colon from being a scheme. */
function addressOf(folder: string): string {
  return `./${encodeURI(folder.toWellFormed()).replaceAll('#', '%23').replaceAll('?', '%3F')}`
}

function factsOf(record: FleetRecord): readonly (readonly [string, Html])[] {
  const { baseUrl, source, startedAt, durationMs, requests, health, history, run } = record
  const figures = health?.figures ?? {}
  return [
    ...(baseUrl === undefined ? [] : [['Base URL', html`<code>${baseUrl}</code>`] as const]),
    ...(run?.folder === undefined
      ? []
      : [['Report', html`<a href="${addressOf(run.folder)}/report.html">${run.folder}/report.html</a>`] as const]),
    ['File', html`<code>${source}</code>`],
    ['Looked at', html`<time datetime="${startedAt}">${startedAt}</time>`],
    ['Took', html`${duration(durationMs)}, ${amount(requests, 'request')}`],
    ...(history === undefined
      ? []
      : [['State', html`${history.flapping ? 'changes again and again' : sinceWords(history.since)}`] as const]),
    ...figureFacts(figures),
  ]
}

/** What a look at the health of a target measured, as facts with their names. */
export function figureFacts({
  latencyMs,
  certificateDays,
  credentialSeconds,
  resources,
  rateLimit,
}: HealthFigures): readonly (readonly [string, Html])[] {
  const held = Object.entries(resources ?? {}).map(([type, count]) => `${thousands(count)} ${type}`)
  const limits = [
    ...(rateLimit?.limit === undefined ? [] : [`${thousands(rateLimit.limit)} in all`]),
    ...(rateLimit?.remaining === undefined ? [] : [`${thousands(rateLimit.remaining)} left`]),
  ]
  return [
    ...(latencyMs === undefined
      ? []
      : [
          [
            'Latency',
            html`half within ${duration(latencyMs.p50)}, 95 % within ${duration(latencyMs.p95)}, all within ${duration(latencyMs.max)}`,
          ] as const,
        ]),
    ...(certificateDays === undefined ? [] : [['Certificate', html`${daysWords(certificateDays)}`] as const]),
    ...(credentialSeconds === undefined
      ? []
      : [
          [
            'Credentials',
            html`${credentialSeconds < 0 ? 'ended' : 'end in'} ${duration(Math.abs(credentialSeconds) * 1000)}${credentialSeconds < 0 ? ' ago' : ''}`,
          ] as const,
        ]),
    ...(held.length === 0
      ? []
      : [['Resources', html`${held.slice(0, 10).join(', ')}${held.length > 10 ? ' …' : ''}`] as const]),
    ...(limits.length === 0 ? [] : [['Rate limit', html`${limits.join(', ')}`] as const]),
  ]
}

function daysWords(days: number): string {
  return days < 0 ? `ended ${amount(-days, 'day')} ago` : `ends in ${amount(days, 'day')}`
}

/** Every aspect of a look at the health of a target, with how it is and what to do. */
export function itemsHtml(items: readonly HealthItem[]): Html {
  return html`<ul class="items">${items.map(
    ({ aspect, state, words, remedy }) =>
      html`<li><span>${aspect}</span><span class="${state}">${stateWords[state]}</span><span class="words">${words}${remedy === undefined ? undefined : html` <span class="remedy">${remedy}</span>`}</span></li>`,
  )}</ul>`
}

/** What was sent and what came; of many exchanges the first. `file` has all of them. */
export function evidenceHtml(exchanges: readonly Exchange[], file = 'fleet.json'): Html {
  const left = exchanges.length - shownExchanges
  return html`<h3>What was sent and what came</h3>${exchanges.slice(0, shownExchanges).map(one => exchangeHtml(one, file))}${left > 0 ? html`<p class="cut">${amount(left, 'further exchange')} in ${file}.</p>` : undefined}`
}

function exchangeHtml({ request, response, problem, durationMs }: Exchange, file: string): Html {
  const answer = response === undefined ? (problem?.kind ?? 'no answer') : String(response.status)
  const type = Object.entries(response?.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const body = cutTo(String(response?.body ?? ''), shownBody)
  return html`<details class="exchange"><summary><span class="method">${request.method}</span> <span class="url">${cutTo(request.url, 300).text}</span> <span class="status">${answer}</span> <span class="ms">${duration(durationMs)}</span></summary>
${problem === undefined ? undefined : html`<p>${problem.message}</p>`}${type === undefined ? undefined : html`<p class="cut">${String(type)}</p>`}<pre>${body.text === '' ? '(no body)' : body.text}</pre>${body.leftOut === 0 ? undefined : html`<p class="cut">… ${thousands(body.leftOut)} characters more in ${file}</p>`}</details>
`
}

// A fleet as one self-contained HTML page: what is not well by cause, what changed, and every target with what is known of it.

import type { FleetResult, FleetVerdict } from '../result/fleet-result.ts'
import { amount, duration, thousands } from './amounts.ts'
import { fleetScript } from './fleet-html-script.ts'
import { fleetStyle } from './fleet-html-style.ts'
import { anchorOfTarget, targetHtml } from './fleet-html-target.ts'
import {
  type Cause,
  causesOf,
  changeWords,
  fleetHeadline,
  fleetMeaning,
  fleetTone,
  shardWords,
  toldChanges,
  verdictsWorstFirst,
} from './fleet-words.ts'
import { pageText } from './html-page.ts'
import { style } from './html-style.ts'
import { type Html, html } from './html-text.ts'

/** Bytes of markup that all targets together may take, so that a large fleet still opens at once. */
const budget = 4_200_000
const shownCauses = 60
const shownNames = 40
const shownChanges = 200
const signs = { good: '✓', bad: '✗', open: '!' } as const

/** The text of fleet.html. */
export function renderFleetHtml(result: FleetResult): string {
  const title = fleetHeadline(result)
  return pageText({
    title: `${result.kind === 'health' ? 'Health' : 'Conformance'}: ${title}`,
    style: style + fleetStyle,
    script: fleetScript,
    skipTo: { id: 'targets', words: 'Skip to the targets' },
    body: html`${headHtml(result)}
<main>
${tilesHtml(result)}
${changesHtml(result)}
${causesHtml(causesOf(result.targets))}
${targetsHtml(result)}
</main>
<footer><p>${result.tool.name} ${result.tool.version}, fleet format ${result.schemaVersion}. Secrets were masked as exchanges were recorded.</p></footer>`,
  })
}

function headHtml(result: FleetResult): Html {
  const { kind, startedAt, durationMs, requests, finished, shards = [], notes, targets } = result
  const tone = fleetTone(result)
  const facts: readonly (readonly [string, Html])[] = [
    ['Started', html`<time datetime="${startedAt}">${startedAt}</time>`],
    ['Took', html`${duration(durationMs)}, ${amount(requests, 'request')}`],
    ['Targets', html`${thousands(targets.length)}`],
    ['Finished', finished ? html`yes` : html`<strong>no</strong>`],
    ...(shards.length === 0 ? [] : [['Parts', html`${shards.map(shardWords).join(', ')}`] as const]),
  ]
  return html`<header class="page">
<p class="kind">${kind === 'health' ? 'Health of SCIM 2.0 service providers, by reading only' : 'SCIM 2.0 conformance of many service providers'}</p>
<h1>${amount(targets.length, 'target')}</h1>
<div class="conclusion ${tone}"><p class="headline"><span class="sign" aria-hidden="true">${signs[tone]}</span> ${fleetHeadline(result)}</p>
${notes.length === 0 ? undefined : html`<ul>${notes.map(note => html`<li>${note}</li>`)}</ul>`}</div>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>`
}

/** The verdicts that occur, and always the best one. */
function shownVerdicts({ counts, kind }: FleetResult): readonly FleetVerdict[] {
  const best = kind === 'health' ? 'healthy' : 'conforms'
  return verdictsWorstFirst.filter(verdict => counts[verdict] > 0 || verdict === best)
}

function tilesHtml(result: FleetResult): Html {
  return html`<section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts</h2><ul class="tiles verdicts">${shownVerdicts(
    result,
  ).map(
    verdict =>
      html`<li class="${verdict}${result.counts[verdict] === 0 ? ' none' : ''}"><strong>${thousands(result.counts[verdict])}</strong><span class="verdict">${verdict}</span><span class="meaning">${fleetMeaning[verdict]}</span></li>`,
  )}</ul></section>`
}

function changesHtml({ changes }: FleetResult): Html | undefined {
  if (changes === undefined) return undefined
  const { told, words } = toldChanges(changes)
  const left = told.length - shownChanges
  return html`<section aria-labelledby="changes"><h2 id="changes">Changed since the last look <span class="number">${told.length === 0 ? 'nothing' : thousands(told.length)}</span></h2>
${told.length === 0 ? undefined : html`<ul class="changes">${told.slice(0, shownChanges).map(change => html`<li class="${change.to}"><a href="#${anchorOfTarget(change.name)}">${change.name}</a>: ${changeWords(change)}</li>`)}</ul>`}
${left > 0 ? html`<p class="cut">${thousands(left)} more in fleet.json.</p>` : undefined}${words === '' ? undefined : html`<p>${words}</p>`}</section>`
}

function causesHtml(causes: readonly Cause[]): Html | undefined {
  if (causes.length === 0) return undefined
  const left = causes.length - shownCauses
  return html`<section aria-labelledby="causes"><h2 id="causes">What is not well <span class="number">${amount(causes.length, 'cause')}</span></h2>
${causes
  .slice(0, shownCauses)
  .map(
    ({ verdict, reason, remedy, records }) =>
      html`<div class="cause ${verdict}"><p class="who"><span class="badge">${verdict}</span> ${
        records.length === 1
          ? html`<a href="#${anchorOfTarget(records[0].name)}">${records[0].name}</a>`
          : amount(records.length, 'target')
      }</p><p class="why-all">${reason}</p>${remedy === undefined ? undefined : html`<p class="remedy">${remedy}</p>`}${
        records.length === 1
          ? undefined
          : html`<p class="names">${records.slice(0, shownNames).map(({ name }) => html`<a href="#${anchorOfTarget(name)}">${name}</a> `)}${records.length > shownNames ? `and ${records.length - shownNames} more` : ''}</p>`
      }</div>`,
  )}
${left > 0 ? html`<p class="cut">${amount(left, 'further cause')}: see the targets.</p>` : undefined}</section>`
}

function targetsHtml(result: FleetResult): Html {
  const order = verdictsWorstFirst.flatMap(verdict => result.targets.filter(record => record.verdict === verdict))
  // Every target has its line; what is behind it is shared out, the worst first.
  let left = budget - order.reduce((sum, record) => sum + Buffer.byteLength(targetHtml(record, 'line').markup), 0)
  const lines = order.map(record => {
    const line = targetHtml(record, 'line')
    for (const depth of ['all', 'facts'] as const) {
      const full = targetHtml(record, depth)
      const more = Buffer.byteLength(full.markup) - Buffer.byteLength(line.markup)
      if (more > left) continue
      left -= more
      return full
    }
    return line
  })
  return html`<form id="filter" class="filter" role="search" aria-label="Filter targets" autocomplete="off" hidden>
<label class="text"><span>Text</span> <input type="search" name="text" placeholder="name, host, reason …"></label>
<fieldset><legend>Verdict</legend>${shownVerdicts(result).map(
    verdict =>
      html`<label class="chip ${verdict}"><input type="checkbox" name="verdict" value="${verdict}" checked> ${verdict}</label>`,
  )}</fieldset>
<button type="reset">Reset</button>
<output id="filter-count" aria-live="polite"></output>
</form>
<section aria-labelledby="targets"><h2 id="targets">Targets <span class="number">the worst first</span></h2>
${lines}
<p class="no-match" id="no-target" hidden>No target matches the filter.</p></section>`
}

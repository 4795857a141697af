// The top of the HTML report: what the run came to, of what, and what it leaves open.

import { type CheckRecord, type RunResult, type Verdict, verdicts } from '../result/run-result.ts'
import { amount, duration, thousands } from './amounts.ts'
import { type Conclusion, conclude, meaningOf, notExamined, tally } from './conclusion.ts'
import { anchorOf, anchorOfKnown, type Html, html } from './html-text.ts'
import { coverageBySection } from './section-coverage.ts'

const toneSigns: Readonly<Record<Conclusion['tone'], string>> = { good: '✓', bad: '✗', open: '!' }

/** The conclusion in a sentence, what qualifies it, the facts of the run, and links to what follows. */
export function overviewHtml(result: RunResult, { findings }: { readonly findings: number }): Html {
  const { tone, headline, remarks } = conclude(result)
  const { target, tool } = result
  const facts: readonly (readonly [string, Html])[] = [
    ['Base URL', html`<code>${target.baseUrl}</code>`],
    ['Started', timeHtml(result.startedAt)],
    ['Took', html`${duration(result.durationMs)}, ${amount(result.requests, 'request')}`],
    ['Finished', result.finished ? html`yes` : html`<strong>no</strong>`],
    ['Seed', html`<code>${result.seed}</code>`],
    ['Run', html`<code>${result.runId}</code>`],
    ['Tool', html`${tool.name} ${tool.version}`],
    ['Catalogue', html`${tool.catalogue}`],
  ]
  return html`<header class="page">
<p class="kind">SCIM 2.0 conformance</p>
<h1>${target.name}</h1>
<div class="conclusion ${tone}"><p class="headline"><span class="sign" aria-hidden="true">${toneSigns[tone]}</span> ${headline}</p>
${remarks.length === 0 ? undefined : html`<ul>${remarks.map(remark => html`<li>${remark}</li>`)}</ul>`}</div>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${jumpHtml(result, findings)}
</header>`
}

function jumpHtml(result: RunResult, findings: number): Html {
  const open = notExamined(result).reduce((sum, { checkIds }) => sum + checkIds.length, 0)
  const links: readonly (readonly [string, string, number])[] = [
    ...(result.gates ?? []).map(({ name, steps }, index) => [`gate-${index + 1}`, name, steps.length] as const),
    ['findings', 'Findings', findings],
    ['known', 'Known deviations', result.known?.length ?? 0],
    ['not-examined', 'Not examined', open],
    ['capabilities', 'Capabilities', Object.keys(result.capabilities).length],
    ['sections', 'By RFC section', coverageBySection(result.checks).length],
    ['checks', 'All checks', result.checks.length],
    ['timeline', 'Timeline', new Set(result.checks.flatMap(({ exchanges }) => exchanges.map(({ id }) => id))).size],
  ]
  return html`<nav class="jump" aria-label="On this page">${links
    .filter(([anchor, , number]) => number > 0 || anchor === 'findings' || anchor === 'checks')
    .map(([anchor, name, number]) => html`<a href="#${anchor}">${name} (${thousands(number)})</a>`)}</nav>`
}

/** Counts by verdict, by level and by topic. */
export function countsHtml(result: RunResult): Html {
  return html`<section aria-labelledby="results"><h2 id="results">Results</h2>
<ul class="tiles">${verdicts.map(
    verdict =>
      html`<li class="${verdict}${result.counts[verdict] === 0 ? ' none' : ''}"><strong>${thousands(result.counts[verdict])}</strong><span class="verdict">${verdict}</span><span class="meaning">${meaningOf[verdict]}</span></li>`,
  )}</ul>
${tableHtml('By level', 'Level', result, check => check.level)}
${areasHtml(result)}
</section>`
}

/** What a reader must know of how the run went. */
export function notesHtml({ notes }: RunResult): Html {
  return html`${
    notes.length === 0
      ? undefined
      : html`<section aria-labelledby="notes"><h2 id="notes">Notes</h2><ul class="notes">${notes.map(note => html`<li>${note}</li>`)}</ul></section>`
  }`
}

/** The known deviations, those that showed first; nothing where none were listed. */
export function knownHtml({ known = [] }: RunResult): Html {
  const ordered = [...known].sort((a, b) => Number(b.checks > 0) - Number(a.checks > 0))
  return html`${
    known.length === 0
      ? undefined
      : html`<section aria-labelledby="known"><h2 id="known">Known deviations</h2><ul class="notes">${ordered.map(
          ({ id, title, from, sources, owner, expires, state, checks }) =>
            html`<li id="${anchorOfKnown(id)}"><span class="badge known">${id}</span> ${title} <span class="number">${state === 'expired' ? 'expired: what it explained counts again, ' : state === 'unneeded' ? 'not needed any more, ' : ''}${checks === 0 ? 'did not show' : amount(checks, 'check')}, ${from}${owner === undefined ? undefined : html`, ${owner}, until ${expires}`}${sources.map(source => html`, ${sourceHtml(source)}`)}</span></li>`,
        )}</ul></section>`
  }`
}

/** Groups shown at once; the rest are behind a click. */
const groupsShown = 6

/** What was not examined and why; nothing where all was. */
export function limitsHtml(result: RunResult): Html {
  const open = notExamined(result)
  return html`${
    open.length === 0
      ? undefined
      : html`<section aria-labelledby="not-examined"><h2 id="not-examined">Not examined</h2>
<ul class="groups">${open.slice(0, groupsShown).map(groupHtml)}</ul>${
          open.length <= groupsShown
            ? undefined
            : html`<details class="section-details"><summary>${amount(open.length - groupsShown, 'more reason')}</summary><ul class="groups">${open.slice(groupsShown).map(groupHtml)}</ul></details>`
        }</section>`
  }`
}

function groupHtml({ verdict, reason, checkIds }: ReturnType<typeof notExamined>[number]): Html {
  return html`<li><details><summary><span class="badge ${verdict}">${verdict}</span> <span class="reason">${reason}</span> <span class="number">${amount(checkIds.length, 'check')}</span></summary><p>${checkIds.map(
    id => html`<a href="#${anchorOf(id)}">${id}</a> `,
  )}</p></details></li>`
}

/** A link only where it is an address of the web: a report may come from anywhere. */
function sourceHtml(source: string): Html {
  return /^https?:\/\/[^\s]+$/.test(source) ? html`<a href="${source}" rel="noreferrer">source</a>` : html`${source}`
}

/** With soft hyphens, so that all columns fit on a phone. */
const headings: Readonly<Record<Verdict, Html>> = {
  pass: html`pass`,
  fail: html`fail`,
  warn: html`warn`,
  known: html`known`,
  unsupported: html`unsup&shy;ported`,
  skipped: html`skip&shy;ped`,
  blocked: html`block&shy;ed`,
  error: html`error`,
}

function tableHtml(
  caption: string,
  first: string,
  result: RunResult,
  groupOf: (check: RunResult['checks'][number]) => string,
): Html {
  const shown = verdicts.filter(verdict => result.counts[verdict] > 0 || verdict === 'pass' || verdict === 'fail')
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="counts"><caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th><th scope="col" class="bar">Share</th>${shown.map(verdict => html`<th scope="col" class="n">${headings[verdict]}</th>`)}</tr></thead>
<tbody>${tally(result.checks, groupOf).map(
    ({ name, total, counts }) =>
      html`<tr><th scope="row">${name}</th><td class="bar">${barHtml(counts, total)}</td>${shown.map(
        verdict => html`<td class="n ${counts[verdict] === 0 ? 'zero' : verdict}">${counts[verdict]}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`
}

/** A row an area: what binds (MUST) and what is advised (SHOULD) apart, then what is known and what was not examined. */
function areasHtml(result: RunResult): Html {
  const has = (level: CheckRecord['level']) => result.checks.some(check => check.level === level)
  const columns = [
    ...(['pass', 'fail', 'warn'] as const).map(verdict => ({ level: 'MUST' as const, verdict })),
    ...(['pass', 'warn'] as const).map(verdict => ({ level: 'SHOULD' as const, verdict })),
    ...(has('CLIENT') ? (['pass', 'warn'] as const).map(verdict => ({ level: 'CLIENT' as const, verdict })) : []),
  ]
  const levels = (['MUST', 'SHOULD', 'CLIENT'] as const).filter(level => columns.some(column => column.level === level))
  const isKnown = result.counts.known > 0
  const open = (check: CheckRecord) => ['unsupported', 'skipped', 'blocked', 'error'].includes(check.verdict)
  const cell = (number: number, tone: string) => html`<td class="n ${number === 0 ? 'zero' : tone}">${number}</td>`
  return html`<div class="scroll" role="region" aria-label="By area" tabindex="0"><table class="counts areas"><caption>By area: checks of a MUST, and of a SHOULD</caption>
<thead><tr><th scope="col" rowspan="2">Area</th>${levels.map(level => html`<th scope="colgroup" class="level-of" colspan="${columns.filter(column => column.level === level).length}">${level}</th>`)}${isKnown ? html`<th scope="col" rowspan="2" class="n">known</th>` : undefined}<th scope="col" rowspan="2" class="n">not exam&shy;ined</th></tr>
<tr>${columns.map(({ verdict }) => html`<th scope="col" class="n">${headings[verdict]}</th>`)}</tr></thead>
<tbody>${[...Map.groupBy(result.checks, ({ topic }) => topic)].map(
    ([topic, checks]) =>
      html`<tr><th scope="row">${topic}</th>${columns.map(({ level, verdict }) =>
        cell(checks.filter(check => check.level === level && check.verdict === verdict).length, verdict),
      )}${isKnown ? cell(checks.filter(({ verdict }) => verdict === 'known').length, 'known') : undefined}${cell(checks.filter(open).length, 'open')}</tr>`,
  )}</tbody></table></div>`
}

/** Attributes of SVG rather than styles, which the Content-Security-Policy refuses; the numbers stand beside it. */
function barHtml(counts: Readonly<Record<Verdict, number>>, total: number): Html {
  let x = 0
  const parts = verdicts
    .filter(verdict => counts[verdict] > 0)
    .map(verdict => {
      const width = (100 * counts[verdict]) / total
      const part = html`<rect class="${verdict}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="10"/>`
      x += width
      return part
    })
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`
}

function timeHtml(iso: string): Html {
  return html`<time datetime="${iso}">${iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>`
}

// What the HTML report says of the RFCs section by section, and of capabilities: claimed, and found.

import { catalogue, isRequirementId } from '../requirements/catalogue.ts'
import { conditions } from '../requirements/requirement.ts'
import type { RunResult } from '../result/run-result.ts'
import { amount, thousands } from './amounts.ts'
import { type Html, html } from './html-text.ts'
import { coverageBySection, type Standing, standings } from './section-coverage.ts'

const wordsOf: Readonly<Record<Standing, string>> = {
  broken: 'broken',
  warned: 'warned',
  known: 'known',
  met: 'observed',
  open: 'not examined',
  none: 'no check',
}

/** The verdict whose colour a standing has. */
const toneOf = {
  broken: 'fail',
  warned: 'warn',
  known: 'known',
  met: 'pass',
  open: 'skipped',
  none: 'none',
} as const

/** The coverage matrix: a row a section with how its requirements stand, closed until it is asked for. */
export function coverageHtml({ checks }: RunResult): Html {
  const sections = coverageBySection(checks)
  const met = sections.reduce((sum, { counts }) => sum + counts.met, 0)
  const total = sections.reduce((sum, section) => sum + section.total, 0)
  const shown = standings.filter(standing => sections.some(({ counts }) => counts[standing] > 0))
  return html`<section aria-labelledby="sections"><h2 id="sections">Coverage by RFC section</h2>
<details class="section-details"><summary>${thousands(met)} of ${amount(total, 'requirement')} observed, in ${amount(sections.length, 'section')}</summary>
<p class="none">Requirements that bind and can be seen from outside. “Not examined”: the capability is not offered, or the check was left out, blocked, or ended before it. “No check”: nothing in this run verifies it.</p>
<div class="scroll" role="region" aria-label="Table of sections" tabindex="0"><table class="counts sections"><thead><tr><th scope="col">Section</th><th scope="col" class="bar">Share</th>${shown.map(standing => html`<th scope="col" class="n">${wordsOf[standing]}</th>`)}</tr></thead>
<tbody>${sections.map(
    ({ label, url, total: all, counts }) =>
      html`<tr><th scope="row"><a href="${url}" rel="noreferrer">${label.replace('RFC ', '')}</a></th><td class="bar">${barOf(counts, all)}</td>${shown.map(
        standing => html`<td class="n ${counts[standing] === 0 ? 'zero' : toneOf[standing]}">${counts[standing]}</td>`,
      )}</tr>
`,
  )}</tbody></table></div></details></section>`
}

function barOf(counts: Readonly<Record<Standing, number>>, total: number): Html {
  let x = 0
  const parts = standings
    .filter(standing => counts[standing] > 0)
    .map(standing => {
      const width = (100 * counts[standing]) / total
      const part = html`<rect class="${toneOf[standing]}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`
      x += width
      return part
    })
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`
}

/** Capabilities: whether each is there and how that is known, and how the checks that rest on it went. */
export function capabilitiesHtml(result: RunResult): Html | undefined {
  const capabilities = Object.entries(result.capabilities)
  if (capabilities.length === 0) return undefined
  const documents = capabilities.some(([, { documented }]) => documented !== undefined)
  return html`<section aria-labelledby="capabilities"><h2 id="capabilities">Capabilities: claimed and found</h2>
<details class="section-details"><summary>${capabilities.filter(([, { met }]) => met).length} of ${amount(capabilities.length, 'condition')} hold</summary><div class="scroll" role="region" aria-label="Table of capabilities" tabindex="0"><table><thead><tr><th scope="col">Condition</th><th scope="col">Holds</th>${documents ? html`<th scope="col">Documented</th>` : undefined}<th scope="col">Known from</th><th scope="col">What was seen</th><th scope="col">Checks that rest on it</th></tr></thead>
<tbody>${capabilities.map(
    ([name, { met, source, detail, documented }]) =>
      html`<tr><th scope="row"><code title="${meaningOf(name)}">${name}</code></th><td><span class="${met ? 'holds' : 'holds-not'}">${met ? 'yes' : 'no'}</span></td>${documents ? html`<td>${documented === undefined ? undefined : documented ? 'yes' : 'no'}</td>` : undefined}<td>${source}</td><td>${detail}</td><td>${met ? foundOf(name, result) : undefined}</td></tr>`,
  )}</tbody></table></div></details></section>`
}

/** `12 of 14 pass, 1 fails`: the checks that verify a requirement of this condition, and were examined. */
function foundOf(condition: string, { checks }: RunResult): string {
  const resting = checks.filter(
    ({ requirements, verdict }) =>
      ['pass', 'fail', 'warn', 'known'].includes(verdict) &&
      requirements.some(id => isRequirementId(id) && catalogue[id].when.some(when => when === condition)),
  )
  if (resting.length === 0) return 'none examined'
  const of = (verdict: string) => resting.filter(check => check.verdict === verdict).length
  const bad = of('fail') === 0 ? '' : `, ${of('fail')} ${of('fail') === 1 ? 'fails' : 'fail'}`
  return `${of('pass')} of ${resting.length} pass${bad}`
}

/** What a condition means; nothing for one that only another version knows. */
function meaningOf(name: string): string {
  return Object.entries(conditions).find(([condition]) => condition === name)?.[1] ?? ''
}

// A run as one self-contained HTML file: no network, a strict Content-Security-Policy, readable without its script.

import { type RunResult, verdicts } from '../result/run-result.ts'
import { amount, thousands } from './amounts.ts'
import { conclude } from './conclusion.ts'
import { failuresOf } from './failure.ts'
import { checksHtml } from './html-checks.ts'
import { capabilitiesHtml, coverageHtml } from './html-coverage.ts'
import { layOutEvidence } from './html-exchange.ts'
import { findingHtml } from './html-findings.ts'
import { gatesHtml } from './html-gates.ts'
import { gravestHtml } from './html-gravest.ts'
import { countsHtml, knownHtml, limitsHtml, notesHtml, overviewHtml } from './html-overview.ts'
import { pageText } from './html-page.ts'
import { script } from './html-script.ts'
import { style } from './html-style.ts'
import { anchorOf, type Html, html } from './html-text.ts'
import { timelineHtml } from './html-timeline.ts'

/** The text of report.html. */
export function renderHtml(result: RunResult): string {
  const findings = failuresOf(result.checks, result.target).map((failure, index) => ({
    anchor: `finding-${index + 1}`,
    failure,
  }))
  const isEmpty = result.checks.length === 0
  const evidence = layOutEvidence(result, findings, anchorOf)
  const topics = [...new Set(result.checks.map(({ topic }) => topic))]
  const topicIndexes = new Map(topics.map((topic, index) => [topic, index]))
  const topicIndex = (topic: string) => topicIndexes.get(topic) ?? -1
  const findingsByCheck = new Map<string, string[]>()
  for (const { anchor, failure } of findings) {
    for (const checkId of new Set(failure.places.map(place => place.checkId))) {
      findingsByCheck.set(checkId, [...(findingsByCheck.get(checkId) ?? []), anchor])
    }
  }
  return pageText({
    title: `${result.target.name}: ${conclude(result).headline}`,
    style,
    script,
    skipTo: { id: 'findings', words: 'Skip to the findings' },
    body: html`${overviewHtml(result, { findings: findings.length })}
<main>
${gatesHtml(result)}
${gravestHtml(findings)}
${isEmpty ? undefined : countsHtml(result)}
${limitsHtml(result)}
${capabilitiesHtml(result)}
${notesHtml(result)}
${filterHtml(result, topics)}
<section aria-labelledby="findings"><h2 id="findings">Findings <span class="number">${isEmpty ? 'nothing was examined' : findings.length === 0 ? 'none' : `${thousands(findings.length)} in ${amount(findingsByCheck.size, 'check')}`}</span></h2>
${findings.map(({ anchor, failure }) =>
  findingHtml(failure, {
    anchor,
    evidence,
    topics: [...new Set(failure.places.map(({ topic }) => topicIndex(topic)))].join(' '),
  }),
)}
<p class="no-match" id="no-finding" hidden>No finding matches the filter.</p>
</section>
${knownHtml(result)}
${isEmpty ? undefined : coverageHtml(result)}
${checksHtml(result.checks, { topicIndex, evidence, findingsOf: checkId => findingsByCheck.get(checkId) ?? [] })}
${timelineHtml(result, evidence)}
</main>
<footer><p>${result.tool.name} ${result.tool.version}, catalogue ${result.tool.catalogue}, report format ${result.schemaVersion}. Secrets were masked as exchanges were recorded.</p></footer>`,
  })
}

/** Hidden until the script shows it: without one it would do nothing. */
function filterHtml({ checks }: RunResult, topics: readonly string[]): Html {
  const levels = (['MUST', 'SHOULD', 'CLIENT'] as const).filter(level => checks.some(check => check.level === level))
  return html`<form id="filter" class="filter" role="search" aria-label="Filter findings and checks" autocomplete="off" hidden>
<label class="text"><span>Text</span> <input type="search" name="text" placeholder="check, attribute, status, body …"></label>
<label><span>Topic</span> <select name="topic"><option value="">any</option>${topics.map((topic, index) => html`<option value="${index}">${topic}</option>`)}</select></label>
<label><span>Level</span> <select name="level"><option value="">any</option>${levels.map(level => html`<option>${level}</option>`)}</select></label>
<fieldset><legend>Verdict</legend>${verdicts.map(
    verdict =>
      html`<label class="chip ${verdict}"><input type="checkbox" name="verdict" value="${verdict}" checked> ${verdict}</label>`,
  )}</fieldset>
<button type="reset">Reset</button>
<output id="filter-count" aria-live="polite"></output>
</form>`
}

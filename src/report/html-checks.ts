// Every check of the run in the HTML report, by topic, each with what it sent.

import type { CheckRecord } from '../result/run-result.ts'
import { amount, duration } from './amounts.ts'
import { requirementText } from './failure.ts'
import type { Evidence } from './html-exchange.ts'
import { anchorOf, type Html, html } from './html-text.ts'

interface Links {
  readonly topicIndex: (topic: string) => number
  readonly evidence: Evidence
  /** Anchors of the findings that a check has a part in. */
  readonly findingsOf: (checkId: string) => readonly string[]
}

export function checksHtml(checks: readonly CheckRecord[], links: Links): Html {
  return html`<section aria-labelledby="checks"><h2 id="checks">All checks</h2>
${[...Map.groupBy(checks, check => check.topic)].map(
  ([
    topic,
    group,
  ]) => html`<div class="topic"><h3>${topic} <span class="number">${amount(group.length, 'check')}</span></h3>
${group.map(check => checkHtml(check, links))}</div>`,
)}
<p class="no-match" id="no-check" hidden>No check matches the filter.</p>
</section>`
}

function checkHtml(check: CheckRecord, { topicIndex, evidence, findingsOf }: Links): Html {
  const anchor = anchorOf(check.id)
  const findings = findingsOf(check.id)
  return html`<details class="check ${check.verdict}" id="${anchor}" data-kind="check" data-verdict="${check.verdict}" data-level="${check.level}" data-topics="${topicIndex(check.topic)}">
<summary><span class="badge ${check.verdict}">${check.verdict}</span> <span class="title">${check.title}</span> <span class="check-id">${check.id}</span> <span class="level">${check.level}</span> <span class="ms">${check.durationMs === 0 ? undefined : duration(check.durationMs)}</span></summary>
<div class="inside">${check.reason === undefined ? undefined : html`<p class="reason">${check.reason}</p>`}
${findings.length === 0 ? undefined : html`<p>${findings.length === 1 ? 'Finding' : 'Findings'} ${findings.map(finding => html`<a href="#${finding}">${finding.replace('finding-', '#')}</a> `)}</p>`}
<ul class="requirements">${check.requirements.map(id => requirementHtml(id, check.ownRequirements))}</ul>
${check.exchanges.length === 0 ? html`<p class="none">${withoutExchanges(check)}</p>` : evidence.at(anchor, check.exchanges)}</div>
</details>
`
}

/** A check can judge what others received: it sends nothing, and says so. */
function withoutExchanges({ verdict }: CheckRecord): string {
  return ['pass', 'fail', 'warn', 'known'].includes(verdict)
    ? 'It sent nothing itself: it judges answers that the run had already.'
    : 'Nothing was sent.'
}

function requirementHtml(id: string, own: CheckRecord['ownRequirements']): Html {
  const { says, section } = requirementText(id, own)
  if (section === undefined) return html`<li>${says}</li>`
  return section.url === undefined
    ? html`<li><span title="Requirement ${id}">${section.label}</span> ${says}</li>`
    : html`<li><a href="${section.url}" rel="noreferrer" title="Requirement ${id}">${section.label}</a> ${says}</li>`
}

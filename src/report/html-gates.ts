// The gates in the HTML report: each as a table of its steps, ready to be printed or attached.

import type { GateStepRecord, RunResult } from '../result/run-result.ts'
import { gateSentence, partsOf, stepTone, stepWords } from './gates.ts'
import { anchorOf, type Html, html } from './html-text.ts'

/**
 * A section for each gate; nothing where none was asked for. The roles are spelt out because a narrow page lays the rows
 * out as blocks, which takes the meaning of a table from some readers.
 */
export function gatesHtml({ gates = [], target, startedAt, tool }: RunResult): Html {
  return html`${gates.map(
    (gate, index) => html`<section aria-labelledby="gate-${index + 1}"><h2 id="gate-${index + 1}">${gate.name}</h2>
<p><span class="badge ${gate.passed ? 'pass' : 'fail'}">${gate.passed ? 'passed' : 'not passed'}</span> ${gateSentence(gate)}</p>
<p class="number">${target.name}, ${target.baseUrl}, ${startedAt.slice(0, 10)}; ${tool.name} ${tool.version}, ${gate.id} version ${gate.version}${gate.sources.map(
      (source, number) =>
        html`, ${/^https?:\/\/[^\s]+$/.test(source) ? html`<a href="${source}" rel="noreferrer">source ${number + 1}</a>` : source}`,
    )}</p>
<div class="scroll" role="region" aria-label="Steps of ${gate.name}" tabindex="0"><table class="gate" role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Step</th><th scope="col" role="columnheader">What it asks for</th><th scope="col" role="columnheader">Verdict</th><th scope="col" role="columnheader">Why, and the checks</th></tr></thead>
${partsOf(gate).map(
  ([
    part,
    steps,
  ]) => html`<tbody role="rowgroup"><tr role="row"><th scope="rowgroup" colspan="4" role="rowheader">${part}</th></tr>
${steps.map(
  step =>
    html`<tr role="row"><th scope="row" role="rowheader"><code>${step.id}</code></th><td role="cell">${step.title}</td><td role="cell"><span class="badge ${stepTone(step)}">${stepWords(step)}</span></td><td role="cell">${whyHtml(step)}</td></tr>
`,
)}</tbody>`,
)}</table></div></section>`,
  )}`
}

/** The reason with a line for each check it speaks of, its name a link; then the other checks of the step. */
function whyHtml({ reason = '', checks }: GateStepRecord): Html {
  const spoken = checks
    .flatMap(id => {
      const at = reason.startsWith(id) ? 0 : reason.indexOf(`. ${id}`) + 2
      return reason.startsWith(id, at) && /^[: (]/.test(reason.slice(at + id.length)) ? [{ id, at }] : []
    })
    .sort((a, b) => a.at - b.at)
  const before = reason.slice(0, spoken[0]?.at ?? reason.length).trim()
  const lines = spoken.map(
    ({ id, at }, index) =>
      html`<p>${linkTo(id)}${reason.slice(at + id.length, spoken[index + 1]?.at ?? reason.length).trimEnd()}</p>`,
  )
  const others = checks.filter(id => spoken.every(one => one.id !== id))
  return html`${before === '' ? undefined : html`<p>${before}</p>`}${lines}${others.map(id => html`${linkTo(id)} `)}`
}

function linkTo(checkId: string): Html {
  return html`<a href="#${anchorOf(checkId)}">${checkId}</a>`
}

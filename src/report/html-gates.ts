// The gates in the HTML report: each as a table of its steps, ready to be printed or attached.

import type { RunResult } from '../result/run-result.ts'
import { gateSentence, partsOf, stepTone, stepWords } from './gates.ts'
import { anchorOf, type Html, html } from './html-text.ts'

/** A section for each gate; nothing where none was asked for. */
export function gatesHtml({ gates = [], target, startedAt, tool }: RunResult): Html {
  return html`${gates.map(
    (gate, index) => html`<section aria-labelledby="gate-${index + 1}"><h2 id="gate-${index + 1}">${gate.name}</h2>
<p><span class="badge ${gate.passed ? 'pass' : 'fail'}">${gate.passed ? 'passed' : 'not passed'}</span> ${gateSentence(gate)}</p>
<p class="number">${target.name}, ${target.baseUrl}, ${startedAt.slice(0, 10)}; ${tool.name} ${tool.version}, ${gate.id} version ${gate.version}${gate.sources.map(
      (source, number) =>
        html`, ${/^https?:\/\/[^\s]+$/.test(source) ? html`<a href="${source}" rel="noreferrer">source ${number + 1}</a>` : source}`,
    )}</p>
<div class="scroll" role="region" aria-label="Steps of ${gate.name}" tabindex="0"><table><thead><tr><th scope="col">Step</th><th scope="col">What it asks for</th><th scope="col">Verdict</th><th scope="col">Why, and the checks</th></tr></thead>
${partsOf(gate).map(
  ([part, steps]) => html`<tbody><tr><th scope="rowgroup" colspan="4">${part}</th></tr>
${steps.map(
  step =>
    html`<tr><th scope="row"><code>${step.id}</code></th><td>${step.title}</td><td><span class="badge ${stepTone(step)}">${stepWords(step)}</span></td><td>${step.reason === undefined ? undefined : html`${step.reason}<br>`}${step.checks.map(
      id => html`<a href="#${anchorOf(id)}">${id}</a> `,
    )}</td></tr>
`,
)}</tbody>`,
)}</table></div></section>`,
  )}`
}

// What the HTML report says first of its findings: the few to begin with, each in a line or two.

import { amount } from './amounts.ts'
import type { Failure } from './failure.ts'
import { byHarm, type Harm } from './gravest.ts'
import { type Html, html } from './html-text.ts'
import { cutTo } from './plain-text.ts'

/** The gravest findings, as `failuresOf` orders them; nothing where there is none that is new. */
export function gravestHtml(
  findings: readonly { readonly anchor: string; readonly failure: Failure }[],
): Html | undefined {
  const anchors = new Map(findings.map(({ anchor, failure }) => [failure, anchor]))
  const { harms, left } = byHarm(findings.map(({ failure }) => failure))
  const [first] = harms
  if (first === undefined) return undefined
  return html`<section aria-labelledby="gravest"><h2 id="gravest">${first.failure.outcome === 'fail' ? 'Mend first' : 'Look at first'}</h2>
<ol class="gravest">${harms.map(harm => lineHtml(harm, anchors))}</ol>${
    left === 0 ? undefined : html`<p class="number"><a href="#findings">and ${amount(left, 'more finding')}</a></p>`
  }</section>`
}

function lineHtml({ failure, impact, others }: Harm, anchors: ReadonlyMap<Failure, string>): Html {
  const linked = (one: Failure, words: string) => html`<a href="#${anchors.get(one)}">${words}</a>`
  return html`<li><span class="badge ${failure.outcome}">${failure.outcome}</span> ${linked(failure, failure.places[0].title)}
<p>Expected ${cutTo(failure.expected, 160).text}; got ${cutTo(failure.got, 160).text}${
    impact === undefined ? undefined : html`<br><strong>${impact.who}</strong>: ${impact.what}`
  }${
    others.length === 0
      ? undefined
      : html`<br>With the same effect: ${others.slice(0, 12).map(one => html`${linked(one, `#${anchors.get(one)?.replace('finding-', '')}`)} `)}`
  }</p></li>
`
}

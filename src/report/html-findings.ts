// The findings of the HTML report: one article a cause.

import { amount } from './amounts.ts'
import { checksOf, evidenceOf, type Failure, verdictShown, type Way } from './failure.ts'
import { type Evidence, shownWith } from './html-exchange.ts'
import { anchorOf, anchorOfKnown, type Html, html } from './html-text.ts'

/** Places, and further ways, that are shown at once; the rest are behind a click. */
const placesShown = 8
const waysShown = 4
/** A command longer than this is left out, with a word on where its body is. */
const longestCommand = 20_000

/** One finding with its Expected, Got, Why, Fix, Try, places and exchanges. `topics` are the indexes the filter uses. */
export function findingHtml(
  failure: Failure,
  { anchor, topics, evidence }: { readonly anchor: string; readonly topics: string; readonly evidence: Evidence },
): Html {
  const [first] = failure.places
  const checks = checksOf(failure)
  const exchanges = evidenceOf(failure)
  const inFull = shownWith(failure)
  const shown = verdictShown(failure)
  return html`<article class="finding ${shown}" id="${anchor}" data-kind="finding" data-verdict="${shown}" data-level="${failure.level}" data-topics="${topics}" aria-labelledby="${anchor}-title">
<header><h3 id="${anchor}-title"><span class="badge ${shown}">${shown}</span> ${first.title}${
    checks.length > 1 ? html` <span class="others">and ${amount(checks.length - 1, 'other check')}</span>` : undefined
  }</h3>
<p class="ids"><a class="check-id" href="#${anchorOf(first.checkId)}">${first.checkId}</a> <span class="level">${failure.level}</span> ${sectionHtml(failure)} <a class="permalink" href="#${anchor}" aria-label="${anchor.replace('finding-', '#')}: link to this finding">${anchor.replace('finding-', '#')}</a></p></header>
<dl>
<div class="expected"><dt>Expected</dt><dd>${failure.expected}</dd></div>
<div class="got"><dt>Got</dt><dd>${failure.got}</dd></div>
<div><dt>Why</dt><dd>${failure.why} ${sectionHtml(failure)}${failure.reading === undefined ? undefined : html`<br><em>${failure.reading}</em>`}</dd></div>
${failure.known === undefined ? undefined : html`<div><dt>Known</dt><dd>known deviation <a href="#${anchorOfKnown(failure.known)}">${failure.known}</a>: it counts for nothing</dd></div>`}
${failure.impacts.length === 0 ? undefined : html`<div class="impact"><dt>In practice</dt><dd>${failure.impacts.map(({ who, what, source }) => html`<p><strong>${who}</strong>: ${what} (<a href="${source}" rel="noreferrer">source</a>)</p>`)}</dd></div>`}
${failure.fixes.length === 0 ? undefined : html`<div><dt>Fix</dt><dd>${failure.fixes.map(fix => html`<p>${fix}</p>`)}</dd></div>`}
${failure.notes.length === 0 ? undefined : html`<div><dt>Note</dt><dd>${failure.notes.map(note => html`<p>${note}</p>`)}</dd></div>`}
${checks.length > 1 || first.subject !== undefined ? html`<div><dt>Where</dt><dd>${placesHtml(checksOf(failure.ways[0]), checks.length > 1)}</dd></div>` : undefined}
${failure.ways.length > 1 ? html`<div><dt>Also</dt><dd>${waysHtml(failure.ways.slice(1), checks.length > 1)}</dd></div>` : undefined}
${failure.curl === undefined ? undefined : html`<div class="try"><dt>Try</dt><dd>${commandHtml(failure.curl)}</dd></div>`}
</dl>
${
  exchanges.length === 0
    ? html`<p class="none">No exchange was recorded for this finding.</p>`
    : html`<div class="evidence"><h4>${exchanges.length > inFull.length ? `Exchanges (${inFull.length} of ${exchanges.length}; the others are with the checks)` : 'Exchanges'}</h4>${evidence.at(anchor, inFull)}</div>`
}
</article>
`
}

function sectionHtml({ section, requirement }: Failure): Html {
  return section?.url === undefined
    ? html`<span class="section" title="Requirement ${requirement}">${section?.label ?? requirement}</span>`
    : html`<a class="section" href="${section.url}" rel="noreferrer" title="Requirement ${requirement}">${section.label}</a>`
}

/** Further ways in which the same requirement is not met, each with its places. */
function waysHtml(ways: readonly Way[], named: boolean): Html {
  const item = (way: Way) =>
    html`<li><span class="way">Expected ${way.expected}</span><span class="way got">Got ${way.got}</span>${placesHtml(checksOf(way), named)}</li>`
  const rest = ways.slice(waysShown)
  return html`<ul class="ways">${ways.slice(0, waysShown).map(item)}</ul>${
    rest.length === 0
      ? undefined
      : html`<details><summary>${amount(rest.length, 'more way')}</summary><ul class="ways">${rest.map(item)}</ul></details>`
  }`
}

/** Subjects, by check where checks are `named`: one alone stands at the head of the finding. */
function placesHtml(checks: ReturnType<typeof checksOf>, named: boolean): Html {
  const item = ({ checkId, subjects }: { readonly checkId: string; readonly subjects: readonly string[] }) => {
    const rest = subjects.slice(placesShown)
    const spans = (some: readonly string[]) =>
      some.map((subject, index) => html`${index === 0 ? undefined : ', '}<span class="subject">${subject}</span>`)
    return html`<li>${named ? html`<a href="#${anchorOf(checkId)}">${checkId}</a>${subjects.length === 0 ? undefined : ': '}` : undefined}${spans(subjects.slice(0, placesShown))}${
      rest.length === 0
        ? undefined
        : html`<details><summary>${amount(rest.length, 'more place')}</summary>${spans(rest)}</details>`
    }</li>`
  }
  const shown = named ? checks : checks.filter(({ subjects }) => subjects.length > 0)
  const rest = shown.slice(placesShown)
  return html`${shown.length === 0 ? undefined : html`<ul class="places">${shown.slice(0, placesShown).map(item)}</ul>`}${
    rest.length === 0
      ? undefined
      : html`<details><summary>${amount(rest.length, 'more check')}</summary><ul class="places">${rest.map(item)}</ul></details>`
  }`
}

function commandHtml(curl: string): Html {
  return curl.length > longestCommand
    ? html`<p class="cut">The command has ${curl.length} characters; its parts are in the exchange.</p>`
    : html`<pre class="command" tabindex="0">${curl}</pre>`
}

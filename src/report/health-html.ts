// The health of one service provider, or of several, as one self-contained HTML page that reads without a script.

import { type HealthResult, type HealthVerdict, healthVerdicts } from '../result/health-result.ts'
import { amount } from './amounts.ts'
import { fleetStyle } from './fleet-html-style.ts'
import { evidenceHtml, figureFacts, itemsHtml } from './fleet-html-target.ts'
import { effortWords, verdictMeaning, verdictTone } from './health-words.ts'
import { pageText } from './html-page.ts'
import { style } from './html-style.ts'
import { type Html, html } from './html-text.ts'

const signs = { good: '✓', bad: '✗', open: '!' } as const

const ownStyle = `
.health + .health { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .5rem; }
.health .items { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .3rem .9rem; margin: .9rem 0; }
.health .items li:first-child { border-top: 0; } .health .items .remedy { display: block; }
.health h3 { margin: 1rem 0 .4rem; font-size: .95rem; }
.health .exchange { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .7rem; margin: 0 0 .5rem; }
.overview { list-style: none; margin: 1rem 0 0; padding: 0; } .overview li { padding: .25rem 0; overflow-wrap: anywhere; } .overview .badge { min-width: 7.5rem; text-align: center; margin-right: .6rem; }
`

/** The text of health.html; the worst comes first. Throws where there is no result. */
export function renderHealthHtml(results: readonly HealthResult[]): string {
  const sorted = results.toSorted((a, b) => gravity(b.verdict) - gravity(a.verdict))
  const [worst] = sorted
  if (worst === undefined) throw new Error('there is no result to render')
  const isOne = sorted.length === 1
  const title = isOne ? `${worst.target.name}: ${worst.verdict}` : headline(sorted)
  return pageText({
    title: `Health: ${title}`,
    style: style + fleetStyle + ownStyle,
    script: '',
    skipTo: { id: 'content', words: 'Skip to what was seen' },
    body: html`<header class="page">
<p class="kind">Health of ${isOne ? 'a SCIM 2.0 service provider' : 'SCIM 2.0 service providers'}, by reading only</p>
<h1>${isOne ? worst.target.name : amount(sorted.length, 'service provider')}</h1>
${isOne ? conclusionHtml(worst) : overviewHtml(sorted)}
</header>
<main id="content">
${sorted.map((result, index) => resultHtml(result, index, isOne))}
</main>
<footer><p>${worst.tool.name} ${worst.tool.version}, health format ${worst.schemaVersion}. Secrets were masked as exchanges were recorded.</p></footer>`,
  })
}

function gravity(verdict: HealthVerdict): number {
  return healthVerdicts.indexOf(verdict)
}

function headline(results: readonly HealthResult[]): string {
  const counted = healthVerdicts
    .map(verdict => ({ verdict, count: results.filter(result => result.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
  return counted.map(({ verdict, count }) => `${count} ${verdict}`).join(', ')
}

function conclusionHtml({ verdict, reason }: HealthResult): Html {
  const tone = verdictTone[verdict]
  return html`<div class="conclusion ${tone}"><p class="headline"><span class="sign" aria-hidden="true">${signs[tone]}</span> ${verdict}: ${verdictMeaning[verdict]}</p>
<p>${reason}</p></div>`
}

function overviewHtml(results: readonly HealthResult[]): Html {
  return html`<ul class="overview">${results.map(
    ({ target, verdict, reason }, index) =>
      html`<li class="${verdict}"><span class="badge">${verdict}</span><a href="#result-${index + 1}">${target.name}</a> ${reason}</li>`,
  )}</ul>`
}

function resultHtml(result: HealthResult, index: number, isOne: boolean): Html {
  const { target, startedAt, items, figures, exchanges } = result
  const facts: readonly (readonly [string, Html])[] = [
    ['Base URL', html`<code>${target.baseUrl}</code>`],
    ['Looked at', html`<time datetime="${startedAt}">${startedAt}</time>`],
    ['Took', html`${effortWords(result)}`],
    ...figureFacts(figures),
  ]
  return html`<section class="health" id="result-${index + 1}" aria-labelledby="name-${index + 1}">
<h2 id="name-${index + 1}">${isOne ? 'What was seen' : target.name}</h2>
${isOne ? undefined : conclusionHtml(result)}
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${itemsHtml(items)}
${exchanges.length === 0 ? undefined : evidenceHtml(exchanges, 'health.json')}
</section>
`
}

// A look at the health of service providers as Markdown: a table each, for a ticket or the page of a job.

import type { HealthResult } from '../result/health-result.ts'
import { aspectNames, effortWords, verdictMeaning, verdictTone } from './health-words.ts'
import { escapedMarkdown } from './markdown.ts'

const signs = { good: '✅', open: '⚠️', bad: '❌' } as const
const states = { good: 'good', concern: '**concern**', bad: '**bad**', 'not-examined': 'not examined' } as const

/** The text of health.md. */
export function renderHealthMarkdown(results: readonly HealthResult[]): string {
  return `${results.map(oneHealth).join('\n\n')}\n`
}

function oneHealth(result: HealthResult): string {
  const { target, verdict, reason, items, startedAt, tool } = result
  return [
    `## ${signs[verdictTone[verdict]]} ${escapedMarkdown(target.name)}: ${verdict}, ${verdictMeaning[verdict]}`,
    escapedMarkdown(reason),
    `${escapedMarkdown(target.baseUrl)}, ${escapedMarkdown(startedAt)}, ${effortWords(result)}, ${escapedMarkdown(`${tool.name} ${tool.version}`)}`,
    [
      '| Aspect | State | What was seen | What to do |',
      '|---|---|---|---|',
      ...items.map(
        ({ aspect, state, words, remedy }) =>
          `| ${aspectNames[aspect]} | ${states[state]} | ${escapedMarkdown(words)} | ${escapedMarkdown(remedy ?? '')} |`,
      ),
    ].join('\n'),
  ].join('\n\n')
}

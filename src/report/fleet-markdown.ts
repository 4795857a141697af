// A fleet as Markdown: the page of a job in GitHub Actions, a comment, a wiki.

import type { FleetResult } from '../result/fleet-result.ts'
import { amount, duration } from './amounts.ts'
import {
  type Cause,
  causesOf,
  changeWords,
  fleetCountsLine,
  fleetHeadline,
  fleetTone,
  shardWords,
  toldChanges,
  toneOf,
} from './fleet-words.ts'
import { escapedMarkdown } from './markdown.ts'

const shownCauses = 100
const shownNames = 20
const shownChanges = 50
const signs = { pass: '✅', warn: '⚠️', fail: '❌', blocked: '🟪', error: '❓' } as const

/** The text of summary.md: what it comes to, what is not well by cause, what changed. */
export function renderFleetMarkdown(result: FleetResult): string {
  const { targets, requests, durationMs, startedAt, tool, shards = [], notes } = result
  const causes = causesOf(targets)
  const left = causes.length - shownCauses
  const part = shards.length === 0 ? '' : `, part ${shards.map(shardWords).join(', ')}`
  const blocks = [
    `## ${{ good: '✅', bad: '❌', open: '⚠️' }[fleetTone(result)]} ${escapedMarkdown(fleetHeadline(result))}`,
    `${escapedMarkdown(startedAt)}${part}, ${amount(targets.length, 'target')}, ${amount(requests, 'request')} in ${duration(durationMs)}, ${escapedMarkdown(`${tool.name} ${tool.version}`)}: ${fleetCountsLine(result.counts)}`,
    causes.length === 0
      ? ''
      : [
          '| | Target | Verdict | Why | What to do |',
          '|---|---|---|---|---|',
          ...causes.slice(0, shownCauses).map(row),
        ].join('\n'),
    left > 0 ? `… and ${amount(left, 'further cause')}: see fleet.html.` : '',
    changesBlock(result),
    notes.map(note => `- ${escapedMarkdown(note)}`).join('\n'),
  ]
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}

function row({ verdict, reason, remedy, records }: Cause): string {
  const names = records.slice(0, shownNames).map(({ name }) => escapedMarkdown(name))
  const more = records.length > shownNames ? ` and ${records.length - shownNames} more` : ''
  const count = records.length === 1 ? '' : `**${amount(records.length, 'target')}:** `
  const cells = [
    signs[toneOf[verdict]],
    `${count}${names.join(', ')}${more}`,
    verdict,
    escapedMarkdown(reason),
    escapedMarkdown(remedy ?? ''),
  ]
  return `| ${cells.join(' | ')} |`
}

function changesBlock({ changes }: FleetResult): string {
  if (changes === undefined) return ''
  const { told, words } = toldChanges(changes)
  if (told.length === 0) return words
  const lines = told
    .slice(0, shownChanges)
    .map(
      change =>
        `- ${signs[toneOf[change.to]]} ${escapedMarkdown(change.name)}: ${escapedMarkdown(changeWords(change))}`,
    )
  const left = told.length - lines.length
  const rest = [...(left > 0 ? [`- … ${left} more`] : []), ...(words === '' ? [] : [`\n${words}`])]
  return `### Changed since the last look\n\n${[...lines, ...rest].join('\n')}`
}

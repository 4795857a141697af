// A run as Markdown: the page of a job in GitHub Actions, a comment on a change, a wiki.

import type { CheckRecord, GateRecord, RunResult } from '../result/run-result.ts'
import { amount, duration, thousands } from './amounts.ts'
import { conclude, countsLine, notExamined } from './conclusion.ts'
import { checksOf, type Failure, failuresOf, verdictShown } from './failure.ts'
import { gateSentence, stepWords } from './gates.ts'
import { cutTo, oneLine, plainText } from './plain-text.ts'

/** Findings in full, and characters of the whole: GitHub takes a step's summary up to 1 MiB. */
const shownFindings = 40
const longest = 700_000

/** The text of summary.md: the conclusion, the areas, the findings in the order of their harm, what was not examined. */
export function renderMarkdown(result: RunResult): string {
  const { tool, target, requests, durationMs, seed, runId, startedAt } = result
  const { tone, headline, remarks } = conclude(result)
  const failures = failuresOf(result.checks, target)
  const blocks = [
    `## ${{ good: '✅', bad: '❌', open: '⚠️' }[tone]} ${escapedMarkdown(target.name)}: ${escapedMarkdown(headline)}`,
    remarks.map(remark => `- ${escapedMarkdown(remark)}`).join('\n'),
    `${code(target.baseUrl)}, ${escapedMarkdown(startedAt)}, ${amount(requests, 'request')} in ${duration(durationMs)}; seed ${seed}, run ${code(runId)}, ${escapedMarkdown(`${tool.name} ${tool.version}`)}, catalogue ${code(tool.catalogue)}`,
    `${amount(result.checks.length, 'check')}: ${countsLine(result.counts)}`,
    ...(result.gates ?? []).map(gateBlock),
    result.checks.length === 0 ? '' : areasTable(result),
    ...(failures.length === 0 ? [] : ['### Findings']),
    ...failures.slice(0, shownFindings).map(findingBlock),
    ...(failures.length > shownFindings
      ? [`… and ${amount(failures.length - shownFindings, 'further finding')}: see the report.`]
      : []),
    notExaminedBlock(result),
    result.notes.length === 0
      ? ''
      : `### Notes\n\n${result.notes.map(note => `- ${escapedMarkdown(note)}`).join('\n')}`,
  ]
  return `${within(blocks.filter(block => block !== ''))}\n`
}

/** Whole blocks as long as there is room; that some are left out is said. */
function within(blocks: readonly string[]): string {
  let text = ''
  for (const block of blocks) {
    if (text.length + block.length > longest) return `${text}\n\n… cut here to fit: see the report.`
    text += (text === '' ? '' : '\n\n') + block
  }
  return text
}

/** A gate as a table of its steps, as a submission wants it. */
function gateBlock(gate: GateRecord): string {
  const sources = gate.sources.map(source => code(source)).join(', ')
  const rows = gate.steps.map(
    step =>
      `| ${code(step.id)} | ${escapedMarkdown(step.title)} | ${stepWords(step)} | ${escapedMarkdown(step.verdict === 'pass' ? '' : (step.reason ?? ''))} |`,
  )
  return [
    `### ${escapedMarkdown(gate.name)}\n\n${escapedMarkdown(gateSentence(gate))} ${code(gate.id)}, version ${escapedMarkdown(gate.version)}; sources: ${sources}\n`,
    '| Step | What it asks for | Verdict | Why |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function areasTable({ checks }: RunResult): string {
  const count = (some: readonly CheckRecord[], level: string, verdict: string) => {
    const number = some.filter(check => check.level === level && check.verdict === verdict).length
    return number === 0 ? '' : thousands(number)
  }
  const rows = [...Map.groupBy(checks, ({ topic }) => topic)].map(([topic, some]) => {
    const examined = some.filter(({ verdict }) => ['pass', 'fail', 'warn', 'known'].includes(verdict)).length
    const cells = [
      escapedMarkdown(topic),
      count(some, 'MUST', 'pass'),
      count(some, 'MUST', 'fail'),
      count(some, 'MUST', 'warn'),
      count(some, 'SHOULD', 'pass'),
      count(some, 'SHOULD', 'warn'),
      some.length === examined ? '' : thousands(some.length - examined),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| Area | MUST pass | MUST fail | MUST warn | SHOULD pass | SHOULD warn | not examined |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n')
}

function findingBlock(failure: Failure): string {
  const [first] = failure.places
  const checks = checksOf(failure)
  const section =
    failure.section === undefined
      ? code(failure.requirement)
      : failure.section.url === undefined
        ? escapedMarkdown(failure.section.label)
        : `[${escapedMarkdown(failure.section.label)}](${addressed(failure.section.url)})`
  const others = checks.length > 1 ? ` and ${amount(checks.length - 1, 'other check')}` : ''
  const ways = failure.ways.length > 1 ? `\n\n${amount(failure.ways.length - 1, 'further way')}: see the report.` : ''
  const rows: readonly (readonly [string, string])[] = [
    ['Expected', code(failure.expected)],
    ['Got', code(failure.got)],
    ['Why', escapedMarkdown(failure.why)],
    ...(failure.reading === undefined ? [] : [['', escapedMarkdown(failure.reading)] as const]),
    ...failure.impacts.map(
      ({ who, what, source }) => ['In practice', `${who}: ${what} ([source](${source}))`] as const,
    ),
    ...failure.fixes.map(fix => ['Fix', escapedMarkdown(fix)] as const),
    ...(failure.known === undefined ? [] : [['Known', code(failure.known)] as const]),
    [
      'Where',
      checks
        .slice(0, 12)
        .map(({ checkId }) => code(checkId))
        .join(', '),
    ],
  ]
  const list = rows.map(([name, text]) => `- ${name === '' ? '' : `**${name}** `}${text}`).join('\n')
  const curl =
    failure.curl === undefined || failure.curl.length > 4000 ? '' : `\n\n${fenced(plainText(failure.curl), 'sh')}`
  return `<details><summary><strong>${verdictShown(failure)}</strong> ${escapedHtml(first.title)}${others}</summary>

${failure.level} · ${section}

${list}${ways}${curl}

</details>`
}

function notExaminedBlock(result: RunResult): string {
  const groups = notExamined(result)
  if (groups.length === 0) return ''
  const lines = groups
    .slice(0, 30)
    .map(
      ({ verdict, reason, checkIds }) =>
        `- ${verdict}: ${escapedMarkdown(reason)} (${amount(checkIds.length, 'check')})`,
    )
  const rest = groups.length > lines.length ? [`- … and ${amount(groups.length - lines.length, 'more reason')}`] : []
  return `### Not examined\n\n${[...lines, ...rest].join('\n')}`
}

/** On one line, with every character that means something in Markdown written so that it does not; no @ names anyone. */
export function escapedMarkdown(text: string): string {
  return cutTo(oneLine(text), 1000)
    .text.replace(/[\\`*_{}[\]|~>$]|^[#+=-]|(?<=^\d+)[.)]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '@\u200b')
    .replace(/(https?|www|ftp)(?=\\?[.:])/gi, '$1\u200b')
}

/** The address of a link: what would end it is percent-encoded. */
function addressed(url: string): string {
  const encode = (character: string): string => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  return oneLine(url).replace(/[()<>\s\\|`]/g, encode)
}

/** For HTML inside Markdown, on one line. */
function escapedHtml(text: string): string {
  return cutTo(oneLine(text), 300)
    .text.replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b')
    .replace(/[\\`*_[\]#|~$]/g, character => `&#${character.charCodeAt(0)};`)
}

/** In backticks, one more than the text holds in a row, so that nothing in it means anything. */
function code(text: string): string {
  const line = cutTo(oneLine(text), 1000).text
  if (line === '') return '(nothing)'
  const ticks = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  return `${ticks}${/^`|`$/.test(line) ? ` ${line} ` : line}${ticks}`
}

function fenced(text: string, language: string): string {
  const ticks = '`'.repeat(Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  return `${ticks}${language}\n${text}\n${ticks}`
}

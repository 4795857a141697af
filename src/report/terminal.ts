// What the terminal shows when a run is over: the findings, what was not examined and why, counts, the conclusion.

import { styleText } from 'node:util'
import type { RunResult, Verdict } from '../result/run-result.ts'
import { amount, duration, thousands } from './amounts.ts'
import { type Conclusion, conclude, countsLine, notExamined, tally } from './conclusion.ts'
import { checksOf, evidenceOf, type Failure, failuresOf, verdictShown } from './failure.ts'
import { partsOf, stepTone, stepWords } from './gates.ts'
import { byHarm } from './gravest.ts'
import { oneLine, plainText } from './plain-text.ts'

export interface TerminalOptions {
  readonly colour: boolean
  /** Columns; lines wrap at it, but for addresses and commands. */
  readonly width: number
  /** Whether a report is written besides, for the reader to look at. */
  readonly report: boolean
}

/** `✗` for every verdict its sign; each is told apart without colour. */
export const signs: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  known: '≈',
  unsupported: '–',
  skipped: '○',
  blocked: '■',
  error: '?',
}

const colours = {
  pass: 'green',
  fail: 'red',
  warn: 'yellow',
  known: 'cyan',
  unsupported: 'gray',
  skipped: 'gray',
  blocked: 'magenta',
  error: 'magenta',
} as const

/** A command longer than this is left to the HTML report. */
const longestCommand = 2000
const labelWidth = 10
const indent = '  '

/** All that is said at the end of a run, from findings to conclusion; ends with a newline. */
export function renderSummary(result: RunResult, options: TerminalOptions): string {
  const open = failuresOf(result.checks, result.target).filter(({ known }) => known === undefined)
  const blocks = [
    heading(result, options),
    ...failureBlocks(open, options),
    knownBlock(result, options),
    gatesBlock(result, options),
    notExaminedBlock(result, options),
    topicsBlock(result, options),
    notesBlock(result, options),
    gravestBlock(open, options),
    conclusionBlock(result, options),
  ]
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}

/** Findings shown in full, and those that come after them with a line each; the report has all of them. */
const shownFindings = 12
const listedFindings = 40

/** A block a cause, those that do most harm first; how many more there are is said, and the report has them. */
function failureBlocks(failures: readonly Failure[], options: TerminalOptions): readonly string[] {
  const blocks = failures.slice(0, shownFindings).map(failure => renderFailure(failure, options))
  const rest = failures.slice(shownFindings)
  if (rest.length === 0) return blocks
  const left = rest.length - listedFindings
  const heading = `${amount(rest.length, 'further finding')}${reported(', in full in the report', options)}`
  const more = left > 0 ? [`… and ${left} more`] : []
  const list = [
    ...wrap(heading, options.width).map(line => paint(line, 'bold', options)),
    ...rest.slice(0, listedFindings).flatMap(failure => findingLine(failure, options)),
    ...more,
  ]
  return [...blocks, list.join('\n')]
}

/** `✗ create/location · RFC 7644 §3.3` and what was checked, on two lines where one is too short. */
function findingLine(failure: Failure, options: TerminalOptions): string[] {
  const shown = verdictShown(failure)
  const [first] = failure.places
  const id = `${signs[shown]} ${oneLine(first.checkId)}`
  const section = ` · ${failure.section?.label ?? failure.level}`
  const title = oneLine(first.title)
  const name = paint(id, colours[shown], options) + paint(section, 'dim', options)
  if (id.length + section.length + 2 + title.length <= options.width) return [`${name}  ${title}`]
  return [name, ...wrap(title, options.width - indent.length).map(line => indent + line)]
}

/** What to begin with, said last so that it is still on the screen; nothing where the findings themselves are. */
function gravestBlock(failures: readonly Failure[], options: TerminalOptions): string {
  const { harms, left } = byHarm(failures)
  const [first] = harms
  if (first === undefined || failures.length < 4) return ''
  const lines = harms.flatMap(({ failure, impact, others }) => {
    const effect = impact === undefined ? failure.places[0].title : `${impact.who}: ${impact.what}`
    const besides = others.length === 0 ? '' : ` (and ${amount(others.length, 'more finding')})`
    return [
      paint(`${signs[failure.outcome]} ${oneLine(failure.places[0].checkId)}`, colours[failure.outcome], options),
      ...wrap(oneLine(effect + besides), options.width - indent.length).map(line => indent + line),
    ]
  })
  return [
    paint(first.failure.outcome === 'fail' ? 'Mend first' : 'Look at first', 'bold', options),
    ...lines,
    ...(left === 0 ? [] : [paint(`and ${amount(left, 'more finding')} above`, 'dim', options)]),
  ].join('\n')
}

/** Known deviations named; a baseline can have hundreds. */
const shownKnown = 12

/** The known deviations that showed, each in a line with where it is documented; the report has their findings. */
function knownBlock({ known = [] }: RunResult, options: TerminalOptions): string {
  const seen = known.filter(({ checks, state }) => checks > 0 && state === undefined)
  const left = seen.length - shownKnown
  const blocks = seen
    .slice(0, shownKnown)
    .map(({ id, title, from, sources, owner, expires, checks }) =>
      [
        ...wrap(
          `${signs.known} known deviation ${oneLine(id)}: ${oneLine(from)}, ${amount(checks, 'check')}`,
          options.width,
        ).map(line => paint(line, 'cyan', options)),
        ...wrap(oneLine(title), options.width - indent.length).map(line => indent + line),
        ...(owner === undefined ? [] : [indent + paint(oneLine(`${owner}, until ${expires}`), 'dim', options)]),
        ...sources.slice(0, 1).map(source => indent + paint(oneLine(source), 'dim', options)),
      ].join('\n'),
    )
  if (left > 0) {
    blocks.push(
      paint(
        `${signs.known} … ${amount(left, 'further known deviation')}${reported(': see the report', options)}`,
        'cyan',
        options,
      ),
    )
  }
  return blocks.join('\n')
}

/** Each gate, step by step; why, where a step does not pass. */
function gatesBlock({ gates = [] }: RunResult, options: TerminalOptions): string {
  return gates
    .map(gate => {
      const width = Math.max(...gate.steps.map(({ id }) => oneLine(id).length))
      const lines = partsOf(gate).flatMap(([part, steps]) => [
        indent + paint(oneLine(part), 'dim', options),
        ...steps.flatMap(step => {
          const tone = stepTone(step)
          const why = step.verdict === 'pass' ? [] : wrap(oneLine(step.reason ?? ''), options.width - width - 8)
          return [
            ...wrap(`${oneLine(step.title)}: ${stepWords(step)}`, options.width - width - 6).map((line, index) =>
              index === 0
                ? `${indent}${paint(`${signs[tone]} ${oneLine(step.id).padEnd(width)}`, colours[tone], options)}  ${line}`
                : ' '.repeat(width + 6) + line,
            ),
            ...why.map(line => ' '.repeat(width + 8) + paint(line, 'dim', options)),
          ]
        }),
      ])
      return [paint(oneLine(`${gate.name}, version ${gate.version}`), 'bold', options), ...lines].join('\n')
    })
    .join('\n\n')
}

/** One failure as a block of lines: what was checked, Expected, Got, Why, Fix, Try, Evidence, and where else it showed. */
export function renderFailure(failure: Failure, options: TerminalOptions): string {
  const lines = [
    renderBriefly(failure, options),
    ...row('Why', failure.why, options),
    ...(failure.section?.url === undefined
      ? []
      : [indent + ' '.repeat(labelWidth) + paint(oneLine(failure.section.url), 'dim', options)]),
    ...(failure.reading === undefined ? [] : row('', failure.reading, options)),
    ...failure.impacts.slice(0, 1).flatMap(({ who, what }) => row('Impact', `${who}: ${what}`, options)),
    ...failure.fixes.flatMap((fix, index) => row(index === 0 ? 'Fix' : '', fix, options)),
    ...failure.notes.flatMap((note, index) => row(index === 0 ? 'Note' : '', note, options)),
    ...(failure.curl === undefined ? [] : command(failure.curl, options)),
    ...row('Evidence', evidenceWords(evidenceOf(failure).length, options), options),
    ...placesRows(failure, options),
  ]
  return lines.join('\n')
}

function evidenceWords(exchanges: number, { report }: TerminalOptions): string {
  if (exchanges === 0) return 'no exchange'
  return amount(exchanges, 'exchange') + (report ? ' in the report' : '; give --out to have a report with it')
}

/** The first lines of a failure: what was checked, Expected and Got. */
export function renderBriefly(failure: Failure, options: TerminalOptions): string {
  const [first] = failure.places
  const checks = checksOf(failure)
  const others = checks.length > 1 ? `, and ${amount(checks.length - 1, 'other check')}` : ''
  const shown = verdictShown(failure)
  const id = `${signs[shown]} ${oneLine(first.checkId)}`
  const isWide = id.length + others.length <= options.width
  const name = id + (isWide ? others : '')
  const binding = oneLine([failure.level, failure.section?.label].filter(part => part !== undefined).join(' · '))
  const gap = options.width - name.length - binding.length
  const lines = [
    gap >= 2
      ? paint(name, colours[shown], options) + ' '.repeat(gap) + paint(binding, 'dim', options)
      : `${paint(name, colours[shown], options)}\n${indent}${paint(binding, 'dim', options)}`,
    ...(isWide ? [] : [indent + others.replace(/^, /, '')]),
    ...wrap(oneLine(first.title), options.width - indent.length).map(line => indent + line),
    '',
    ...row('Expected', failure.expected, options),
    ...row('Got', failure.got, options),
  ]
  return lines.join('\n')
}

/** Subjects of the first check, further checks with theirs, and how many other ways; a long list is cut, and says so. */
function placesRows(failure: Failure, options: TerminalOptions): string[] {
  const [first, ...others] = checksOf(failure)
  const rows: string[] = []
  if (first !== undefined && first.subjects.length > 0)
    rows.push(...row('Where', some(first.subjects, 12, options), options))
  const named = others.map(({ checkId, subjects }) =>
    subjects.length === 0 ? checkId : `${checkId} (${some(subjects, 4, options)})`,
  )
  if (named.length > 0) rows.push(...row('Also', some(named, 8, options), options))
  const ways = failure.ways.length - 1
  if (ways > 0)
    rows.push(...row('More', `${amount(ways, 'further way')} of it${reported(' in the report', options)}`, options))
  return rows
}

function some(names: readonly string[], most: number, options: TerminalOptions): string {
  const rest = names.length - most
  return names.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more${reported(' in the report', options)}` : '')
}

/** Words that send the reader to the report, where there is one. */
function reported(words: string, { report }: TerminalOptions): string {
  return report ? words : ''
}

function command(curl: string, options: TerminalOptions): string[] {
  if (curl.length > longestCommand) {
    return row('Try', `the command is ${reported('in the HTML report; it is ', options)}too long for here`, options)
  }
  const [start = '', ...rest] = curl.split('\n')
  return [label('Try', options) + start, ...rest.map(line => indent + ' '.repeat(labelWidth) + line)]
}

function heading({ tool, target, runId, seed, requests, durationMs }: RunResult, options: TerminalOptions): string {
  const facts = `${tool.name} ${tool.version} · run ${runId} · seed ${seed} · ${amount(requests, 'request')} in ${duration(durationMs)}`
  const name = paint(oneLine(target.name), 'bold', options)
  const isWide = oneLine(target.name).length + 2 + oneLine(target.baseUrl).length <= options.width
  return [
    ...(isWide ? [`${name}  ${oneLine(target.baseUrl)}`] : [name, oneLine(target.baseUrl)]),
    ...wrap(oneLine(facts), options.width).map(line => paint(line, 'dim', options)),
  ].join('\n')
}

function notExaminedBlock(result: RunResult, options: TerminalOptions): string {
  const groups = notExamined(result)
  const troubles = groups.filter(({ verdict }) => verdict === 'blocked' || verdict === 'error')
  const blocks = troubles.map(({ verdict, reason, checkIds }) => {
    const title = `${signs[verdict]} ${amount(checkIds.length, 'check')} ${verdict === 'error' ? 'in which the harness broke' : verdict}`
    return [
      ...wrap(title, options.width).map(line => paint(line, colours[verdict], options)),
      ...wrap(oneLine(reason), options.width - indent.length).map(line => indent + line),
      ...wrap(some(checkIds.map(oneLine), 6, options), options.width - indent.length).map(
        line => indent + paint(line, 'dim', options),
      ),
    ].join('\n')
  })
  const quiet = (['skipped', 'unsupported'] as const).flatMap(verdict => {
    const count = result.counts[verdict]
    const line = `${signs[verdict]} ${amount(count, 'check')} ${verdict}${reported('; the report says why', options)}`
    return count === 0 ? [] : wrap(line, options.width).map(part => paint(part, colours[verdict], options))
  })
  return [...blocks, ...(quiet.length === 0 ? [] : [quiet.join('\n')])].join('\n\n')
}

function topicsBlock(result: RunResult, options: TerminalOptions): string {
  const topics = tally(result.checks, check => oneLine(check.topic)).filter(
    ({ total, counts }) => counts.skipped < total || result.counts.skipped === result.checks.length,
  )
  const longest = Math.min(Math.max(0, ...topics.map(({ name }) => name.length)), 30)
  const besides = signs.pass.length + 1 + longest + 2
  const isNarrow = topics.some(({ counts }) => besides + countsLine(counts).length > options.width)
  return topics
    .map(({ name, counts }) => {
      const worst =
        counts.fail > 0
          ? 'fail'
          : counts.error > 0
            ? 'error'
            : counts.blocked > 0
              ? 'blocked'
              : counts.warn > 0
                ? 'warn'
                : counts.known > 0
                  ? 'known'
                  : counts.pass > 0
                    ? 'pass'
                    : 'skipped'
      const sign = paint(signs[worst], colours[worst], options)
      if (!isNarrow) return `${sign} ${name.padEnd(longest)}  ${countsLine(counts)}`
      return [
        `${sign} ${name}`,
        ...wrap(countsLine(counts), options.width - indent.length).map(line => indent + line),
      ].join('\n')
    })
    .join('\n')
}

function notesBlock({ notes }: RunResult, options: TerminalOptions): string {
  return notes.flatMap((note, index) => row(index === 0 ? 'Notes' : '', note, options)).join('\n')
}

function conclusionBlock(result: RunResult, options: TerminalOptions): string {
  const { tone, headline, remarks } = conclude(result)
  const total = amount(result.checks.length, 'check')
  const tones: Readonly<Record<Conclusion['tone'], 'green' | 'red' | 'yellow'>> = {
    good: 'green',
    bad: 'red',
    open: 'yellow',
  }
  return [
    ...wrap(`${total}: ${countsLine(result.counts)}`, options.width),
    ...remarks.flatMap(remark => wrap(oneLine(remark), options.width)),
    ...wrap(oneLine(headline), options.width).map(line => paint(line, tones[tone], options, 'bold')),
  ].join('\n')
}

function row(name: string, text: string, options: TerminalOptions): string[] {
  const lines = plainText(text)
    .split('\n')
    .flatMap(line => wrap(line.replaceAll('\t', '  '), options.width - indent.length - labelWidth))
  const most = 12
  const shown =
    lines.length > most
      ? [
          ...lines.slice(0, most),
          `… ${thousands(lines.length - most)} more lines${reported(' in the report', options)}`,
        ]
      : lines
  return shown.map((line, index) => (index === 0 ? label(name, options) : indent + ' '.repeat(labelWidth)) + line)
}

function label(name: string, options: TerminalOptions): string {
  return indent + paint(name.padEnd(labelWidth), 'dim', options)
}

/** Lines of at most so many characters, broken between words; a longer word stays whole. Never fewer than one line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > Math.max(width, 20)) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}

type Format = 'bold' | 'dim' | (typeof colours)[Verdict]

function paint(text: string, format: Format, { colour }: TerminalOptions, also?: Format): string {
  // The caller has decided, so the stream is not asked.
  return colour ? styleText(also === undefined ? format : [format, also], text, { validateStream: false }) : text
}

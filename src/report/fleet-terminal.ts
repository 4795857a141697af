// What the terminal shows when a fleet was looked at: what is not well, the worst first, what changed, and the counts.

import { styleText } from 'node:util'
import type { FleetRecord, FleetResult, FleetVerdict } from '../result/fleet-result.ts'
import { amount, duration } from './amounts.ts'
import {
  type Cause,
  causesOf,
  changeWords,
  type FleetTone,
  fleetCountsLine,
  fleetHeadline,
  fleetTone,
  shardWords,
  sinceWords,
  toldChanges,
  toneOf,
  verdictWords,
} from './fleet-words.ts'
import { oneLine, plainText } from './plain-text.ts'
import { wrap } from './terminal.ts'

export interface FleetTerminalOptions {
  readonly colour: boolean
  /** Columns. */
  readonly width: number
}

/** Every tone is told apart without colour. */
export const toneSigns: Readonly<Record<FleetTone, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✗',
  blocked: '■',
  error: '?',
}
const colours = { pass: 'green', warn: 'yellow', fail: 'red', blocked: 'magenta', error: 'magenta' } as const

/** So few targets are each given a line, well or not. */
const fewTargets = 20
const shownCauses = 30
const shownNames = 12
const shownChanges = 20

/** All that is said at the end; ends with a newline. */
export function renderFleetSummary(result: FleetResult, options: FleetTerminalOptions): string {
  const causes = causesOf(result.targets)
  const well = result.targets.filter(({ verdict }) => toneOf[verdict] === 'pass')
  const left = causes.length - shownCauses
  const blocks = [
    heading(result, options),
    ...causes.slice(0, shownCauses).map(cause => causeBlock(cause, options)),
    left > 0 ? `… ${amount(left, 'further cause')}; --out DIR writes all of them to reports` : '',
    result.targets.length <= fewTargets ? well.map(record => wellLine(record, options)).join('\n') : '',
    changesBlock(result, options),
    result.notes.flatMap(note => wrap(oneLine(note), options.width)).join('\n'),
    conclusion(result, options),
  ]
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}

function heading(result: FleetResult, options: FleetTerminalOptions): string {
  const { tool, kind, targets, requests, durationMs, shards = [] } = result
  const parts = shards.length === 0 ? '' : `, part ${shards.map(shardWords).join(', ')}`
  const facts = `${tool.name} ${tool.version} · ${amount(targets.length, 'target')}${parts} · ${amount(requests, 'request')} in ${duration(durationMs)}`
  const title = kind === 'health' ? 'Health of the targets' : 'Conformance of the targets'
  return [paint(title, 'bold', options), ...wrap(facts, options.width).map(line => paint(line, 'dim', options))].join(
    '\n',
  )
}

/** One target with why it is as it is, or many with the one cause they share. */
function causeBlock({ verdict, reason, remedy, records }: Cause, options: FleetTerminalOptions): string {
  const [first, ...others] = records
  const inner = options.width - 2
  const lines =
    others.length === 0
      ? [...titleLines(first.name, verdict, historyWords(first), options)]
      : [...titleLines(amount(records.length, 'target'), verdict, '', options), ...names(records, options)]
  return [
    ...lines,
    ...linesOf(reason, inner).map(line => `  ${line}`),
    ...(remedy === undefined
      ? []
      : wrap(oneLine(remedy), inner - 2).map((line, at) => `  ${at === 0 ? '→ ' : '  '}${line}`)),
    ...(others.length === 0 && first.run?.folder !== undefined
      ? [paint(`  report: ${oneLine(first.run.folder)}`, 'dim', options)]
      : []),
  ].join('\n')
}

function titleLines(
  name: string,
  verdict: FleetVerdict,
  more: string,
  options: FleetTerminalOptions,
  words: string = verdict,
): readonly string[] {
  const tone = toneOf[verdict]
  const sign = paint(toneSigns[tone], colours[tone], options)
  const title = oneLine(name)
  const said = paint(words, colours[tone], options, 'bold')
  const besides = more === '' ? '' : paint(`  ${more}`, 'dim', options)
  const length = 2 + title.length + 2 + words.length + (more === '' ? 0 : 2 + more.length)
  if (length <= options.width) return [`${sign} ${paint(title, 'bold', options)}  ${said}${besides}`]
  return [
    ...wrap(title, options.width - 2).map(
      (line, at) => `${at === 0 ? `${sign} ` : '  '}${paint(line, 'bold', options)}`,
    ),
    `  ${said}`,
    ...(more === '' ? [] : wrap(more, options.width - 2).map(line => `  ${paint(line, 'dim', options)}`)),
  ]
}

/** Problems of a target file stand on lines of their own. */
function linesOf(text: string, width: number): readonly string[] {
  return plainText(text)
    .split('\n')
    .flatMap(line => wrap(line, width))
}

function names(records: readonly FleetRecord[], options: FleetTerminalOptions): readonly string[] {
  const shown = records.slice(0, shownNames).map(({ name }) => oneLine(name))
  const left = records.length - shown.length
  const text = shown.join(', ') + (left > 0 ? ` and ${left} more` : '')
  return wrap(text, options.width - 2).map(line => `  ${paint(line, 'dim', options)}`)
}

function wellLine(record: FleetRecord, options: FleetTerminalOptions): string {
  const { verdict, name, reason } = record
  const said = verdictWords(record)
  const [title = ''] = titleLines(name, verdict, '', options, said)
  const room = options.width - 2 - oneLine(name).length - 2 - said.length - 2
  const words = oneLine(reason)
  if (words.length <= room) return `${title}  ${words}`
  return [title, ...wrap(words, options.width - 2).map(line => `  ${line}`)].join('\n')
}

function historyWords({ history }: FleetRecord): string {
  if (history === undefined) return ''
  if (history.flapping) return 'changes again and again'
  return sinceWords(history.since)
}

function changesBlock({ changes }: FleetResult, options: FleetTerminalOptions): string {
  if (changes === undefined) return ''
  const { told, words } = toldChanges(changes)
  const left = told.length - shownChanges
  return [
    ...(told.length === 0 ? [] : [paint('Changed since the last look', 'bold', options)]),
    ...told.slice(0, shownChanges).flatMap(change => {
      const sign = paint(toneSigns[toneOf[change.to]], colours[toneOf[change.to]], options)
      return wrap(`${oneLine(change.name)}: ${changeWords(change)}`, options.width - 4).map(
        (line, at) => `${at === 0 ? `  ${sign} ` : '    '}${line}`,
      )
    }),
    ...(left > 0 ? [`  … ${left} more`] : []),
    ...(words === '' ? [] : [paint(words, 'dim', options)]),
  ].join('\n')
}

function conclusion(result: FleetResult, options: FleetTerminalOptions): string {
  const tone = ({ good: 'green', open: 'yellow', bad: 'red' } as const)[fleetTone(result)]
  return [
    ...wrap(fleetCountsLine(result.counts, result.targets), options.width),
    ...wrap(fleetHeadline(result), options.width).map(line => paint(line, tone, options, 'bold')),
  ].join('\n')
}

type Format = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'magenta'

function paint(text: string, format: Format, { colour }: { readonly colour: boolean }, also?: Format): string {
  return colour ? styleText(also === undefined ? format : [format, also], text, { validateStream: false }) : text
}

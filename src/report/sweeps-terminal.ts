// What the terminal shows when many targets were swept: the worst first, a block for each that is not clean.

import {
  type SweepRecord,
  type SweepsResult,
  type SweepVerdict,
  type SweptResource,
  sweepVerdicts,
} from '../result/sweep-result.ts'
import { amount, duration, thousands } from './amounts.ts'
import { oneLine, plainText } from './plain-text.ts'
import { resourceLines } from './sweep-terminal.ts'
import { wrap } from './terminal.ts'

const signs: Readonly<Record<SweepVerdict, string>> = {
  clean: '✓',
  swept: '✓',
  found: '!',
  left: '✗',
  'sign-in-needed': '✗',
  unreachable: '✗',
  misconfigured: '■',
  unfinished: '?',
  error: '?',
}

/** So few targets are each given a line, clean or not. */
const fewTargets = 20
const shownTargets = 100
const shownLeft = 5

/** All that is said at the end; `width` in columns. */
export function renderSweeps(result: SweepsResult, { width }: { readonly width: number }): string {
  const { tool, dryRun, targets, shard, requests, durationMs, notes } = result
  const part = shard === undefined ? '' : `, part ${shard}`
  const facts = `${tool.name} ${tool.version} · ${amount(targets.length, 'target')}${part} · ${amount(requests, 'request')} in ${duration(durationMs)}`
  const told = targets.length <= fewTargets ? targets : targets.filter(({ verdict }) => verdict !== 'clean')
  const longest = Math.min(30, Math.max(0, ...told.map(({ name }) => oneLine(name).length)))
  return [
    `${dryRun ? 'Looked at' : 'Swept'} the targets`,
    ...wrap(facts, width),
    '',
    ...told.slice(0, shownTargets).flatMap(record => lines(record, longest, width)),
    ...(told.length > shownTargets
      ? [`… and ${amount(told.length - shownTargets, 'further target')}: --json has all`]
      : []),
    ...notes.flatMap(note => ['', ...wrap(oneLine(note), width)]),
    '',
    ...wrap(sweepCountsLine(targets), width),
    ...wrap(conclusion(result), width),
  ].join('\n')
}

/** `12 clean · 3 swept · 1 left`, the worst last. */
export function sweepCountsLine(targets: readonly SweepRecord[]): string {
  const some = sweepVerdicts.flatMap(verdict => {
    const count = targets.filter(one => one.verdict === verdict).length
    return count === 0 ? [] : `${thousands(count)} ${verdict}`
  })
  return some.join(' · ')
}

function lines(
  { name, verdict, reason, remedy, sweep }: SweepRecord,
  longest: number,
  width: number,
): readonly string[] {
  const title = `${signs[verdict]} ${oneLine(name).padEnd(longest)}  ${verdict.padEnd('sign-in-needed'.length)}`
  const words = plainText(reason)
    .split('\n')
    .flatMap(line => wrap(line, width - 4))
  const [only] = words
  const isShort = words.length === 1 && only !== undefined && title.length + 2 + only.length <= width
  return [
    ...(isShort ? [`${title}  ${only}`] : [title.trimEnd(), ...words.map(line => `    ${line}`)]),
    ...(remedy === undefined
      ? []
      : wrap(oneLine(remedy), width - 6).map((line, at) => `    ${at === 0 ? '→ ' : '  '}${line}`)),
    ...resourceLines(leftOf(sweep), shownLeft).map(line => `  ${line}`),
    ...(sweep?.notes ?? [])
      .slice(0, shownLeft)
      .flatMap(note => wrap(`Note: ${oneLine(note)}`, width - 4).map(line => `    ${line}`)),
  ]
}

/** What is left; without the reason where the sentence before them has told it. */
function leftOf(sweep: SweepRecord['sweep']): readonly (SweptResource & { readonly reason?: string })[] {
  const left = sweep?.left ?? []
  const isOne = left.every(({ reason }) => reason === left[0]?.reason)
  return isOne ? left.map(({ path, mark }) => ({ path, mark })) : left
}

function conclusion({ dryRun, finished, deleted, left, targets }: SweepsResult): string {
  if (targets.length === 0) return 'No target was swept.'
  const done = dryRun
    ? deleted === 0
      ? 'Nothing would be deleted'
      : `Nothing was deleted: sweep without --dry-run deletes ${amount(deleted, 'resource')}`
    : deleted === 0
      ? 'Nothing was there to delete'
      : `${amount(deleted, 'resource')} deleted`
  const unseen = targets.filter(
    ({ sweep, verdict }) => sweep === undefined || !['clean', 'swept', 'found', 'left'].includes(verdict),
  )
  const rest = [
    ...(left > 0 ? [`${amount(left, 'resource')} left`] : []),
    ...(unseen.length > 0 ? [`${amount(unseen.length, 'target')} could not be swept to the end`] : []),
    ...(finished ? [] : ['it was stopped']),
  ]
  return `${[done, ...rest].join('; ')}.`
}

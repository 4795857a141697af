// A sweep for the terminal: what was looked at, which runs left something, what was deleted and what is left.

import type { LookRecord, RunJournal, SweepResult, SweptResource, SweptRun } from '../result/sweep-result.ts'
import { oneLine } from './plain-text.ts'

const mostLines = 20

/** A line for each resource, with the run that made it; of many, the first so many. */
export function resourceLines(resources: readonly (SweptResource & { reason?: string })[], most: number): string[] {
  const lines = resources.slice(0, most).map(({ path, mark, reason }) => {
    const why = reason === undefined ? '' : `: ${reason}`
    return line(`  ${path} (${mark})${why}`)
  })
  return resources.length > most ? [...lines, `  … and ${resources.length - most} more`] : lines
}

/** The whole of a sweep. */
export function renderSweep(result: SweepResult): string {
  const { target, dryRun, looks, runs, deleted, left, settled, doubts, notes, requests, stopped } = result
  const lines = [
    line(`${dryRun ? 'Looked at' : 'Swept'} ${target.name} (${target.baseUrl}), ${counted(requests, 'request')}`),
    ...looks.map(lookLine),
  ]
  if (runs.length > 0) lines.push('', 'Runs that have left something:', ...runs.map(runLine))
  if (deleted.length > 0) {
    lines.push('', dryRun ? `Would delete ${deleted.length}:` : `Deleted ${deleted.length}:`)
    lines.push(...resourceLines(deleted, mostLines))
  }
  if (left.length > 0) lines.push('', `Left ${left.length}:`, ...resourceLines(left, mostLines))
  const tell = (words: string): void => void lines.push(line(`Note: ${words}`))
  if (doubts.length + notes.length > 0) lines.push('')
  for (const words of [...doubts, ...notes]) tell(words)
  lines.push('', conclusionOf(result))
  if (settled.length > 0) lines.push(`${counted(settled.length, 'journal')} settled and removed.`)
  if (stopped?.hint !== undefined) lines.push(line(`  ${stopped.hint}`))
  return lines.join('\n')
}

function conclusionOf({ dryRun, deleted, left, doubts, stopped }: SweepResult): string {
  if (stopped !== undefined) return line(`The sweep was stopped: ${stopped.message}`)
  if (dryRun && deleted.length > 0) {
    return `Nothing was deleted: sweep without --dry-run deletes ${counted(deleted.length, 'resource')}.`
  }
  const underWay = left.filter(({ reason }) => reason.includes('under way')).length
  if (underWay > 0 && underWay === left.length) {
    return left.some(({ reason }) => reason.includes('another machine'))
      ? 'All that is left belongs to runs that may be under way. Sweep again later; where you know that they are over, use --older-than 0.'
      : 'All that is left belongs to runs that seem to be under way. When they are over, sweep again, or use --all.'
  }
  if (left.length > 0) return `${counted(left.length, 'resource')} left.`
  return doubts.length > 0 ? 'Something may be left that could not be seen.' : 'Nothing is left.'
}

function lookLine({ type, endpoint, how, seen, complete, detail }: LookRecord): string {
  const words =
    how === 'not at all'
      ? `not looked through: ${detail}`
      : how === 'filter'
        ? `${counted(seen, 'match', 'matches')} of ${detail}`
        : `${counted(seen, 'resource')} looked at, page by page${complete ? '' : `: ${detail}`}`
  return line(`  ${type} (${endpoint}): ${words}`)
}

function runLine({ mark, startedAt, touchedAt, journal, state, resources }: SweptRun): string {
  const last = touchedAt === undefined ? '' : `, last change ${touchedAt}`
  const begun = startedAt === undefined ? last : `, begun ${startedAt}`
  const where = journal === undefined ? 'no journal here' : `journal ${journal}`
  const now = { over: 'is over', 'under way': 'seems to be under way', unknown: 'may be under way' }[state]
  return line(`  ${mark}: ${counted(resources, 'resource')}, ${now}${begun}, ${where}`)
}

/** What the journals on this machine hold, by base URL. */
export function renderJournals(folder: string, journals: readonly RunJournal[], problems: readonly string[]): string {
  if (journals.length === 0 && problems.length === 0)
    return `No journals in ${folder}: no run from this machine has left anything.`
  const lines = [`Journals in ${folder}`]
  const isOpen = ({ paths, unanswered, state }: RunJournal): boolean =>
    paths.length + unanswered > 0 || state === 'under way'
  const open = journals.filter(isOpen)
  for (const baseUrl of new Set(open.map(one => one.baseUrl))) {
    lines.push('', line(baseUrl ?? 'at an unknown base URL'))
    for (const journal of open.filter(one => one.baseUrl === baseUrl)) {
      const { mark, startedAt, paths, unanswered, state, file } = journal
      const parts = [
        ...(paths.length === 0 ? [] : [`${counted(paths.length, 'resource')} not deleted`]),
        ...(unanswered === 0 ? [] : [`${counted(unanswered, 'create')} without an answer`]),
      ]
      const left = parts.length === 0 ? 'nothing left by now' : parts.join(', ')
      const now = state === 'under way' ? ', seems to be under way' : ''
      lines.push(
        line(`  ${mark}: ${left}${now}${startedAt === undefined ? '' : `, begun ${startedAt}`}`),
        line(`    ${file}`),
      )
    }
  }
  const settled = journals.filter(one => !isOpen(one))
  if (settled.length > 0) {
    lines.push('', 'Settled, by which nothing is left:')
    for (const baseUrl of new Set(settled.map(one => one.baseUrl))) {
      const marks = settled.filter(one => one.baseUrl === baseUrl).map(({ mark }) => mark)
      lines.push(line(`  ${baseUrl ?? 'at an unknown base URL'}: ${marks.join(', ')}`))
    }
  }
  if (open.length > 0) {
    lines.push(
      '',
      'To delete what is left, name the target file of each: scim-conformance sweep --target FILE.',
      'Where a service provider is no more, delete its journals.',
    )
  }
  return [...lines, ...problems.map(problem => line(`Note: ${problem}`))].join('\n')
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** A line of its own, whatever the service provider named by it; the spaces before it stay. */
function line(text: string): string {
  return `${/^ */.exec(text)?.[0] ?? ''}${oneLine(text)}`
}

// `sweep --targets`: deletes at many targets what earlier runs have left.

import { journalFolderFrom } from '../../engine/state-folder.ts'
import { sweep } from '../../engine/sweep.ts'
import { type Journals, readJournals } from '../../engine/sweep-journals.ts'
import { tool } from '../../engine/tool.ts'
import { examineFleet, verdictOfCode } from '../../fleet/examine-fleet.ts'
import { inShard, parseShard } from '../../fleet/shard.ts'
import { isLoopback } from '../../http/loopback.ts'
import { createRedactor } from '../../http/redact.ts'
import { jsonText } from '../../report/plain-text.ts'
import { renderSweeps, sweepCountsLine } from '../../report/sweeps-terminal.ts'
import { type SweepRecord, type SweepResult, type SweepsResult, sweepVerdicts } from '../../result/sweep-result.ts'
import { readTargets, type TargetSource } from '../../target/read-targets.ts'
import type { Target } from '../../target/target.ts'
import { agreeTo, processTerminal } from '../consent.ts'
import { isHarnessErrorCode } from '../exit-code.ts'
import { interruptible } from '../interruptible.ts'
import { callersPath } from '../paths.ts'
import { assertMayDelete, exitCodeOfSweep, nothingAt, type SweepArguments } from '../sweep.ts'
import type { Output } from '../terminal.ts'

export interface FleetSweepArguments extends Omit<SweepArguments, 'target' | 'list'> {
  /** A folder with a file for each target, or a file with a list. */
  readonly targets: string
  readonly jobs?: number
  readonly perHost?: number
  readonly shard?: string
  /** For one target. */
  readonly seconds?: number
}

type Swept = Pick<SweepRecord, 'verdict' | 'reason' | 'remedy' | 'requests' | 'exitCode' | 'sweep'>

const jobs = 8
const secondsPerTarget = 600
/** A request under way is waited for. */
const graceSeconds = 30
const progressMs = 10_000

/** Sweeps every target, and prints what came of it; gives the gravest of their exit codes, as for one target. */
export async function fleetSweepCommand(
  options: FleetSweepArguments,
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const shard = options.shard === undefined ? undefined : parseShard(options.shard)
  const all = await readTargets(callersPath(options.targets, env), env)
  const sources = inShard(all, shard)
  const folder = options.journals === undefined ? journalFolderFrom(env) : callersPath(options.journals, env)
  const silent = options.quiet || options.json
  const interrupt = interruptible(output, 'Stopping after the requests under way. Again to stop at once.')
  const startedAt = new Date()
  const start = performance.now()
  const records: SweepRecord[] = []
  const progress = setInterval(() => {
    if (!silent) output.tell(`${records.length} of ${sources.length}: ${sweepCountsLine(records)}`)
  }, progressMs).unref()
  try {
    // Read once: a thousand targets may have left a thousand journals.
    const journals = readJournals(folder)
    await agreeTo(options.dryRun ? undefined : planFor(sources), {
      yes: options.yes,
      terminal: processTerminal(),
      signal: interrupt.signal,
    })
    await examineFleet<Swept>(sources, {
      jobs: options.jobs ?? jobs,
      ...(options.perHost === undefined ? {} : { perHost: options.perHost }),
      secondsPerTarget: options.seconds ?? secondsPerTarget,
      graceSeconds,
      signal: interrupt.signal,
      redactorOf: target => text => createRedactor(target.secrets).text(text),
      look: async (target, { signal, name }) =>
        sweptOf(await sweepOne({ ...target, name }, options, { folder, journals, signal })),
      onRecord: record => void records.push(record),
    })
  } finally {
    clearInterval(progress)
    interrupt.end()
  }
  const sum = (of: (record: SweepRecord) => number): number => records.reduce((total, one) => total + of(one), 0)
  const result: SweepsResult = {
    tool: { name: tool.name, version: tool.version },
    dryRun: options.dryRun,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - start),
    finished: !interrupt.signal.aborted,
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    requests: sum(({ requests }) => requests),
    deleted: sum(one => one.sweep?.deleted.length ?? 0),
    left: sum(one => one.sweep?.left.length ?? 0),
    notes: [
      ...(sources.length === 0 ? [`None of the ${all.length} targets belongs to part ${options.shard}.`] : []),
      ...(interrupt.signal.aborted ? ['Someone stopped it: targets whose turn had not come were not swept.'] : []),
    ],
    targets: records.toSorted(
      (a, b) => sweepVerdicts.indexOf(b.verdict) - sweepVerdicts.indexOf(a.verdict) || (a.name < b.name ? -1 : 1),
    ),
  }
  if (options.json) output.print(jsonText(result, 2))
  else if (!options.quiet) output.print(renderSweeps(result, { width: output.width }))
  return Math.max(0, result.finished ? 0 : 3, ...records.map(({ exitCode }) => exitCode))
}

function sweepOne(
  target: Target,
  options: FleetSweepArguments,
  { folder, journals, signal }: { readonly folder: string; readonly journals: Journals; readonly signal: AbortSignal },
): Promise<SweepResult> {
  if (target.baseUrl === 'embedded') return Promise.resolve(nothingAt(target, options.dryRun))
  assertMayDelete('Its target file', target, options.dryRun)
  // What its file should say otherwise is told by other commands.
  return sweep(
    { ...target, warnings: [] },
    {
      journalFolder: folder,
      journals,
      dryRun: options.dryRun,
      all: options.all,
      olderThanMs: options.olderThan,
      signal,
    },
  )
}

/** What a sweep of one target is among many. */
function sweptOf(result: SweepResult): Swept {
  const { deleted, left, doubts, stopped, requests, dryRun } = result
  const base = { requests, exitCode: exitCodeOfSweep(result), sweep: result }
  const hint = stopped?.hint === undefined ? {} : { remedy: stopped.hint }
  if (stopped !== undefined) {
    const verdict = isHarnessErrorCode(stopped.code) ? verdictOfCode[stopped.code] : 'error'
    return { ...base, verdict, reason: stopped.message, ...hint }
  }
  const reasons = [...new Set(left.map(({ reason }) => reason))]
  if (left.length > 0) {
    const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more reasons)` : ''
    return { ...base, verdict: 'left', reason: `${left.length} left: ${reasons[0]}${more}` }
  }
  if (doubts.length > 0) return { ...base, verdict: 'left', reason: doubts.join(' ') }
  if (deleted.length === 0) return { ...base, verdict: 'clean', reason: 'nothing is left' }
  return dryRun
    ? { ...base, verdict: 'found', reason: `would delete ${deleted.length}` }
    : { ...base, verdict: 'swept', reason: `deleted ${deleted.length}, nothing is left` }
}

/** Where something may be deleted; undefined where nobody has to be asked. */
function planFor(sources: readonly TargetSource[]): string | undefined {
  const isAway = ({ baseUrl }: Target): boolean => baseUrl !== 'embedded' && !isLoopback(baseUrl)
  const away = sources.filter(
    ({ preview }) => preview !== undefined && preview.safety !== 'read-only' && isAway(preview),
  )
  if (away.length === 0) return undefined
  const lines = away.slice(0, 40).map(({ name, baseUrl }) => `  ${name}  ${baseUrl ?? ''}`)
  const more = away.length > 40 ? [`  … and ${away.length - 40} more`] : []
  const where = away.length === 1 ? 'this target' : `these ${away.length} targets`
  return `The sweep deletes at ${where} what earlier runs have left, and nothing without their mark; --dry-run shows it first:\n${[...lines, ...more].join('\n')}\n`
}

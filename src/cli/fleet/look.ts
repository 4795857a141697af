// A look at many targets, from arguments to reports: the same for `health` and for `run`.

import { tool } from '../../engine/tool.ts'
import { ConfigurationError } from '../../errors.ts'
import { type Compared, compare, isWorthTelling, untold } from '../../fleet/changes.ts'
import { examineFleet, type Found } from '../../fleet/examine-fleet.ts'
import { countFleet, gatherFleet } from '../../fleet/gather.ts'
import { notify } from '../../fleet/notify.ts'
import { inShard } from '../../fleet/shard.ts'
import { prepareState, type Remembered, recall, remember } from '../../fleet/state.ts'
import { createRedactor } from '../../http/redact.ts'
import { renderFleetJson } from '../../report/fleet-json.ts'
import { renderFleetMarkdown } from '../../report/fleet-markdown.ts'
import { renderFleetMetrics } from '../../report/fleet-metrics.ts'
import { renderFleetSummary } from '../../report/fleet-terminal.ts'
import { changesInOrder, fleetCountsLine, fleetHeadline } from '../../report/fleet-words.ts'
import { oneLine, plainText } from '../../report/plain-text.ts'
import {
  type FleetChange,
  type FleetKind,
  type FleetRecord,
  type FleetResult,
  fleetSchemaVersion,
} from '../../result/fleet-result.ts'
import { readTargets, type TargetSource } from '../../target/read-targets.ts'
import type { Target } from '../../target/target.ts'
import { interruptible } from '../interruptible.ts'
import { callersPath } from '../paths.ts'
import { systemReason } from '../report-files.ts'
import { addStepSummary } from '../report-github.ts'
import type { Output } from '../terminal.ts'
import { type FleetArguments, readFleetArguments } from './arguments.ts'
import {
  fleetFiles,
  openLines,
  prepareFile,
  prepareFleetReports,
  removeFleetReports,
  replaceFile,
  writeFleetReports,
} from './files.ts'
import { liveTable } from './live.ts'
import { catchStray } from './stray.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What `health` and `run` each do in their own way. */
export interface FleetTask {
  readonly kind: FleetKind
  readonly jobs: number
  readonly seconds: number
  readonly graceSeconds: number
  /** Called once with those that will be looked at, before anything is sent; throws what stops the whole. */
  readonly agree?: (sources: readonly TargetSource[], signal: AbortSignal) => Promise<void>
  readonly look: (
    target: Target,
    options: { readonly signal: AbortSignal; readonly name: string; readonly seconds: number },
  ) => Promise<Found>
  /** The exit code of what is found. */
  readonly exitCodeOf: (targets: readonly FleetRecord[]) => number
}

const notifyMs = 60_000
const progressMs = 10_000

/** Looks at all targets and tells what came of it; gives the exit code, the gravest of 3, 2, 1, 0 that applies. */
export async function lookAtFleet(
  task: FleetTask,
  options: FleetArguments,
  output: Output,
  env: Environment,
): Promise<number> {
  const shard = readFleetArguments(options)
  const all = await readTargets(callersPath(options.targets, env), env)
  const sources = inShard(all, shard)
  const paths = prepare(options, env)
  const { kind } = task
  const interrupt = interruptible(output)
  const redactor = createRedactor(sources.flatMap(({ preview }) => preview?.secrets ?? []))
  const stray = catchStray(redactor)
  const startedAt = new Date()
  const start = performance.now()
  const before = new Map<string, Remembered | undefined>()
  const compared: Compared[] = []
  const silent = options.quiet || options.json
  const by = { name: tool.name, version: tool.version }
  const about = {
    schemaVersion: fleetSchemaVersion,
    tool: by,
    kind,
    startedAt: startedAt.toISOString(),
    targets: sources.length,
    ...(shard === undefined ? {} : { shard }),
  }
  const lines = paths.jsonl === undefined ? undefined : openLines(paths.jsonl, about, output)
  const seconds = options.seconds ?? task.seconds
  const records: FleetRecord[] = []
  let table: ReturnType<typeof liveTable> | undefined
  let progress: ReturnType<typeof tellProgress> | undefined

  const withHistory = (record: FleetRecord): FleetRecord => {
    if (paths.state === undefined) return record
    const known = recall(paths.state, kind, record.name)
    before.set(record.name, known)
    const one = compare(record, known)
    compared.push(one)
    return { ...record, history: one.history }
  }
  try {
    await task.agree?.(sources, interrupt.signal)
    if (paths.out !== undefined) removeFleetReports(paths.out)
    table = output.live && !silent && options.jsonl !== '-' ? liveTable(sources.length, output.width) : undefined
    if (table === undefined && !silent) progress = tellProgress(sources.length, records, output)
    await examineFleet(sources, {
      jobs: options.jobs ?? task.jobs,
      ...(options.perHost === undefined ? {} : { perHost: options.perHost }),
      secondsPerTarget: seconds,
      graceSeconds: task.graceSeconds,
      signal: interrupt.signal,
      redactorOf: target => text => createRedactor(target.secrets).text(text),
      look: (target, how) => {
        for (const secret of target.secrets) redactor.addSecret(secret)
        return task.look(target, how)
      },
      onBegin: name => table?.begin(name),
      onRecord: record => {
        const known = withHistory(record)
        records.push(known)
        lines?.write(known)
        table?.over(known)
      },
    })
    table?.end()
    progress?.end()
    const changes = changesInOrder(compared.flatMap(({ change }) => (change === undefined ? [] : [change])))
    const result = gatherFleet({
      tool: by,
      kind,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - start),
      finished: !interrupt.signal.aborted && stray.problems().length === 0,
      ...(shard === undefined ? {} : { shards: [shard] }),
      notes: [
        ...(sources.length === 0 && shard !== undefined
          ? [`None of the ${all.length} targets belongs to part ${options.shard}.`]
          : []),
        ...(interrupt.signal.aborted
          ? ['Someone stopped it: targets whose turn had not come were not looked at.']
          : []),
        ...stray.problems(),
      ],
      ...(paths.state === undefined ? {} : { changes }),
      targets: records,
    })
    const faults = await tellChanges(result, changes, { compared, before, options, state: paths.state, kind, env })
    const lost = lines?.end()
    if (lost !== undefined) faults.push(lost)
    show(result, options, output)
    writeAll(result, paths, faults)
    addStepSummary(() => renderFleetMarkdown(result), output, env)
    if (paths.out !== undefined && !silent && options.jsonl !== '-') {
      output.print(`Reports: ${fleetFiles(paths.out).join('  ')}`)
    }
    for (const fault of faults) output.tell(plainText(`Error: ${fault}`))
    const nothing = sources.length === 0 && shard === undefined
    return Math.max(task.exitCodeOf(records), result.finished ? 0 : 3, faults.length > 0 || nothing ? 2 : 0)
  } finally {
    table?.end()
    progress?.end()
    interrupt.end()
    stray.end()
  }
}

interface Paths {
  readonly out?: string
  readonly state?: string
  readonly jsonl?: string
  readonly openmetrics?: string
}

/** Finds out before anything is sent whether what is asked for can be written. Throws ConfigurationError. */
function prepare({ out, state, jsonl, openmetrics }: FleetArguments, env: Environment): Paths {
  const path = (name: string): string => callersPath(name, env)
  const paths: Paths = {
    ...(out === undefined ? {} : { out: path(out) }),
    ...(state === undefined ? {} : { state: path(state) }),
    ...(jsonl === undefined ? {} : { jsonl: jsonl === '-' ? '-' : path(jsonl) }),
    ...(openmetrics === undefined ? {} : { openmetrics: path(openmetrics) }),
  }
  if (paths.out !== undefined) prepareFleetReports(paths.out)
  if (paths.state !== undefined) prepareState(paths.state)
  if (paths.openmetrics !== undefined) prepareFile(paths.openmetrics, '--openmetrics')
  return paths
}

/** A line now and then where no table is drawn, so that a log shows that it goes on. */
function tellProgress(total: number, records: readonly FleetRecord[], output: Output): { readonly end: () => void } {
  const timer = setInterval(
    () => output.tell(`${records.length} of ${total}: ${fleetCountsLine(countFleet(records))}`),
    progressMs,
  )
  timer.unref()
  return { end: () => clearInterval(timer) }
}

function show(result: FleetResult, options: FleetArguments, output: Output): void {
  if (options.json) output.print(renderFleetJson(result))
  else if (!options.quiet) {
    const summary = renderFleetSummary(result, { colour: output.colour, width: output.width })
    if (options.jsonl === '-') output.tell(summary)
    else output.print(summary)
  }
}

/** Each on its own: where one cannot be written, the others are. What went wrong is added to `faults`. */
function writeAll(result: FleetResult, { out, openmetrics }: Paths, faults: string[]): void {
  const attempt = (write: () => void): void => {
    try {
      write()
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      faults.push(error.message)
    }
  }
  if (out !== undefined) attempt(() => writeFleetReports(out, result))
  if (openmetrics !== undefined) {
    attempt(() => replaceFile(openmetrics, renderFleetMetrics(result), '--openmetrics'))
  }
}

interface Telling {
  readonly compared: readonly Compared[]
  readonly before: ReadonlyMap<string, Remembered | undefined>
  readonly options: FleetArguments
  readonly state: string | undefined
  readonly kind: FleetKind
  readonly env: Environment
}

/**
 * Runs the command of the operator where something changed, and remembers what was told: what could not be told is told
 * again next time. Gives what went wrong.
 */
async function tellChanges(
  result: FleetResult,
  changes: readonly FleetChange[],
  { compared, before, options, state, kind, env }: Telling,
): Promise<string[]> {
  const faults: string[] = []
  const worth = changes.filter(isWorthTelling)
  let told = true
  if (options.notifyCmd !== undefined && worth.length > 0) {
    const count = (some: FleetChange['kind']): string => String(worth.filter(change => change.kind === some).length)
    const summary = fleetHeadline(result)
    const { targets: _, ...rest } = result
    const problem = await notify({
      command: options.notifyCmd,
      from: env,
      json: `${JSON.stringify({ ...rest, summary, changes: worth })}\n`,
      env: {
        SCIM_FLEET_SUMMARY: summary,
        SCIM_FLEET_VERDICT: result.verdict ?? '',
        SCIM_FLEET_CHANGES: String(worth.length),
        SCIM_FLEET_WORSE: count('worse'),
        SCIM_FLEET_BETTER: count('better'),
      },
      timeLimitMs: notifyMs,
    })
    if (problem !== undefined) {
      told = false
      faults.push(
        `The command of --notify-cmd ${oneLine(problem)}. ${worth.length} changes were not told; they will be next time.`,
      )
    }
  }
  if (state === undefined) return faults
  for (const { next } of compared) {
    if (next === undefined) continue
    const known = before.get(next.name)
    const kept = told ? next : untold(next, known)
    if (kept === undefined) continue
    try {
      remember(state, kind, kept)
    } catch (error) {
      faults.push(`The state cannot be kept in ${state}: ${systemReason(error)}.`)
      return faults
    }
  }
  return faults
}

// `merge`: the results of parts of a fleet, or of single targets, become the result of one fleet.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { tool } from '../../engine/tool.ts'
import { ConfigurationError } from '../../errors.ts'
import { gatherFleet } from '../../fleet/gather.ts'
import { mergeFleets, type Part } from '../../fleet/merge.ts'
import { looksLikeFleet, readFleet, readFleetLines, renderFleetJson } from '../../report/fleet-json.ts'
import { renderFleetMarkdown } from '../../report/fleet-markdown.ts'
import { renderFleetMetrics } from '../../report/fleet-metrics.ts'
import { renderFleetSummary } from '../../report/fleet-terminal.ts'
import { readReport } from '../../report/json.ts'
import type { FleetLine, FleetResult } from '../../result/fleet-result.ts'
import type { HealthVerdict } from '../../result/health-result.ts'
import { exitCodeOf } from '../exit-code.ts'
import { callersPath } from '../paths.ts'
import { systemReason } from '../report-files.ts'
import { addStepSummary } from '../report-github.ts'
import type { Output } from '../terminal.ts'
import { fleetFiles, prepareFleetReports, replaceFile, writeFleetReports } from './files.ts'
import { exitCodeOfFleet } from './health.ts'
import { foundOf } from './run.ts'

export interface MergeArguments {
  readonly out?: string
  readonly openmetrics?: string
  readonly failOn: Exclude<HealthVerdict, 'healthy'>
  readonly json: boolean
  readonly quiet: boolean
}

/** Merges, writes the reports where a folder is named, prints the summary; gives the exit code that the whole would have had. */
export function mergeCommand(
  files: readonly string[],
  options: MergeArguments,
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): number {
  const out = options.out === undefined ? undefined : callersPath(options.out, env)
  const parts = files.map(file => readPart(callersPath(file, env), file, out))
  const merged = mergeFleets(parts, { name: tool.name, version: tool.version })
  if (out !== undefined) {
    prepareFleetReports(out)
    writeFleetReports(out, merged)
  }
  if (options.openmetrics !== undefined) {
    replaceFile(callersPath(options.openmetrics, env), renderFleetMetrics(merged), '--openmetrics')
  }
  if (options.json) output.print(renderFleetJson(merged))
  else if (!options.quiet) {
    output.print(renderFleetSummary(merged, { colour: output.colour, width: output.width }))
    if (out !== undefined) output.print(`Reports: ${fleetFiles(out).join('  ')}`)
  }
  addStepSummary(() => renderFleetMarkdown(merged), output, env)
  const ofTargets =
    merged.kind === 'health'
      ? exitCodeOfFleet(merged.targets, options.failOn)
      : Math.max(0, ...merged.targets.map(({ exitCode }) => exitCode))
  return Math.max(ofTargets, merged.finished ? 0 : 3, merged.targets.length === 0 ? 2 : 0)
}

/** A fleet.json, the lines of --jsonl, or the report.json of one run as a fleet of one. Throws ConfigurationError. */
function readPart(path: string, name: string, out: string | undefined): Part {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigurationError(`${name} cannot be read: ${systemReason(error)}.`, {
      hint: 'Name the fleet.json of each part, which --out writes, or what --jsonl has written.',
      cause: error,
    })
  }
  const lines = readFleetLines(text.replace(/^\ufeff/, ''), name)
  if (lines !== undefined)
    return { name, result: moved(fleetOfLines(lines.map(line => withFolder(line, dirname(path)))), dirname(path), out) }
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new ConfigurationError(`${name} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: 'It may be of a look that was cut off while it wrote: look again.',
      cause,
    })
  }
  if (looksLikeFleet(data)) return { name, result: moved(readFleet(data, name), dirname(path), out) }
  return { name, result: fleetOfRun(text, name, dirname(path), out) }
}

/** The folder of its reports is called as from the reports of the fleet, which may stand elsewhere: where it is not found it is left out. */
function withFolder(line: FleetLine, from: string): FleetLine {
  if (line.run?.folder === undefined || existsSync(join(from, line.run.folder))) return line
  const { folder: _, ...run } = line.run
  return { ...line, run }
}

/** What --jsonl has written, whole or not: the look is finished where it has a line for each of its targets. */
function fleetOfLines(lines: readonly FleetLine[]): FleetResult {
  const looks = [...new Map(lines.map(({ look }) => [JSON.stringify(look), look])).values()]
  const parts = looks.map(({ tool: by, kind, startedAt, targets, shard }, at) => {
    const some = lines.filter(({ look }) => JSON.stringify(look) === JSON.stringify(looks[at]))
    const ends = some.map(one => Date.parse(one.startedAt) + one.durationMs)
    const missing = targets - some.length
    return gatherFleet({
      tool: by,
      kind,
      startedAt,
      durationMs: Math.max(0, ...ends.map(end => end - Date.parse(startedAt))),
      finished: missing === 0 && some.every(({ verdict }) => verdict !== 'unfinished'),
      ...(shard === undefined ? {} : { shards: [shard] }),
      notes:
        missing === 0 ? [] : [`Its lines end before the look does: ${missing} of ${targets} targets are not in here.`],
      targets: some.map(({ look: _, ...record }) => record),
    })
  })
  const [only] = parts
  const named = parts.map((result, at) => ({ name: `look ${at + 1}`, result }))
  return parts.length === 1 && only !== undefined
    ? only
    : mergeFleets(named, { name: tool.name, version: tool.version })
}

/** The folders of reports as they are called from where the merged result will stand. */
function moved(result: FleetResult, from: string, out: string | undefined): FleetResult {
  const targets = result.targets.map(record => {
    const folder = record.run?.folder
    if (record.run === undefined || folder === undefined) return record
    return { ...record, run: { ...record.run, folder: seenFrom(out, join(from, folder)) } }
  })
  return { ...result, targets }
}

function seenFrom(out: string | undefined, folder: string): string {
  return (out === undefined ? folder : relative(out, folder)).replaceAll('\\', '/') || '.'
}

function fleetOfRun(text: string, name: string, folder: string, out: string | undefined): FleetResult {
  const run = readReport(text, name)
  const { target, startedAt, durationMs, finished } = run
  const found = foundOf(run, seenFrom(out, folder), exitCodeOf(run, 'must'))
  const record = { name: target.name, source: name, baseUrl: target.baseUrl, startedAt, durationMs, ...found }
  return gatherFleet({
    tool: { name: run.tool.name, version: run.tool.version },
    kind: 'run',
    startedAt,
    durationMs,
    finished,
    notes: [],
    targets: [record],
  })
}

// The results of the parts of a fleet become one: what is in several counts once, what is missing is said.

import { ConfigurationError } from '../errors.ts'
import type { FleetRecord, FleetResult, Shard } from '../result/fleet-result.ts'
import { gatherFleet } from './gather.ts'
import { missingShards } from './shard.ts'

/** One of the results, and how messages call it. */
export interface Part {
  readonly name: string
  readonly result: FleetResult
}

/**
 * Puts parts together. Of a target that is in several, the latest look counts. Where a part of a division is missing, or was
 * not finished, the whole is not finished. Throws ConfigurationError where there is nothing to merge, or health and runs
 * are mixed.
 */
export function mergeFleets(parts: readonly Part[], tool: FleetResult['tool']): FleetResult {
  const [first] = parts
  if (first === undefined) throw new ConfigurationError('There is nothing to merge.')
  const { kind } = first.result
  const other = parts.find(({ result }) => result.kind !== kind)
  if (other !== undefined) {
    throw new ConfigurationError(`${first.name} is of \`${kind}\`, and ${other.name} of \`${other.result.kind}\`.`, {
      hint: 'Merge those of health and those of runs each by themselves.',
    })
  }
  const latest = new Map<string, FleetRecord>()
  let repeated = 0
  for (const record of parts.flatMap(({ result }) => result.targets)) {
    const known = latest.get(record.name)
    if (known !== undefined) repeated += 1
    if (known === undefined || Date.parse(record.startedAt) >= Date.parse(known.startedAt))
      latest.set(record.name, record)
  }
  const shards = distinct(parts.flatMap(({ result }) => result.shards ?? []))
  const missing = missingShards(shards)
  const unfinished = parts.filter(({ result }) => !result.finished)
  const begins = parts.map(({ result }) => Date.parse(result.startedAt))
  const ends = parts.map(({ result }, at) => (begins[at] ?? 0) + result.durationMs)
  const changes = parts.flatMap(({ result }) => result.changes ?? [])
  const divisions = new Set(shards.map(({ total }) => total)).size
  return gatherFleet({
    tool,
    kind,
    startedAt: new Date(Math.min(...begins)).toISOString(),
    durationMs: Math.max(...ends) - Math.min(...begins),
    finished: unfinished.length === 0 && missing.length === 0,
    shards,
    notes: [
      ...new Set([
        ...missing.map(({ index, total }) => `Part ${index}/${total} is missing: its targets are not in here.`),
        ...(divisions > 1 ? ['The parts come from different divisions: is one of them from another time?'] : []),
        ...unfinished.map(({ name }) => `${name} is of a look that was not finished.`),
        ...(repeated > 0
          ? [`Of targets that are in several parts the latest look counts; earlier ones left out: ${repeated}.`]
          : []),
        ...parts.flatMap(({ result }) => result.notes),
      ]),
    ],
    ...(parts.some(({ result }) => result.changes !== undefined) ? { changes } : {}),
    targets: [...latest.values()],
  })
}

function distinct(shards: readonly Shard[]): readonly Shard[] {
  const byWords = new Map(shards.map(shard => [`${shard.index}/${shard.total}`, shard]))
  return [...byWords.values()].sort((a, b) => a.total - b.total || a.index - b.index)
}

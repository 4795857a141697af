// A fleet in parts, for several machines: which part a target belongs to depends on its name alone.

import { createHash } from 'node:crypto'
import { ConfigurationError } from '../errors.ts'
import type { Shard } from '../result/fleet-result.ts'

/** Reads `2/10`; throws ConfigurationError. */
export function parseShard(text: string): Shard {
  const [, first = '', second = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? []
  const index = Number(first)
  const total = Number(second)
  if (first === '' || total === 0) {
    throw new ConfigurationError(`--shard ${text} is no part of a whole.`, {
      hint: 'Write the number of the part, counted from 1, and how many there are: --shard 2/10.',
    })
  }
  if (index === 0 || index > total) {
    const counted = index === 0 ? ' Parts are counted from 1: add 1 to JOB_COMPLETION_INDEX and the like.' : ''
    throw new ConfigurationError(`--shard ${text}: there is no part ${index} of ${total}.${counted}`, {
      hint: `The parts are 1/${total} to ${total}/${total}.`,
    })
  }
  return { index, total }
}

/** The part, from 1, of so many that a target of this name belongs to: the same on every machine, whatever others there are. */
export function shardOf(name: string, total: number): number {
  return (createHash('sha256').update(name).digest().readUInt32BE(0) % total) + 1
}

/** Those of a part. */
export function inShard<Named extends { readonly name: string }>(
  all: readonly Named[],
  shard: Shard | undefined,
): readonly Named[] {
  if (shard === undefined) return all
  return all.filter(({ name }) => shardOf(name, shard.total) === shard.index)
}

/** The parts that are not among these, of every division they come from. */
export function missingShards(shards: readonly Shard[]): readonly Shard[] {
  return [...Map.groupBy(shards, ({ total }) => total)].flatMap(([total, some]) => {
    const seen = new Set(some.map(({ index }) => index))
    return Array.from({ length: total }, (_, at) => ({ index: at + 1, total })).filter(({ index }) => !seen.has(index))
  })
}

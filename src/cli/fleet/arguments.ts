// What `health --targets` and `run --targets` take besides what they take for one target.

import { ConfigurationError } from '../../errors.ts'
import { parseShard } from '../../fleet/shard.ts'
import type { Shard } from '../../result/fleet-result.ts'

export interface FleetArguments {
  /** A folder with a file for each target, or a file with a list. */
  readonly targets: string
  /** Targets under way at once. */
  readonly jobs?: number
  /** Of those, on one host. */
  readonly perHost?: number
  /** Time for one target. */
  readonly seconds?: number
  /** `2/10`. */
  readonly shard?: string
  /** The folder of what is remembered from look to look. */
  readonly state?: string
  readonly notifyCmd?: string
  readonly out?: string
  /** A file, or `-` for stdout. */
  readonly jsonl?: string
  readonly openmetrics?: string
  readonly json: boolean
  readonly quiet: boolean
}

/** Throws ConfigurationError where options do not go together; gives the part that is asked for. */
export function readFleetArguments(options: FleetArguments): Shard | undefined {
  if (options.notifyCmd !== undefined && options.state === undefined) {
    throw new ConfigurationError('--notify-cmd tells what changed, and nothing says what was before.', {
      hint: 'Name a folder to remember it in, too: --state DIR.',
    })
  }
  if (options.json && options.jsonl === '-') {
    throw new ConfigurationError('--json and --jsonl - both ask for stdout.', { hint: 'Name a file with --jsonl.' })
  }
  return options.shard === undefined ? undefined : parseShard(options.shard)
}

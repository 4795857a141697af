// `health --targets`: looks at many targets, reading only.

import { setFlagsFromString } from 'node:v8'
import { exitCodeOfVerdict } from '../../fleet/examine-fleet.ts'
import { gravity } from '../../fleet/gather.ts'
import { lookAtHealth } from '../../health/look-at-health.ts'
import type { FleetRecord, FleetVerdict } from '../../result/fleet-result.ts'
import type { HealthVerdict } from '../../result/health-result.ts'
import { resolveEmbedded } from '../embedded.ts'
import type { Output } from '../terminal.ts'
import type { FleetArguments } from './arguments.ts'
import { lookAtFleet } from './look.ts'

export interface FleetHealthArguments extends FleetArguments {
  /** The least grave verdict that makes the exit code other than 0. */
  readonly failOn: Exclude<HealthVerdict, 'healthy'>
}

const secondsPerTarget = 30
const jobs = 32

/** Looks at every target; gives the exit code. */
export function fleetHealthCommand(
  options: FleetHealthArguments,
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  // Every look leaves some megabytes of garbage. V8 lets it grow with the memory of the machine; this keeps it small.
  setFlagsFromString('--optimize-for-size')
  return lookAtFleet(
    {
      kind: 'health',
      jobs,
      seconds: secondsPerTarget,
      graceSeconds: 3,
      look: async (wanted, { signal, name, seconds }) => {
        const { target, close } = await resolveEmbedded({ ...wanted, name })
        try {
          const health = await lookAtHealth(target, { signal, seconds: ownTime(seconds) })
          const { verdict, reason, requests } = health
          const remedy = remedyOf(health)
          const found = { verdict, reason, requests, exitCode: exitCodeOfVerdict[verdict], health }
          return remedy === undefined ? found : { ...found, remedy }
        } finally {
          await close()
        }
      },
      exitCodeOf: records => exitCodeOfFleet(records, options.failOn),
    },
    options,
    output,
    env,
  )
}

/** Seconds for a look, of those for its target: one that ends by itself tells what it has seen, one that is cut tells nothing. */
function ownTime(seconds: number): number {
  const own = seconds * 0.95
  return own < 2 ? own : Math.floor(own)
}

/** What to do about the gravest of what is not good. */
function remedyOf({
  items,
}: {
  readonly items: readonly { readonly state: string; readonly remedy?: string }[]
}): string | undefined {
  const bad = items.find(({ state, remedy }) => state === 'bad' && remedy !== undefined)
  return (bad ?? items.find(({ state, remedy }) => state === 'concern' && remedy !== undefined))?.remedy
}

/** The gravest exit code of those that are as bad as `failOn` or worse. */
export function exitCodeOfFleet(records: readonly FleetRecord[], failOn: FleetVerdict): number {
  const counted = records.filter(({ verdict }) => gravity(verdict) >= gravity(failOn))
  return Math.max(0, ...counted.map(({ verdict }) => (verdict === 'degraded' ? 1 : exitCodeOfVerdict[verdict])))
}

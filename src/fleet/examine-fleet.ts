// Looks at many targets: some at once, each within its time, and whatever happens to one becomes that one's record.

import { HarnessError, InterruptedError } from '../errors.ts'
import type { FleetRecord, FleetVerdict } from '../result/fleet-result.ts'
import type { TargetSource } from '../target/read-targets.ts'
import type { Target } from '../target/target.ts'
import { schedule } from './schedule.ts'

/** What was found at one target. */
export type Found = Pick<FleetRecord, 'verdict' | 'reason' | 'requests' | 'exitCode'> &
  Partial<Pick<FleetRecord, 'remedy' | 'partial' | 'health' | 'run'>>

/** Where and when a target was looked at. */
export type Place = Pick<FleetRecord, 'name' | 'source' | 'baseUrl' | 'startedAt' | 'durationMs'>

/** A target that could not be looked at, or not to the end. */
export interface Hindered {
  readonly verdict: Extract<FleetVerdict, 'sign-in-needed' | 'unreachable' | 'misconfigured' | 'unfinished' | 'error'>
  readonly reason: string
  readonly remedy?: string
  readonly requests: number
  readonly exitCode: 0 | 1 | 2 | 3
}

/** `Of` is what a look gives: of health and of runs it is `Found`. */
export interface FleetOptions<Of = Found> {
  /** Targets under way at once. */
  readonly jobs: number
  readonly perHost?: number
  /** For one target, from beginning to end; then it is told to stop. */
  readonly secondsPerTarget: number
  /** How long it may take to stop before it is given up. */
  readonly graceSeconds: number
  /** What masks the secrets of a target in a message. */
  readonly redactorOf: (target: Target) => (text: string) => string
  /**
   * Looks at one target until it is done or the signal is aborted, which is `seconds` from now. What it throws becomes the
   * record's verdict.
   */
  readonly look: (
    target: Target,
    options: { readonly signal: AbortSignal; readonly name: string; readonly seconds: number },
  ) => Promise<Of>
  readonly signal: AbortSignal
  readonly onBegin?: (name: string) => void
  readonly onRecord?: (record: Place & (Of | Hindered)) => void
}

/**
 * Gives a record for every target, in the order they were over. Those that had not begun when the signal was aborted are
 * `unfinished`. Never throws for what happens to a target.
 */
export async function examineFleet<Of extends object = Found>(
  sources: readonly TargetSource[],
  options: FleetOptions<Of>,
): Promise<readonly (Place & (Of | Hindered))[]> {
  const records: (Place & (Of | Hindered))[] = []
  const keep = (record: Place & (Of | Hindered)): void => {
    records.push(record)
    options.onRecord?.(record)
  }
  // Known before anything is sent, and told at once.
  const usable = sources.filter(source => {
    if (source.problem === undefined) return true
    keep(recordOf(source, new Date(), 0, ofError(source.problem)))
    return false
  })
  const never = await schedule(usable, {
    jobs: options.jobs,
    ...(options.perHost === undefined ? {} : { perHost: options.perHost }),
    // What is not at a host of its own yet shares none.
    hostOf: ({ host, name }) => (host === '' ? `embedded ${name}` : host),
    signal: options.signal,
    work: async source => {
      options.onBegin?.(source.name)
      const startedAt = new Date()
      const start = performance.now()
      const found = await lookWithin(source, options)
      keep(recordOf(source, startedAt, performance.now() - start, found))
    },
  })
  const left: Hindered = {
    ...ofVerdict('unfinished', 'It was not looked at: someone stopped it before its turn came.'),
    exitCode: 3,
  }
  for (const source of never) keep(recordOf(source, new Date(), 0, left))
  return records
}

/** What is found within the time; what goes on beyond it and the grace is given up, and nothing waits for it. */
async function lookWithin<Of>(source: TargetSource, options: FleetOptions<Of>): Promise<Of | Hindered> {
  const { secondsPerTarget, graceSeconds } = options
  const controller = new AbortController()
  const interrupt = (): void => controller.abort(new InterruptedError())
  options.signal.addEventListener('abort', interrupt, { once: true })
  let redact = (text: string): string => text
  const start = performance.now()

  const look = async (): Promise<Of | Hindered> => {
    try {
      const target = await source.open()
      redact = options.redactorOf(target)
      controller.signal.throwIfAborted()
      // A token that a command had to get has taken its part of the time.
      const seconds = secondsPerTarget - (performance.now() - start) / 1000
      return await options.look(target, { signal: controller.signal, name: source.name, seconds })
    } catch (error) {
      const why: unknown = error instanceof InterruptedError ? controller.signal.reason : undefined
      const { reason, remedy, ...found } = ofError(why ?? error)
      return { ...found, reason: redact(reason), ...(remedy === undefined ? {} : { remedy: redact(remedy) }) }
    }
  }
  const timers: NodeJS.Timeout[] = []
  const cut = new Promise<Hindered>(done => {
    const giveUp = (): void =>
      done(
        ofVerdict(
          'unfinished',
          `It was not over after ${secondsPerTarget} s and was given up: nothing is known of it.`,
          'Give it more time with --seconds, or look at it alone to see where it hangs.',
        ),
      )
    const onLimit = (): void => {
      controller.abort(new InterruptedError(`It was not over after ${secondsPerTarget} s.`))
      timers.push(setTimeout(giveUp, graceSeconds * 1000))
    }
    timers.push(setTimeout(onLimit, secondsPerTarget * 1000))
  })
  try {
    return await Promise.race([look(), cut])
  } finally {
    for (const timer of timers) clearTimeout(timer)
    options.signal.removeEventListener('abort', interrupt)
  }
}

/** What an error that stopped the look at a target makes of it. */
export const verdictOfCode: Readonly<Record<HarnessError['code'], Hindered['verdict']>> = {
  E_CONFIG: 'misconfigured',
  E_AUTH: 'sign-in-needed',
  E_UNREACHABLE: 'unreachable',
  E_INTERRUPTED: 'unfinished',
  E_LIMIT: 'unfinished',
  E_GUARD: 'error',
  E_INTERNAL: 'error',
}

/** What stopped the look at one target; an error that is none of ours means that we broke, and says so. */
export function ofError(error: unknown): Hindered {
  if (error instanceof HarnessError) return ofVerdict(verdictOfCode[error.code], error.message, error.hint)
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return ofVerdict(
    'error',
    `scim-conformance broke, which is our fault and says nothing of the service provider: ${words}`,
    'Please report it, with the JSON of this result.',
  )
}

/** The exit code that goes with a verdict: 1 something is wrong there, 2 we cannot talk to it, 3 we broke or were stopped. */
export const exitCodeOfVerdict: Readonly<Record<FleetVerdict, 0 | 1 | 2 | 3>> = {
  healthy: 0,
  conforms: 0,
  degraded: 0,
  inconclusive: 1,
  failing: 1,
  departs: 1,
  'sign-in-needed': 2,
  unreachable: 2,
  misconfigured: 2,
  unfinished: 3,
  error: 3,
}

function ofVerdict(verdict: Hindered['verdict'], reason: string, remedy?: string): Hindered {
  return {
    verdict,
    reason,
    requests: 0,
    exitCode: exitCodeOfVerdict[verdict],
    ...(remedy === undefined ? {} : { remedy }),
  }
}

function recordOf<Of extends object>(source: TargetSource, startedAt: Date, durationMs: number, found: Of): Place & Of {
  const { name, baseUrl } = source
  return {
    name,
    source: source.source,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(durationMs),
    ...found,
  }
}

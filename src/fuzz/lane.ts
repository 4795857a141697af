// A lane: one property with its cases, tried one after another; several lanes run side by side.

import fc from 'fast-check'
import { type Fault, NotConformant } from '../check/outcome.ts'
import { createRandom } from '../check/random.ts'
import type { Scim } from '../check/scim.ts'
import { type Allowance, createAllowance, OutOfBudget } from './allowance.ts'
import { Divergence } from './divergence.ts'

export interface LaneOptions<T> {
  /** `oracle/User`: stands in the path of every finding. */
  readonly name: string
  /** How much of the budget it takes, as against the other lanes. */
  readonly share: number
  readonly arbitrary: fc.Arbitrary<T>
  /** Cases that come before all generated ones. */
  readonly examples?: readonly T[]
  /** Whether a value read from a corpus is a case of this lane. */
  readonly accepts: (value: unknown) => value is T
  /** The case in a few words, with what changes from run to run masked. */
  readonly describe: (value: T) => string
  /** Tries one case; throws NotConformant where the service provider departs. */
  readonly examine: (value: T, scim: Scim) => Promise<void>
}

/** A departure, shrunk to the smallest case that was seen to show it. */
export interface FuzzFinding {
  readonly lane: string
  readonly faults: readonly Fault[]
  /** With the seed it repeats the case: `oracle/User:3:0:1`. Empty for a case of a corpus. */
  readonly path: string
  /** The case as plain data, for a corpus. */
  readonly value: unknown
  readonly words: string
  /** Requests of this lane until it was first seen. */
  readonly requests: number
  /** The exchange that first showed it: so many requests had been sent in the whole run, those of other lanes included. */
  readonly firstExchange: number
  /** Requests spent on making it smaller. */
  readonly shrinkRequests: number
  /** A shell script that repeats it by hand, where it takes several requests. */
  readonly script?: string
}

export interface LaneSettings {
  /** The seed of the run. */
  readonly seed: number
  readonly scim: Scim
  /** Requests for the search. */
  readonly requests: number
  /** Requests for making a failure smaller. */
  readonly shrinkRequests: number
  /** Whether the time is up, or enough was found. */
  readonly isOver: () => boolean
}

export interface Lane {
  readonly name: string
  readonly share: number
  /** Looks for a departure, and shrinks the first one. */
  search(settings: LaneSettings): Promise<FuzzFinding | undefined>
  /** Tries the one case with this path of fast-check; undefined where it passes. */
  replay(path: string, settings: LaneSettings): Promise<FuzzFinding | undefined>
  /** Tries a case of a corpus; undefined where it passes or is no case of this lane. */
  retry(value: unknown, settings: LaneSettings): Promise<FuzzFinding | undefined>
}

/** Makes a lane. Its cases are drawn from the seed and its name alone, so a path means the same case in every run. */
export function lane<T>(options: LaneOptions<T>): Lane {
  const { name, arbitrary, examples = [], examine, describe } = options

  const check = async (
    settings: LaneSettings,
    allowance: Allowance,
    whenSpent: 'ends' | 'passes',
    extra: fc.Parameters<[T]>,
  ): Promise<fc.RunDetails<[T]>> => {
    const property = fc.asyncProperty(arbitrary, async value => {
      if (!allowance.isSpent) return examine(value, allowance.scim)
      if (whenSpent === 'ends') throw new OutOfBudget()
    })
    const details = await fc.check(property, {
      seed: createRandom(settings.seed, name).below(2 ** 31),
      examples: examples.map((example): [T] => [example]),
      ...extra,
    })
    const { errorInstance: error } = details
    const isOurs = error === undefined || error === null || error instanceof NotConformant
    if (!isOurs && !(error instanceof OutOfBudget)) throw error
    return details
  }

  const findingOf = (
    { errorInstance, counterexample, counterexamplePath }: fc.RunDetails<[T]>,
    spent: Pick<FuzzFinding, 'requests' | 'shrinkRequests'>,
  ): FuzzFinding | undefined => {
    if (!(errorInstance instanceof NotConformant) || counterexample === null) return undefined
    const [value] = counterexample
    const path = `${name}:${counterexamplePath ?? ''}`
    const { faults } = errorInstance
    const found = { lane: name, faults, path, value, words: describe(value), firstExchange: lastOf(faults) }
    return { ...found, ...scriptOf(errorInstance), ...spent }
  }

  const retry: Lane['retry'] = async (value, settings) => {
    if (!options.accepts(value)) return undefined
    const allowance = createAllowance(settings.scim, settings.requests, settings.isOver)
    try {
      await examine(value, allowance.scim)
      return undefined
    } catch (error) {
      if (!(error instanceof NotConformant)) throw error
      const { faults } = error
      const found = { lane: name, faults, path: '', value, words: describe(value), firstExchange: lastOf(faults) }
      return { ...found, ...scriptOf(error), requests: allowance.spent, shrinkRequests: 0 }
    }
  }

  return {
    name,
    share: options.share,
    retry,

    async search(settings) {
      const searching = createAllowance(settings.scim, settings.requests, settings.isOver)
      // Cases that are skipped cost no request, so there may be more cases than requests.
      const numRuns = settings.requests * 3 + examples.length
      const found = await check(settings, searching, 'ends', { numRuns, endOnFailure: true })
      const first = findingOf(found, { requests: searching.spent, shrinkRequests: 0 })
      if (first === undefined || found.counterexamplePath === null) return undefined
      const shrinking = createAllowance(settings.scim, settings.shrinkRequests, settings.isOver)
      const shrunk = await check(settings, shrinking, 'passes', { path: found.counterexamplePath, numRuns: 1 })
      const small = findingOf(shrunk, { requests: searching.spent, shrinkRequests: shrinking.spent }) ?? first
      // Once more, so that the evidence is of the smallest case and recent.
      const again = await retry(small.value, settings)
      const evidence = again ?? small
      const script = evidence.script === undefined ? {} : { script: evidence.script }
      return { ...small, firstExchange: first.firstExchange, faults: evidence.faults, ...script }
    },

    async replay(path, settings) {
      const allowance = createAllowance(settings.scim, settings.requests, settings.isOver)
      const details = await check(settings, allowance, 'ends', { path, endOnFailure: true, numRuns: 1 })
      return findingOf(details, { requests: allowance.spent, shrinkRequests: 0 })
    },
  }
}

function scriptOf(error: NotConformant): Pick<FuzzFinding, 'script'> {
  return error instanceof Divergence ? { script: error.script } : {}
}

function lastOf(faults: readonly Fault[]): number {
  return Math.max(0, ...faults.flatMap(({ exchanges = [] }) => exchanges))
}

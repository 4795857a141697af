// What a run is made of, read and checked before anything is sent or deleted: target, topics, selection, known deviations.

import type { Topic } from '../check/check.ts'
import type { ExamineOptions } from '../engine/examine.ts'
import { prefixNotes, type Selected, selectChecks, selectForGates } from '../engine/select.ts'
import { ConfigurationError } from '../errors.ts'
import { gateNamed } from '../profiles/all.ts'
import type { KnownDeviation } from '../result/known.ts'
import type { CheckRecord } from '../result/run-result.ts'
import { loadBaseline } from '../target/read-baseline.ts'
import type { SecretSources } from '../target/read-target.ts'
import type { Target } from '../target/target.ts'
import { type Wanted, wantedTarget } from './embedded.ts'
import { checksBehind } from './evidence.ts'
import {
  behindNotes,
  differencesFrom,
  type EarlierReport,
  failedIn,
  failedNote,
  keptOpen,
  noneCanBeRun,
  runWords,
  stillOpen,
} from './failed.ts'
import { limitsFor } from './limits.ts'
import { callersPath } from './paths.ts'
import { quickLook, quickNote } from './quick.ts'
import type { RunArguments } from './run.ts'
import type { Switched } from './switches.ts'
import { builtInTopics, checkIdsOf, topicsFor } from './topics.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface PreparedRun {
  /** As the file has it: the embedded provider is not started yet. */
  readonly target: Target
  readonly switched?: Switched
  /** What the engine is asked for. */
  readonly examine: ExamineOptions
  /** Every check with why it is left out, if it is. */
  readonly selected: readonly Selected[]
  /** With an earlier report: the ids of what failed there and can be run. */
  readonly failed?: readonly string[]
  /** Records of what failed there and cannot be run, for the report to keep. */
  readonly gone?: readonly CheckRecord[]
  /** The files of the user's own checks, absolute. */
  readonly ownFiles: readonly string[]
  /** What the user should know before it begins. */
  readonly notes: readonly string[]
}

/** What decides which target is examined, and how. */
export type RunChoice = Omit<RunArguments, 'out' | 'har' | 'markdown' | 'yes' | 'quiet' | 'json' | 'watch'>

/**
 * Reads everything that a run rests on. `earlier` is the report of which only what failed is to be run; `tell` is told which files
 * of own checks are loaded. Throws ConfigurationError.
 */
export async function prepareRun(
  options: RunChoice,
  env: Environment,
  more: PrepareOptions = {},
): Promise<PreparedRun> {
  // A name that is misspelt is told before a file that may not be there.
  for (const name of options.profile) gateNamed(name)
  const wanted = await wantedTarget(options.target, options, env, options.plan ? withoutSecrets : {})
  return prepareRunOf(wanted, options, env, more)
}

export interface PrepareOptions {
  readonly earlier?: EarlierReport
  /** Checks of the user's own are loaded anew where another version was loaded before. */
  readonly version?: string
  readonly tell?: (text: string) => void
}

/** As `prepareRun`, for a target that is read already. Throws ConfigurationError. */
export async function prepareRunOf(
  { target: loaded, switched }: Wanted,
  options: RunChoice,
  env: Environment,
  { earlier, version, tell }: PrepareOptions = {},
): Promise<PreparedRun> {
  const gates = options.profile.map(gateNamed)
  assertAuthServer(options, loaded)
  const {
    topics,
    files,
    notes: ofTopics,
  } = await topicsFor(loaded, {
    authServer: options.authServer,
    withoutOwn: !options.ownChecks,
    ...(version === undefined ? {} : { version }),
    ...(tell === undefined ? {} : { tell }),
  })
  const target: Target = {
    ...loaded,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    ...limitsFor(loaded, options),
    warnings: [...loaded.warnings, ...ofTopics],
  }
  const known = options.baseline === undefined ? [] : baselineOf(options.baseline, [...topics, ...builtInTopics], env)
  const { only, skip, interop } = options
  const seed = options.seed ?? earlier?.result.seed ?? 1
  const again = earlier === undefined ? undefined : whatFailed(earlier, topics, { options, target, seed })
  const examine: ExamineOptions = {
    topics,
    only,
    skip,
    interop,
    gates,
    known,
    strict: options.strict,
    seed,
    ...(again === undefined ? (options.quick ? quickLook() : {}) : { ...again.examine, oneType: options.quick }),
  }
  const selected =
    gates.length > 0
      ? selectForGates(topics, { only, skip, gates })
      : selectChecks(topics, { only, skip, interop, ...(examine.among === undefined ? {} : { among: examine.among }) })
  const chosen = selected.filter(({ leftOut }) => leftOut === undefined)
  return {
    target,
    ...(switched === undefined ? {} : { switched }),
    examine:
      options.quick && again === undefined
        ? { ...examine, notes: [quickNote(chosen.length, selected.length)] }
        : examine,
    selected,
    ...(again === undefined ? {} : { failed: again.ids, gone: again.gone }),
    ownFiles: files,
    notes: [...loaded.warnings, ...(again?.notes ?? []), ...prefixNotes(selected, { only, skip })],
  }
}

/** A plan sends nothing, so it needs no secret: none of a command, of somebody at the terminal, or of the environment. */
const withoutSecrets: SecretSources = {
  runCommand: async () => ({ exitCode: 0, stdout: 'not-asked-for' }),
  askSecret: async () => 'not-asked-for',
  unsetSecret: name => `not-set-${name}`,
}

interface Failed {
  readonly ids: readonly string[]
  readonly gone: readonly CheckRecord[]
  readonly notes: readonly string[]
  readonly examine: Pick<ExamineOptions, 'among' | 'notes'>
}

function whatFailed(
  earlier: EarlierReport,
  topics: readonly Topic[],
  { options, target, seed }: { readonly options: RunChoice; readonly target: Target; readonly seed: number },
): Failed {
  const there = new Set(checkIdsOf(topics))
  const open = failedIn(earlier.result, options.failOn)
  const ids = open.filter(id => there.has(id))
  const gone = open.filter(id => !there.has(id))
  if (ids.length === 0 && gone.length > 0) throw noneCanBeRun(earlier, gone)
  const behind = checksBehind(
    earlier.result.checks.filter(({ id }) => ids.includes(id)),
    topics,
  ).filter(id => !ids.includes(id))
  const notes = [...differencesFrom(earlier, { target, seed, gone }), ...behindNotes(behind)]
  const among = {
    ids: new Set([...ids, ...behind]),
    otherwise: `it had not failed in ${runWords(earlier)}`,
    still: stillOpen,
  }
  return { ids, gone: keptOpen(earlier, gone), notes, examine: { among, notes: [failedNote(earlier, ids), ...notes] } }
}

/** The waivers of a baseline. Throws ConfigurationError. */
function baselineOf(file: string, topics: readonly Topic[], env: Environment): readonly KnownDeviation[] {
  return loadBaseline(callersPath(file, env), checkIdsOf(topics))
}

/** Throws ConfigurationError where the authorization server is to be examined and nothing says which, or the other way round. */
function assertAuthServer({ authServer, only, target }: RunChoice, { authServer: settings }: Target): void {
  if (authServer && settings === undefined) {
    throw new ConfigurationError(`${target ?? 'The target'} names no authorization server.`, {
      hint: 'Add an authServer section to the target file: docs/auth-server.md describes it.',
    })
  }
  const left = authServer ? undefined : only.find(prefix => prefix.startsWith('auth-'))
  if (left !== undefined) {
    throw new ConfigurationError(`What begins with "${left}" is left out.`, {
      hint: 'The authorization server is examined with --auth-server only; add it.',
    })
  }
}

// `run --watch`: runs, waits for a key or a changed file, runs again, and tells what got better or worse.

import { planToAgreeTo } from '../engine/consent.ts'
import { ConfigurationError, HarnessError, InterruptedError, UnreachableError } from '../errors.ts'
import { oneLine, plainText } from '../report/plain-text.ts'
import type { RunResult } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import { askConsent, processTerminal } from './consent.ts'
import { resolveEmbedded } from './embedded.ts'
import { exitCodeOf } from './exit-code.ts'
import { failedIn } from './failed.ts'
import { interruptible } from './interruptible.ts'
import { callersPath, usualTargetFile } from './paths.ts'
import { type PreparedRun, prepareRun, type RunChoice } from './prepare-run.ts'
import { prepareReports, writeReports } from './report-files.ts'
import { earlierReport, examineWithLine, printSummary, type RunArguments } from './run.ts'
import { anySwitched } from './switches.ts'
import type { Output } from './terminal.ts'
import { shownPath, watchFiles } from './watch-files.ts'
import { asOneRun, changesOf, type History, withRun } from './watch-history.ts'
import { readCommands, type WatchCommand, type WatchInput } from './watch-input.ts'
import { errorLines, helpLine, isOpenWords, statusLines } from './watch-text.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Which checks the next run takes. */
type Scope =
  | { readonly kind: 'asked' }
  | { readonly kind: 'all' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'filter'; readonly only: readonly string[] }

/** A command, or a file that has changed. */
type Event = WatchCommand | { readonly kind: 'changed'; readonly file: string }

/** A server that is being restarted is asked again this often, at these intervals. */
const attempts = 40
const pauseMs = 500

/**
 * Runs until it is told to end; gives the exit code of the last run that was finished. `input` is where commands come from, one
 * for each key on a terminal, one for each line elsewhere.
 */
export async function watchCommand(
  options: RunArguments,
  output: Output,
  env: Environment,
  input: WatchInput = process.stdin,
): Promise<number> {
  const folder = callersPath(options.out, env)
  const seeded = options.failed === undefined ? undefined : earlierReport(options.failed, options.out, env)
  let history: History = seeded === undefined ? new Map() : withRun(new Map(), seeded.result)
  let latest: RunResult | undefined = seeded?.result
  let scope: Scope = { kind: options.failed === undefined ? 'asked' : 'failed' }
  // Ended before any run was.
  let exitCode = seeded === undefined ? 3 : 0

  const told = new Set<string>()
  /** Which files of own checks are loaded is told once, and again when it is other ones. */
  const tellOnce = (text: string): void => {
    if (!told.has(text)) output.tell(text)
    told.add(text)
  }
  const first = await prepareRun({ ...options, plan: false }, env, { tell: tellOnce })
  for (const note of first.notes) output.tell(plainText(`Note: ${note}`))
  prepareReports(folder, options)
  const interrupt = interruptible(output, 'Ending. Again to end at once, without deleting what a run has made.')
  const waiting = createMailbox<Event>()
  let underWay: AbortController | undefined
  const onCommand = (command: WatchCommand): void => {
    // Ctrl-C again while what the run has made is being deleted: at once.
    if (command.kind === 'interrupt' && underWay?.signal.aborted === true) process.exit(3)
    // A key that is pressed during a run ends it; lines are taken one after the other.
    const isKey = commands?.byKeys === true && command.kind !== 'end' && command.kind !== 'unknown'
    if (isKey || command.kind === 'quit') underWay?.abort()
    waiting.put(command)
  }
  const watched = [...new Set([...pathsOf(options, env), ...first.ownFiles])]
  let files: { close(): void } | undefined
  let commands: ReturnType<typeof readCommands> | undefined
  try {
    // The question takes the terminal for itself, so it comes before keys are read.
    if (first.target.baseUrl !== 'embedded')
      await askConsent(first.target, { yes: options.yes, terminal: processTerminal(), signal: interrupt.signal })
    const agreed = planFor(first.target)
    files = watchFiles(watched, file => waiting.put({ kind: 'changed', file }), { except: [folder] })
    commands = readCommands(input, onCommand, () => output.tell(filterQuestion))
    const { byKeys } = commands
    const onSignal = (): void => {
      underWay?.abort()
      waiting.put({ kind: 'quit' })
    }
    interrupt.signal.addEventListener('abort', onSignal, { once: true })

    let trigger: Event = { kind: 'again' }
    let hasEnded = false
    for (;;) {
      const isRestarting = trigger.kind === 'changed'
      underWay = new AbortController()
      const ran = await runOnce(scope, { isRestarting, signal: underWay.signal, agreed })
      underWay = undefined
      if (ran !== undefined) exitCode = ran
      output.tell(
        helpLine({
          byKeys,
          failing: failingNow(),
          files: options.watch === true ? [] : watched.map(shownPath),
        }),
      )
      const next = await nextEvent(
        () => hasEnded,
        value => {
          hasEnded = value
        },
      )
      if (next === undefined) return exitCode
      trigger = next
    }
  } finally {
    commands?.close()
    files?.close()
    interrupt.end()
  }

  function failingNow(): number {
    const whole = asOneRun(history, latest)
    return whole === undefined ? 0 : failedIn(whole, options.failOn).length
  }

  /** Waits for something to do and takes it into `scope`; undefined where it is time to end. */
  async function nextEvent(ended: () => boolean, setEnded: (value: boolean) => void): Promise<Event | undefined> {
    for (;;) {
      // Without an input, and without files to watch, nothing would ever be asked for.
      if (ended() && options.watch === true && waiting.isEmpty()) return undefined
      const event = await waiting.take()
      switch (event.kind) {
        case 'quit':
        case 'interrupt':
          return undefined
        case 'end':
          setEnded(true)
          continue
        case 'unknown':
          output.tell(helpLine({ byKeys: commands?.byKeys === true, failing: failingNow(), files: [] }))
          continue
        case 'filter':
          scope = event
          return event
        case 'all':
        case 'failed':
          scope = { kind: event.kind }
          return event
        case 'again':
          return event
        case 'changed':
          output.tell(`\n${oneLine(event.file)} has changed.`)
          return event
      }
    }
  }

  /** One run, told and written down; undefined where it did not come to an end. */
  async function runOnce(
    wanted: Scope,
    how: { readonly isRestarting: boolean; readonly signal: AbortSignal; readonly agreed: string | undefined },
  ): Promise<number | undefined> {
    try {
      const prepared = await prepare(wanted)
      if (prepared === undefined) return undefined
      if (!options.yes) assertAgreed(prepared.target, how.agreed)
      const result = await untilReachable(prepared, how)
      const changes = changesOf(history, result)
      const isFirst = history.size === 0
      history = withRun(history, result)
      latest = result
      writeReports(folder, result, options)
      if (isFirst) printSummary(result, output)
      else output.print(statusLines({ result, changes, scope: wanted.kind }, output).join('\n'))
      const whole = asOneRun(history, latest) ?? result
      output.print(isOpenWords(failedIn(whole, options.failOn), whole))
      return result.finished ? exitCodeOf(result, options.failOn) : undefined
    } catch (error) {
      // A target file in the middle of being edited, a server that is down: the next change may mend it.
      if (!(error instanceof HarnessError)) throw error
      if (error.code === 'E_INTERRUPTED') {
        output.tell('The run was stopped.')
        return undefined
      }
      output.tell(errorLines(error).join('\n'))
      return 2
    }
  }

  async function prepare(wanted: Scope): Promise<PreparedRun | undefined> {
    const choice: RunChoice = { ...options, plan: false }
    // They may have been saved since they were loaded.
    const anew = { version: new Date().toISOString(), tell: tellOnce }
    if (wanted.kind !== 'failed') {
      const all = { ...choice, only: [], quick: false }
      const chosen = wanted.kind === 'asked' ? choice : wanted.kind === 'all' ? all : { ...all, only: wanted.only }
      return prepareRun(chosen, env, anew)
    }
    const result = asOneRun(history, latest)
    if (result === undefined || failedIn(result, options.failOn).length === 0) {
      output.print('Nothing that was examined fails. To run all, say a.')
      return undefined
    }
    const earlier = { result, name: seeded !== undefined && latest === seeded.result ? seeded.name : 'the runs before' }
    return prepareRun({ ...choice, profile: [] }, env, { ...anew, earlier })
  }

  /** Examines; after a change a service provider that cannot be reached is waited for, since it is being restarted. */
  async function untilReachable(
    prepared: PreparedRun,
    { isRestarting, signal }: { readonly isRestarting: boolean; readonly signal: AbortSignal },
  ): Promise<RunResult> {
    for (let attempt = 1; ; attempt++) {
      const { target, close } = await resolveEmbedded(prepared.target, prepared.switched)
      try {
        return await examineWithLine(target, prepared, { output, env, signal, isQuiet: false })
      } catch (error) {
        if (!isRestarting || !(error instanceof UnreachableError) || attempt >= attempts) throw error
        if (attempt === 1) output.tell(`Waiting for ${oneLine(target.name)}, which cannot be reached yet.`)
      } finally {
        await close()
      }
      await new Promise(resolve => setTimeout(resolve, pauseMs))
      if (signal.aborted) throw new InterruptedError('Stopped waiting.')
    }
  }
}

const filterQuestion = 'Only which checks, topics or requirements, comma-separated? Nothing for all:'

/** What a run does there, for whoever has to agree to it; undefined where nobody has to. */
function planFor(target: Target): string | undefined {
  return target.baseUrl === 'embedded' ? undefined : `${target.baseUrl}: ${planToAgreeTo(target) ?? ''}`
}

/** What was not agreed to when the watch began is not done. */
function assertAgreed(target: Target, agreed: string | undefined): void {
  if (target.baseUrl === 'embedded' || planToAgreeTo(target) === undefined || planFor(target) === agreed) return
  throw new ConfigurationError('The target file allows writing to another place than when the watch began.', {
    hint: 'End it with q and start it again, to be asked whether that is wanted; or give --yes.',
  })
}

/** What is watched: what was named, and the target file. */
function pathsOf(options: RunArguments, env: Environment): readonly string[] {
  const named = options.watch === undefined || options.watch === true ? [] : options.watch
  const ofTarget = options.target === undefined && anySwitched(options) ? [] : [options.target ?? usualTargetFile]
  const target = ofTarget.map(path => path.replace(/#[^#/]*$/, ''))
  return [...new Set([...named, ...target])].map(path => callersPath(path, env))
}

interface Mailbox<T> {
  put(one: T): void
  /** The next one, in the order of arrival. */
  take(): Promise<T>
  isEmpty(): boolean
}

function createMailbox<T>(): Mailbox<T> {
  const kept: T[] = []
  let wake: (() => void) | undefined
  return {
    put(one) {
      kept.push(one)
      wake?.()
    },
    async take() {
      for (;;) {
        const one = kept.shift()
        if (one !== undefined) return one
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    },
    isEmpty: () => kept.length === 0,
  }
}

// `ui`: the live suites in Vitest's ui. A developer mends the server and runs one check again with a click.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Topic } from '../check/check.ts'
import { beginRound, createMemory, type Round } from '../engine/round.ts'
import { type Selected, selectChecks } from '../engine/select.ts'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { HarnessError } from '../errors.ts'
import { createRedactor } from '../http/redact.ts'
import { amount } from '../report/amounts.ts'
import { oneLine, plainText } from '../report/plain-text.ts'
import type { Target } from '../target/target.ts'
import { answerFor } from '../vitest/show-record.ts'
import { newChannelName, startUi } from '../vitest/start-ui.ts'
import type { UiAnswer } from '../vitest/ui-messages.ts'
import { askConsent, processTerminal } from './consent.ts'
import { resolveEmbedded, wantedTarget } from './embedded.ts'
import { interruptible } from './interruptible.ts'
import { openBrowser } from './open-browser.ts'
import { quickBudget } from './quick.ts'
import type { Output } from './terminal.ts'
import { builtInTopics, type TargetTopics, topicsFor } from './topics.ts'
import { brokenText, type UiFile, uiFiles } from './ui/files.ts'
import { type OwnChecksWatch, watchOwnChecks } from './ui/own-checks.ts'

export interface UiArguments {
  readonly target?: string
  readonly defect: readonly string[]
  readonly variant: readonly string[]
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly interop: boolean
  readonly ownChecks: boolean
  readonly authServer: boolean
  readonly seed: number
  readonly port?: number
  /** Opens a browser. */
  readonly open: boolean
  /** Runs every check at the start. */
  readonly run: boolean
  readonly yes: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Serves the ui until somebody presses Ctrl-C; gives the exit code. */
export async function uiCommand(options: UiArguments, output: Output, env: Environment): Promise<number> {
  const { target: wanted, switched } = await wantedTarget(options.target, options, env)
  const topics = await topicsFor(wanted, {
    authServer: options.authServer,
    withoutOwn: !options.ownChecks,
    tell: output.tell,
  })
  const { target, close } = await resolveEmbedded(wanted, switched)
  const interrupt = interruptible(output)
  try {
    await askConsent(target, { yes: options.yes, terminal: processTerminal(), signal: interrupt.signal })
    for (const warning of target.warnings) output.tell(`Note: ${warning}`)
    await serve(target, topics, options, { output, env, signal: interrupt.signal })
    return 0
  } finally {
    interrupt.end()
    await close()
  }
}

interface Surroundings {
  readonly output: Output
  readonly env: Environment
  readonly signal: AbortSignal
}

async function serve(
  target: Target,
  { topics, files }: TargetTopics,
  options: UiArguments,
  around: Surroundings,
): Promise<void> {
  const { output, signal } = around
  let selected = chosenOf(topics, options)
  const basic = new Set(quickBudget.costs.keys())
  const basics = chosenOf(topics, { ...options, only: [] }).filter(({ check }) => basic.has(check.id))
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'scim-conformance-ui-')))
  const rounds = createRounds(target, () => selected, basics, options.seed, around)
  const written = createFiles(join(folder, 'tests'))
  let watch: OwnChecksWatch | undefined
  try {
    written.write(uiFiles(selected, written.options))
    const ui = await startUi({
      folder,
      channelName: written.options.channelName,
      concurrency: target.concurrency * 4,
      ...(options.port === undefined ? {} : { port: options.port }),
      answer: rounds.answer,
      onRound: rounds.begin,
      onRoundEnd: rounds.end,
    })
    try {
      output.print(
        `${oneLine(target.name)}  ${oneLine(createRedactor(target.secrets).text(target.baseUrl))}\n${amount(selected.length, 'check')} at ${ui.url}\nCtrl-C ends it.`,
      )
      if (options.open) openBrowser(ui.url)
      const { suites } = target
      if (suites !== undefined && files.length > 0) {
        const ofHarness = topics.filter(topic => builtInTopics.includes(topic))
        watch = watchOwnChecks(suites, files, reloaded => {
          const before = selected.filter(({ topic }) => !ofHarness.some(({ name }) => name === topic))
          const owned = new Set(before.map(({ topic }) => topic))
          if (reloaded.kind === 'broken') {
            output.tell(plainText(reloaded.message))
            written.write(
              uiFiles(selected, written.options).map(file =>
                owned.has(file.topic) ? { ...file, text: brokenText(reloaded.message, written.options) } : file,
              ),
            )
            return
          }
          selected = chosenOf([...ofHarness, ...reloaded.topics], options)
          const stampOf = (topic: string) =>
            reloaded.topics.some(({ name }) => name === topic) ? reloaded.stamp : undefined
          written.write(uiFiles(selected, { ...written.options, stampOf }))
        })
      }
      const stopped = new Promise<void>(resolve => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      await Promise.race([stopped, options.run ? ui.runAll() : ui.listAll()])
      await stopped
    } finally {
      watch?.end()
      await ui.close()
    }
  } finally {
    await rounds.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The checks that the ui shows. Throws ConfigurationError for a prefix that no check has. */
function chosenOf(topics: readonly Topic[], options: UiArguments): readonly Selected[] {
  return selectChecks(topics, options).filter(({ leftOut }) => leftOut === undefined)
}

interface WrittenFiles {
  readonly options: { readonly testsModule: string; readonly channelName: string }
  /** Writes what has changed, and removes what is no more. */
  write(files: readonly UiFile[]): void
}

function createFiles(folder: string): WrittenFiles {
  const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js'
  const testsModule = pathToFileURL(join(import.meta.dirname, `../vitest/ui-tests.${extension}`)).href
  const texts = new Map<string, string>()
  mkdirSync(folder)
  return {
    options: { testsModule, channelName: newChannelName() },
    write(files) {
      const names = new Set(files.map(({ name }) => name))
      for (const name of [...texts.keys()].filter(one => !names.has(one))) {
        texts.delete(name)
        rmSync(join(folder, name))
      }
      for (const { name, text } of files) {
        if (texts.get(name) !== text) writeFileSync(join(folder, name), text)
        texts.set(name, text)
      }
    },
  }
}

interface Rounds {
  begin(): void
  end(): Promise<void>
  answer(checkId: string): Promise<UiAnswer>
}

/** A session for each round: whatever the service provider has become meanwhile is learnt anew. */
function createRounds(
  target: Target,
  selected: () => readonly Selected[],
  basics: readonly Selected[],
  seed: number,
  { env, signal }: Surroundings,
): Rounds {
  const memory = createMemory()
  let round: Round | undefined
  const begin = (): Round =>
    beginRound(target, {
      checks: [...selected(), ...basics],
      basics: basics.map(({ check }) => check.id),
      memory,
      seed,
      journalFolder: journalFolderFrom(env),
      signal,
    })
  const end = async (): Promise<void> => {
    const ending = round
    round = undefined
    await ending?.end()
  }
  return {
    begin() {
      round ??= begin()
    },
    end,
    async answer(checkId) {
      round ??= begin()
      try {
        return answerFor(await round.run(checkId), target)
      } catch (error) {
        return { outcome: 'fail', message: errorText(error) }
      }
    },
  }
}

function errorText(error: unknown): string {
  if (error instanceof HarnessError) return plainText([error.message, error.hint ?? ''].join('\n'))
  return `The harness broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

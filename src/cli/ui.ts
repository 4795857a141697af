// `ui`: the live suites in Vitest's ui. A developer mends the server and runs one check again with a click.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Topic } from '../check/check.ts'
import { type Selected, selectChecks } from '../engine/select.ts'
import { createRedactor } from '../http/redact.ts'
import { amount } from '../report/amounts.ts'
import { oneLine, plainText } from '../report/plain-text.ts'
import type { Target } from '../target/target.ts'
import { startUi } from '../vitest/start-ui.ts'
import { askConsent, processTerminal } from './consent.ts'
import { resolveEmbedded, wantedTarget } from './embedded.ts'
import { interruptible } from './interruptible.ts'
import { type OpenedPage, openBrowserPrivately } from './open-browser.ts'
import { quickBudget } from './quick.ts'
import type { Output } from './terminal.ts'
import { builtInTopics, type TargetTopics, topicsFor } from './topics.ts'
import { brokenText, isOfEveryAnswer, type UiFile, uiFiles } from './ui/files.ts'
import { type OwnChecksWatch, type Reloaded, watchOwnChecks } from './ui/own-checks.ts'
import { createRounds } from './ui/rounds.ts'
import { createFiles } from './ui/written-files.ts'

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
    // Which files were loaded is told already.
    const notes = options.ownChecks ? [] : topics.notes
    for (const note of [...target.warnings, ...notes]) output.tell(plainText(`Note: ${note}`))
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
  const rounds = createRounds(target, {
    selected: () => selected,
    basics,
    seed: options.seed,
    env: around.env,
    signal,
    tell: note => output.tell(plainText(`Note: ${note}`)),
  })
  const written = createFiles(join(folder, 'tests'))
  let watch: OwnChecksWatch | undefined
  let page: OpenedPage | undefined
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
      if (options.open) page = openBrowserPrivately(ui.url, folder)
      const { suites } = target
      const ofHarness = topics.filter(topic => builtInTopics.includes(topic))
      const follow = (reloaded: Reloaded): void => {
        if (reloaded.kind === 'broken') {
          output.tell(plainText(reloaded.message))
          const text = brokenText(reloaded.message, written.options)
          const isOwn = ({ topic }: UiFile): boolean => ofHarness.every(({ name }) => name !== topic)
          const own = uiFiles(selected, written.options)
          written.write(own.map(file => (isOwn(file) && !isOfEveryAnswer(file) ? { ...file, text } : file)))
          return
        }
        selected = chosenOf([...ofHarness, ...reloaded.topics], options)
        const isReloaded = (topic: string): boolean => reloaded.topics.some(({ name }) => name === topic)
        const stampOf = (topic: string) => (isReloaded(topic) ? reloaded.stamp : undefined)
        written.write(uiFiles(selected, { ...written.options, stampOf }))
      }
      if (suites !== undefined && files.length > 0) watch = watchOwnChecks(suites, files, follow)
      const stopped = new Promise<void>(resolve => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      await Promise.race([stopped, options.run ? ui.runAll() : ui.listAll()])
      await stopped
    } finally {
      watch?.end()
      page?.remove()
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

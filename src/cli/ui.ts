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
import { plainText } from '../report/plain-text.ts'
import type { Target } from '../target/target.ts'
import { newChannelName, startUi } from '../vitest/start-ui.ts'
import type { UiAnswer } from '../vitest/ui-messages.ts'
import { askConsent, processTerminal } from './consent.ts'
import { resolveEmbedded, wantedTarget } from './embedded.ts'
import { interruptible } from './interruptible.ts'
import { openBrowser } from './open-browser.ts'
import { quickBudget } from './quick.ts'
import type { Output } from './terminal.ts'
import { topicsFor } from './topics.ts'
import { answerFor } from './ui/answer.ts'
import { uiFiles } from './ui/files.ts'

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
  const { topics } = await topicsFor(wanted, {
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
  topics: readonly Topic[],
  options: UiArguments,
  around: Surroundings,
): Promise<void> {
  const { output, signal } = around
  const selected = selectChecks(topics, options).filter(({ leftOut }) => leftOut === undefined)
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'scim-conformance-ui-')))
  const rounds = createRounds(target, selected, options.seed, around)
  try {
    const channelName = newChannelName()
    const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js'
    const testsModule = pathToFileURL(join(import.meta.dirname, `../vitest/ui-tests.${extension}`)).href
    mkdirSync(join(folder, 'tests'))
    for (const { name, text } of uiFiles(selected, { testsModule, channelName })) {
      writeFileSync(join(folder, 'tests', name), text)
    }
    const ui = await startUi({
      folder,
      channelName,
      concurrency: target.concurrency * 4,
      ...(options.port === undefined ? {} : { port: options.port }),
      answer: rounds.answer,
      onRound: rounds.begin,
      onRoundEnd: rounds.end,
    })
    try {
      output.print(
        `${plainText(target.name)}  ${plainText(target.baseUrl)}\n${selected.length} checks at ${ui.url}\nCtrl-C ends it.`,
      )
      if (options.open) openBrowser(ui.url)
      const stopped = new Promise<void>(resolve => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      await Promise.race([stopped, options.run ? ui.runAll() : ui.listAll()])
      await stopped
    } finally {
      await ui.close()
    }
  } finally {
    await rounds.end()
    rmSync(folder, { recursive: true, force: true })
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
  selected: readonly Selected[],
  seed: number,
  { env, signal }: Surroundings,
): Rounds {
  const memory = createMemory()
  let round: Round | undefined
  const begin = (): Round =>
    beginRound(target, {
      checks: selected,
      basics: [...quickBudget.costs.keys()],
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

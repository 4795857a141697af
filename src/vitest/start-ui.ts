// Starts Vitest with its ui, in this process, on test files that were written for it.

import { randomUUID } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { BroadcastChannel } from 'node:worker_threads'
import type { Vitest } from 'vitest/node'
import { ConfigurationError } from '../errors.ts'
import type { UiAnswer, UiQuestion } from './ui-messages.ts'

export interface UiOptions {
  /** A folder of the ui's own, in which `tests/` holds the test files: their order is that of their names. */
  readonly folder: string
  /** The name of the channel on which the tests ask; as the files say it. */
  readonly channelName: string
  /** Tests under way at once. */
  readonly concurrency: number
  readonly port?: number
  /** Runs the check with this id and says what its test is to show. */
  readonly answer: (checkId: string) => Promise<UiAnswer>
  /** Tests begin to run: all, some or one. */
  readonly onRound: () => void
  /** They are done. Vitest waits for what this gives. */
  readonly onRoundEnd: () => Promise<void>
}

export interface Ui {
  /** With the token that the ui wants to see. */
  readonly url: string
  /** Runs every test. */
  runAll(): Promise<void>
  /** Lists every test and runs none. */
  listAll(): Promise<void>
  /** Runs the tests of a file that has been written anew. */
  runFile(file: string): Promise<void>
  close(): Promise<void>
}

/** The one whose interface this is written for. */
const wantedMajor = 5

/**
 * Starts it, listening on 127.0.0.1 alone. Throws ConfigurationError where Vitest or its ui is not installed, or is of another
 * major version.
 */
export async function startUi(options: UiOptions): Promise<Ui> {
  const { createVitest, version } = await loadVitest()
  if (Number.parseInt(version, 10) !== wantedMajor) {
    throw new ConfigurationError(`\`ui\` needs Vitest ${wantedMajor}; ${version} is installed.`, { hint: installHint })
  }
  const { BaseSequencer } = await loadVitest()
  class InOrder extends BaseSequencer {
    override async sort(files: Parameters<InstanceType<typeof BaseSequencer>['sort']>[0]) {
      return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
    }
  }
  const pages = pagesThatLoad()
  const channel = new BroadcastChannel(options.channelName)
  channel.onmessage = event => {
    if (!isQuestion(event)) return
    const { number, checkId } = event.data
    void options.answer(checkId).then(async answer => {
      await pages.haveLoaded()
      channel.postMessage({ kind: 'reply', number, answer })
    })
  }
  // A token of its own for each start, in a folder that goes with it, and not the one that all Vitests of this user share.
  const dataFolder = process.env.XDG_DATA_HOME
  const ownData = join(options.folder, 'data')
  mkdirSync(ownData, { recursive: true })
  process.env.XDG_DATA_HOME = ownData
  const listeners = rememberListeners()
  let vitest: Vitest
  try {
    vitest = await createVitest(
      {
        config: false,
        root: join(options.folder, 'tests'),
        include: ['**/*.js'],
        exclude: [],
        watch: true,
        ui: true,
        open: false,
        api: {
          host: '127.0.0.1',
          ...(options.port === undefined ? {} : { port: options.port, strictPort: true }),
          // The files are written by the command: what is typed into them would be lost.
          allowWrite: false,
          allowExec: true,
        },
        pool: 'threads',
        isolate: false,
        maxWorkers: 1,
        fileParallelism: false,
        sequence: { concurrent: true, sequencer: InOrder },
        maxConcurrency: options.concurrency,
        cache: false,
        fsModuleCachePath: join(options.folder, 'modules'),
        attachmentsDir: join(options.folder, 'attachments'),
        reporters: [{ onTestRunStart: () => options.onRound(), onTestRunEnd: () => options.onRoundEnd() }],
      },
      {
        cacheDir: join(options.folder, 'cache'),
        plugins: [{ name: 'scim-conformance:page', configureServer: keepToItself }],
      },
    )
  } catch (error) {
    channel.close()
    throw error
  } finally {
    listeners.restore()
    if (dataFolder === undefined) delete process.env.XDG_DATA_HOME
    else process.env.XDG_DATA_HOME = dataFolder
  }
  vitest.vite.httpServer?.on('upgrade', () => pages.connect())
  const files = async () => vitest.globTestSpecifications()
  return {
    url: addressOf(vitest),
    async runAll() {
      await vitest.start()
    },
    async listAll() {
      await vitest.standalone()
      await vitest.collectTests(await files())
    },
    async runFile(file) {
      vitest.invalidateFile(file)
      await vitest.rerunTestSpecifications(vitest.getModuleSpecifications(file))
    },
    async close() {
      await vitest.cancelCurrentRun('keyboard-input')
      await vitest.close()
      channel.close()
    },
  }
}

/**
 * Vitest and Vite end the process at once when they are told to stop. What was created at the service provider has to be deleted
 * first, so that is the command's to do: listeners that are added from now on are taken away again.
 */
function rememberListeners(): { restore(): void } {
  const emitters: readonly (readonly [EventEmitter, string])[] = [
    [process, 'SIGINT'],
    [process, 'SIGTERM'],
    [process.stdin, 'end'],
  ]
  const before = emitters.map(([emitter, name]) => emitter.listeners(name))
  return {
    restore() {
      for (const [index, [emitter, name]] of emitters.entries()) {
        const kept = before[index] ?? []
        const added = emitter.listeners(name).filter(listener => !kept.includes(listener))
        for (const listener of added) if (isListener(listener)) emitter.off(name, listener)
      }
    },
  }
}

function isListener(value: unknown): value is (...args: unknown[]) => void {
  return typeof value === 'function'
}

/** What Vitest's page may load: what this server has, and nothing of another host (its font), nor what a provider's words might ask for. */
const pagePolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self' ws://127.0.0.1:*",
  "frame-ancestors 'none'",
].join('; ')

function keepToItself(server: Vitest['vite']): void {
  server.middlewares.use((_request, response, next) => {
    response.setHeader('Content-Security-Policy', pagePolicy)
    next()
  })
}

/** Milliseconds in which a page that has just connected asks how things stand, on a machine that is busy. */
const loadingMs = 1500

/**
 * Vitest's page asks how things stand once it is connected, and what is told while it waits for the answer is lost: the answer is
 * older and replaces it. So nothing is told in that moment.
 */
function pagesThatLoad() {
  let loadedAt = 0
  return {
    connect() {
      loadedAt = Date.now() + loadingMs
    },
    async haveLoaded() {
      for (let left = loadedAt - Date.now(); left > 0; left = loadedAt - Date.now()) await setTimeout(left)
    },
  }
}

const installHint = `npm install --save-dev scim-conformance vitest@${wantedMajor} @vitest/ui@${wantedMajor}, and call it there with npx.`

async function loadVitest(): Promise<typeof import('vitest/node')> {
  for (const name of ['vitest', '@vitest/ui']) {
    try {
      import.meta.resolve(name)
    } catch (error) {
      throw new ConfigurationError(`\`ui\` needs ${name}, which is not installed beside scim-conformance.`, {
        hint: installHint,
        cause: error,
      })
    }
  }
  return import('vitest/node')
}

function addressOf({ config, vite }: Vitest): string {
  const address = vite.httpServer?.address()
  const port = typeof address === 'object' && address !== null ? address.port : config.api.port
  const base = typeof config.uiBase === 'string' ? config.uiBase : '/__vitest__/'
  return `http://127.0.0.1:${port}${base}?token=${encodeURIComponent(config.api.token)}`
}

function isQuestion(event: unknown): event is { readonly data: UiQuestion } {
  if (typeof event !== 'object' || event === null || !('data' in event)) return false
  const { data } = event
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'question'
}

/** A name for a channel that nobody guesses. */
export function newChannelName(): string {
  return `scim-conformance-${randomUUID()}`
}

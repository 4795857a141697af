// Starts one of the real service providers of this folder as a process of its own, and ends it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const serverNames = ['scimmy-express5', 'scimmy-express4', 'better-auth', 'saml-jackson'] as const
export type ServerName = (typeof serverNames)[number]

export interface RunningServer {
  /** Where the resource endpoints stand, without a slash at the end. */
  readonly baseUrl: string
  /** The bearer token it takes. */
  readonly token: string
  /** Ends the process; resolves when it is gone. A second call does nothing. */
  stop(): Promise<void>
}

const readyWithinMs = 30_000
const stopWithinMs = 3_000

/**
 * Starts the named service provider on a free port of 127.0.0.1 and waits until it says that it listens.
 * The process ends with its parent. Throws, with what the process wrote, when it exits or is not ready within 30 s.
 */
export async function startServer(name: ServerName): Promise<RunningServer> {
  const program = fileURLToPath(new URL(`./${name}/server.mjs`, import.meta.url))
  // The fourth channel is never written to: the program exits when it closes, which it does when this process dies.
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, PORT: '0', TOKEN: 'token-of-the-tests' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  try {
    const { baseUrl, token } = await readyLine(child, name)
    return { baseUrl, token, stop: () => stop(child) }
  } catch (cause) {
    await stop(child)
    throw cause
  }
}

function readyLine(child: ChildProcess, name: ServerName): Promise<{ baseUrl: string; token: string }> {
  return new Promise((resolve, reject) => {
    let written = ''
    const give = (what: string) => {
      clearTimeout(deadline)
      reject(new Error(`${name} ${what}. It wrote:\n${written}`))
    }
    const deadline = setTimeout(() => give(`was not ready within ${readyWithinMs} ms`), readyWithinMs)
    const read = (chunk: Buffer) => {
      written = (written + chunk.toString()).slice(-10_000)
      const [, baseUrl, token] = /^ready (\S+) Bearer (\S+)\r?\n/m.exec(written) ?? []
      if (baseUrl === undefined || token === undefined) return
      clearTimeout(deadline)
      resolve({ baseUrl, token })
    }
    // Both pipes are read to the end, so that a talkative process never blocks on a full one.
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', error => give(`could not be started: ${error.message}`))
    child.once('exit', (code, signal) => give(`ended with ${signal ?? `exit code ${code}`}`))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill()
  const deadline = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
  await gone
  clearTimeout(deadline)
}

// Runs `scim-conformance ui` in a process of its own, as a developer would, but without a browser.

import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface UiSetting {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** The command; the sources when absent. */
  readonly bin?: string
}

export interface RunningUi {
  readonly url: string
  readonly child: ChildProcess
  /** What it has printed so far. */
  readonly said: () => string
  /** Ctrl-C, or another signal; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts it and waits for the address that it prints. Rejects with what it says where it ends before. */
export async function startUi(args: readonly string[], { cwd, env, bin }: UiSetting): Promise<RunningUi> {
  const { PATH = '', HOME = '' } = process.env
  const command = bin ?? resolve(import.meta.dirname, '../../src/bin.ts')
  const child = spawn(process.execPath, [command, 'ui', '--no-open', ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>(done => child.once('close', done))
  let said = ''
  const url = await new Promise<string>((found, fail) => {
    const listen = (text: string): void => {
      said += text
      const [address] = /http:\S+\?token=\S+/.exec(said) ?? []
      if (address !== undefined) found(address)
    }
    child.stdout?.setEncoding('utf8').on('data', listen)
    child.stderr?.setEncoding('utf8').on('data', listen)
    void ended.then(code => fail(new Error(`ui ended with ${code}: ${said}`)))
  })
  return {
    url,
    child,
    said: () => said,
    stop(signal = 'SIGINT') {
      child.kill(signal)
      return ended
    },
  }
}

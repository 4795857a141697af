// Asks before the first write to a service provider that is not on this machine.

import { createInterface } from 'node:readline'
import { planToAgreeTo } from '../engine/consent.ts'
import { ConfigurationError, InterruptedError } from '../errors.ts'
import type { Target } from '../target/target.ts'

export interface ConsentOptions {
  readonly yes: boolean
  /** Where to ask; undefined where there is no terminal. */
  readonly terminal: ConsentTerminal | undefined
  /** Aborting it withdraws the question. */
  readonly signal: AbortSignal
}

export interface ConsentTerminal {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

/** This process's terminal, where it has one to ask on and to be answered on. */
export function processTerminal(): ConsentTerminal | undefined {
  const { stdin, stderr } = process
  return stdin.isTTY === true && stderr.isTTY === true ? { input: stdin, output: stderr } : undefined
}

/**
 * Says what a run will create and asks whether that is wanted. Throws ConfigurationError where the answer is no, where it
 * ends without one (Ctrl-D), or where there is no terminal to ask on and --yes was not given; InterruptedError where the
 * question is interrupted (Ctrl-C).
 */
export async function askConsent(target: Target, options: ConsentOptions): Promise<void> {
  return agreeTo(planToAgreeTo(target), options)
}

/** As `askConsent`, for a plan in words; undefined where nobody has to be asked. */
export async function agreeTo(plan: string | undefined, { yes, terminal, signal }: ConsentOptions): Promise<void> {
  if (yes || plan === undefined) return
  if (terminal === undefined) {
    throw new ConfigurationError(`${plan} There is no terminal to ask on.`, {
      hint: 'Give --yes to agree, or set `safety: read-only` in the target file.',
    })
  }
  const answer = await ask(`${plan}\nGo on? [y/N] `, terminal, signal)
  if (!/^y(es)?$/i.test(answer.trim())) throw new ConfigurationError('Nothing was sent: you did not agree.')
}

/** The line that is typed; nothing where the input ends. Throws InterruptedError. */
export function ask(question: string, { input, output }: ConsentTerminal, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input, output, terminal: true })
  return new Promise<string>((resolve, reject) => {
    const interrupt = (): void => reject(new InterruptedError('The run was interrupted before anything was sent.'))
    if (signal.aborted) interrupt()
    signal.addEventListener('abort', interrupt, { once: true })
    lines.once('SIGINT', interrupt)
    lines.once('close', () => resolve(''))
    lines.question(question, resolve)
  }).finally(() => {
    lines.close()
  })
}

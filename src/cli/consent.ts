// Asks before the first write to a service provider that is not on this machine.

import { createInterface } from 'node:readline/promises'
import { ConfigurationError } from '../errors.ts'
import type { Target } from '../target/target.ts'

/** Whether a URL's host is this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname) || hostname.endsWith('.localhost')
}

/**
 * Says what a run will create and asks whether that is wanted. Throws ConfigurationError where the answer is no, or where
 * there is no terminal to ask on and --yes was not given.
 */
export async function askConsent(target: Target, options: { yes: boolean; interactive: boolean }): Promise<void> {
  if (options.yes || target.safety === 'read-only' || isLoopback(target.baseUrl)) return
  const plan = `The run creates some hundred users, groups and other resources at ${target.name}, all with names that begin with "scimc-", changes only those, and deletes them again.`
  if (!options.interactive) {
    throw new ConfigurationError(`${plan} There is no terminal to ask on.`, {
      hint: 'Give --yes to agree, or set `safety: read-only` in the target file.',
    })
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${plan}\nGo on? [y/N] `)
    if (!/^y(es)?$/i.test(answer.trim()))
      throw new ConfigurationError('Nothing was sent that writes: you did not agree.')
  } finally {
    terminal.close()
  }
}

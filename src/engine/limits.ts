// The limits that an operator sets for a run: what is said when one is reached.

import { LimitError } from '../errors.ts'
import type { RunLimits } from '../target/target.ts'

const words: Readonly<Record<keyof RunLimits, (limit: number) => string>> = {
  requests: limit => `${limit} requests were sent, which is the limit set for this run.`,
  resources: limit => `The run may create ${limit} resources, and the next create would pass that limit.`,
  seconds: limit => `${limit} seconds have passed, which is the limit set for this run.`,
}

/** The error that stops a run at one of its limits. */
export function limitError(what: keyof RunLimits, limit: number): LimitError {
  return new LimitError(words[what](limit), {
    hint: `What is not examined is blocked. Raise limits.${what} in the target file or --max-${what}, or examine less with --only.`,
  })
}

// The limits that an operator sets for a run: what is said when one is reached.

import { LimitError } from '../errors.ts'

const words: Readonly<Record<'requests' | 'seconds', (limit: number) => string>> = {
  requests: limit => `${limit} requests were sent, which is the limit set for this run.`,
  seconds: limit => `${limit} seconds have passed, which is the limit set for this run.`,
}

/** The error that stops a run at one of its limits. */
export function limitError(what: keyof typeof words, limit: number): LimitError {
  return new LimitError(words[what](limit), {
    hint: `What is not examined is blocked. Raise limits.${what} in the target file or --max-${what}, or examine less with --only.`,
  })
}

/** Ten times what all checks create, one after the other, at a service provider with everything. */
const mostCreates = 20_000

/**
 * The error that stops a run which creates without end, though never many at once; `limit` is how many may exist. Undefined
 * where it may go on.
 */
export function tooManyCreates(created: number, limit: number): LimitError | undefined {
  const most = Math.max(mostCreates, Number.isFinite(limit) ? limit : 0)
  if (created <= most) return undefined
  return new LimitError(`The run has created ${most} resources, which no run needs.`, {
    hint: 'What is not examined is blocked. Does the service provider keep what it says it has deleted?',
  })
}

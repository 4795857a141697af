// What a run does at a service provider that is not on this machine: whoever starts it agrees first.

import { ConfigurationError } from '../errors.ts'
import { isLoopback } from '../http/loopback.ts'
import type { Target } from '../target/target.ts'

/** What the run will create and delete there, in words to agree to; undefined where nobody has to be asked. */
export function planToAgreeTo(target: Target): string | undefined {
  if (target.safety === 'read-only' || isLoopback(target.baseUrl)) return undefined
  return `The run creates some hundred users, groups and other resources at ${target.name}, all with names that begin with "scimc-", changes only those, and deletes them again.`
}

/**
 * Holds for a program what the command does itself: it starts no embedded provider, and it agrees in its options to what
 * the run creates. Throws ConfigurationError where the target is for the command alone or the program does not agree.
 */
export function assertReady(target: Target, { agreed }: { readonly agreed: boolean }): void {
  if (target.baseUrl === 'embedded') {
    throw new ConfigurationError('`baseUrl: embedded` is for the command: a program is not given that provider.', {
      hint: 'Start it with `scim-conformance serve --port 8080` and give the base URL that it prints.',
    })
  }
  const plan = planToAgreeTo(target)
  if (plan === undefined || agreed) return
  throw new ConfigurationError(`${plan} The program has not agreed to that.`, {
    hint: 'Give `agreed: true` in the options to agree, or set `safety: read-only` in the target file.',
  })
}

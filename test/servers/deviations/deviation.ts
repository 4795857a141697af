// How the deviations of a service provider are written down: by cause, with the checks that report it.

/** One check that reports, and why it is right to. */
export interface Deviation {
  readonly verdict: 'fail' | 'warn' | 'blocked'
  /** Section and reason. `§` alone means RFC 7644, `7643 §` RFC 7643; a number in brackets is an interpretation. */
  readonly why: string
  /** Reported only while the tenant holds what the reason names, which depends on what other checks are about. */
  readonly sometimes?: true
}

/** By check id. */
export type Deviations = Readonly<Record<string, Deviation>>

/** The checks that report one cause. */
export function because(
  why: string,
  checks: Partial<Readonly<Record<Deviation['verdict'] | 'failSometimes', readonly string[]>>>,
): Deviations {
  const { fail = [], warn = [], blocked = [], failSometimes = [] } = checks
  return Object.fromEntries([
    ...fail.map(id => [id, { verdict: 'fail', why }] as const),
    ...warn.map(id => [id, { verdict: 'warn', why }] as const),
    ...blocked.map(id => [id, { verdict: 'blocked', why }] as const),
    ...failSometimes.map(id => [id, { verdict: 'fail', why, sometimes: true }] as const),
  ])
}

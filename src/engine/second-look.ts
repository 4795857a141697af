// Which checks are tried once more with nothing else under way: those that had no answer, or could not even begin for an error of
// the service provider, while there was much else to answer.

import type { CheckRecord } from '../result/run-result.ts'

/** Tries without an answer in a row after which the service provider is taken to answer so however little is asked of it. */
export const vainLooks = 3

/**
 * Whether a check had no answer in time, was not done in time, or was blocked by a 5xx in its set-up: alone, it may well be
 * answered. A 5xx that a finding tells of stays what it is.
 */
export function lackedAnswers({ verdict, reason = '', exchanges }: CheckRecord): boolean {
  if (verdict !== 'fail' && verdict !== 'blocked' && verdict !== 'warn') return false
  if (verdict === 'blocked' && /\bcould not be \w+: 5\d\d\b/.test(reason)) return true
  return (
    exchanges.some(({ problem }) => problem?.kind === 'timeout') ||
    // What the check itself did not send, such as shared data, is told in the reason alone.
    /\bno complete answer within\b|\bdid not finish within\b/.test(reason)
  )
}

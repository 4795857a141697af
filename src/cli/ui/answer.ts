// What the test of a check shows, from the record of the check: what the terminal says, and what was sent and received.

import { exchangeText } from '../../report/exchange-text.ts'
import { evidenceOf, failuresOf } from '../../report/failure.ts'
import { plainText } from '../../report/plain-text.ts'
import { renderFailure } from '../../report/terminal.ts'
import type { CheckRecord } from '../../result/run-result.ts'
import type { UiAnswer } from '../../vitest/ui-messages.ts'

/** Exchanges that a message shows; it is read in a narrow column. */
const shownExchanges = 6
const width = 100

/** What the test of this check shows: it fails where the check fails, is blocked or broke. */
export function answerFor(record: CheckRecord, { baseUrl }: { readonly baseUrl: string }): UiAnswer {
  switch (record.verdict) {
    case 'pass':
      return { outcome: 'pass' }
    case 'warn':
    case 'known':
      return { outcome: 'pass', remark: textOf(record, baseUrl) }
    case 'unsupported':
    case 'skipped':
      return { outcome: 'skip', reason: plainText(record.reason ?? record.verdict) }
    case 'fail':
    case 'blocked':
    case 'error': {
      const { expected, got } = record
      const message = textOf(record, baseUrl)
      return expected === undefined || got === undefined
        ? { outcome: 'fail', message }
        : { outcome: 'fail', message, expected: plainText(expected), got: plainText(got) }
    }
  }
}

function textOf(record: CheckRecord, baseUrl: string): string {
  const failures = failuresOf([record], { baseUrl })
  const reason = record.reason === undefined ? [] : [`${record.verdict}: ${plainText(record.reason)}`]
  const findings = failures.map(failure => renderFailure(failure, { colour: false, width, report: true }))
  const evidence = [...new Map(failures.flatMap(evidenceOf).map(one => [one.id, one])).values()]
  const shown = (evidence.length > 0 ? evidence : record.exchanges).slice(-shownExchanges)
  const more = (evidence.length > 0 ? evidence : record.exchanges).length - shown.length
  return [
    ...reason,
    ...findings,
    ...(shown.length === 0
      ? []
      : [`What was sent (>) and received (<)${more > 0 ? `, the last ${shown.length}` : ''}:`]),
    ...shown.map(exchangeText),
  ].join('\n\n')
}

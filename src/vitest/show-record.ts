// What the test of a check shows, from the record of the check: what the terminal says, and what was sent and received.

import { exchangeText } from '../report/exchange-text.ts'
import { evidenceOf, failuresOf } from '../report/failure.ts'
import { cutTo, oneLine, plainText } from '../report/plain-text.ts'
import { renderFailure } from '../report/terminal.ts'
import type { CheckRecord } from '../result/run-result.ts'
import type { UiAnswer, UiRemark } from './ui-messages.ts'

/** Exchanges that a message shows; it is read in a narrow column. */
const shownExchanges = 6
/** Of a check that passed: what the ui holds of hundreds of them has to stay small. */
const shownOfPassing = 3
/** Characters of a body in a box. */
const longestShort = 1500
const width = 88

/** What the test of this check shows: it fails where the check fails, is blocked or broke. */
export function answerFor(record: CheckRecord, { baseUrl }: { readonly baseUrl: string }): UiAnswer {
  switch (record.verdict) {
    case 'pass':
      return { outcome: 'pass', remarks: evidenceRemarks(record.exchanges) }
    case 'warn':
    case 'known':
      return { outcome: 'pass', remarks: remarksOn(record, baseUrl) }
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

/** A warning in boxes: a test that passes shows no error. */
function remarksOn(record: CheckRecord, baseUrl: string): readonly UiRemark[] {
  const failures = failuresOf([record], { baseUrl })
  const findings = failures.flatMap(failure => [
    {
      heading: `${record.verdict === 'known' ? 'Known deviation' : 'Warning'}: ${failure.level} ${failure.section?.label ?? ''}`,
      text: `Expected ${failure.expected}. Got ${failure.got}.`,
    },
    {
      heading: 'Why',
      text: [failure.why, failure.reading, failure.section?.url].filter(part => part !== undefined).join(' '),
    },
    ...failure.fixes.map(fix => ({ heading: 'Fix', text: fix })),
  ])
  const reason = record.reason === undefined ? [] : [{ heading: 'Note', text: record.reason }]
  const evidence = [...new Map(failures.flatMap(evidenceOf).map(one => [one.id, one])).values()]
  return [
    ...[...findings, ...reason].map(({ heading, text }) => ({ heading: oneLine(heading), text: oneLine(text) })),
    ...evidenceRemarks(evidence.length > 0 ? evidence : record.exchanges),
  ]
}

/** A box for each of the last exchanges. */
function evidenceRemarks(exchanges: CheckRecord['exchanges']): readonly UiRemark[] {
  return exchanges.slice(-shownOfPassing).map(({ id, request, response, problem }) => {
    const answer =
      response === undefined ? `no answer: ${problem?.message ?? 'the connection failed'}` : String(response.status)
    const parts = [request.body, response?.body].map(body => cutTo(oneLine(body ?? ''), longestShort))
    const texts = parts.map(({ text, leftOut }) => (text === '' ? 'nothing' : leftOut > 0 ? `${text} …` : text))
    return {
      heading: oneLine(`${id}  ${request.method} ${request.url}: ${answer}`),
      text: `Sent ${texts[0]}. Received ${texts[1]}.`,
    }
  })
}

function textOf(record: CheckRecord, baseUrl: string): string {
  const failures = failuresOf([record], { baseUrl })
  const reason = record.reason === undefined ? [] : [`${record.verdict}: ${plainText(record.reason)}`]
  const findings = failures.map(failure =>
    withoutEvidence(renderFailure(failure, { colour: false, width, report: true })),
  )
  const evidence = [...new Map(failures.flatMap(evidenceOf).map(one => [one.id, one])).values()]
  return [...reason, ...findings, evidenceText(evidence.length > 0 ? evidence : record.exchanges, shownExchanges)]
    .filter(part => part !== '')
    .join('\n\n')
}

/** The last so many exchanges. */
function evidenceText(exchanges: CheckRecord['exchanges'], most: number): string {
  if (exchanges.length === 0) return ''
  const shown = exchanges.slice(-most)
  const ofHowMany = shown.length < exchanges.length ? `, the last ${shown.length} of ${exchanges.length} exchanges` : ''
  return [`What was sent (>) and received (<)${ofHowMany}:`, ...shown.map(exchangeText)].join('\n\n')
}

/** Without the line that sends the reader to a report: the exchanges follow. */
function withoutEvidence(text: string): string {
  return text.replace(/^ {2}Evidence {2}.*\n?/m, '')
}

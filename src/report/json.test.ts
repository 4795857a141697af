import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors.ts'
import { schemaVersion } from '../result/run-result.ts'
import { readReport, renderJson } from './json.ts'
import { aSampleResult } from './sample.test-data.ts'

test('a run is read back as it was written', () => {
  const result = aSampleResult()
  expect(readReport(renderJson(result))).toEqual(result)
  expect(renderJson(result)).toMatch(/^\{\n {2}"schemaVersion": "1\.\d+",[\s\S]*\}\n$/)
})

test('a byte order mark is no fault', () => {
  expect(readReport(`\ufeff${renderJson(aSampleResult())}`).runId).toBe('7f3a')
})

function changed(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...aSampleResult(), ...change })
}

describe('a broken report is refused with the place and the reason', () => {
  const [first, ...rest] = aSampleResult().checks
  test.each([
    ['no JSON', '{"schemaVersion": ', /^r\.json is not JSON: /],
    ['an empty file', '', /^r\.json is not JSON: /],
    ['something else', '[]', 'r.json is no report: at the top: must be object, but is an array'],
    ['a lack', changed({ seed: undefined }), 'r.json is no report: at the top: "seed" is missing'],
    ['an unknown key', changed({ sed: 1 }), 'r.json is no report: at the top: "sed" is not known here'],
    ['a wrong type', changed({ requests: 'many' }), 'r.json is no report: requests: must be integer, but is "many"'],
    ['a wrong time', changed({ startedAt: 'noon' }), /^r\.json is no report: startedAt: must match format "date-time"/],
    [
      'a verdict of its own',
      changed({ checks: [first, { ...rest[0], verdict: 'green' }] }),
      'r.json is no report: checks[1].verdict: must be one of "pass", "fail", "warn", "known", "unsupported", "skipped", "blocked", "error", but is "green"',
    ],
    [
      'another version',
      changed({ schemaVersion: '2.0' }),
      `r.json has schemaVersion 2.0; this version reads ${schemaVersion}.`,
    ],
    [
      'a later version',
      changed({ schemaVersion: '1.99' }),
      `r.json has schemaVersion 1.99; this version reads ${schemaVersion}.`,
    ],
    ['no version', changed({ schemaVersion: 'x' }), `r.json has schemaVersion x; this version reads ${schemaVersion}.`],
  ])('%s', (_, text, message) => {
    const read = () => readReport(text, 'r.json')
    expect(read).toThrow(ConfigurationError)
    expect(read).toThrow(message)
  })
})

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExamineOptions } from '../engine/examine.ts'
import { UnreachableError } from '../errors.ts'
import { renderHtml } from '../report/html.ts'
import { readReport } from '../report/json.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { aCheck, aResult } from '../report/sample.test-data.ts'
import type { RunResult } from '../result/run-result.ts'
import { readTarget } from '../target/read-target.ts'
import { writeReports } from './report-files.ts'
import { type ReportedRun, reportedRun } from './reported-run.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scim-conformance-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
const aTarget = () =>
  readTarget(`name: Acme\nbaseUrl: https://acme.example/scim\nauth: { type: bearer, token: "$\{T}" }\n`, {
    file: 'target.yaml',
    env: { T: 'the-secret-token' },
    readFile: async () => '',
  })
const run = async (carryOut: (asked: ExamineOptions) => Promise<RunResult>): Promise<ReportedRun> =>
  reportedRun(await aTarget(), { topics: [], seed: 7 }, { folder, carryOut })

describe('while a run is under way', () => {
  test('its reports say that it is not finished, and what an earlier one found is kept', async () => {
    writeReports(folder, aResult([aCheck()]))
    const before = text('report.json')
    const { result } = await run(async ({ runId = '' }) => {
      const now = readReport(text('report.json'))
      expect([now.finished, now.stopped, now.checks, now.seed, now.runId]).toEqual([false, undefined, [], 7, runId])
      expect(text('junit.xml')).toMatch(/<error message="Not finished: no conclusion\." type="not-finished"\/>/)
      expect(text('report.previous.json')).toBe(before)
      return aResult([aCheck()])
    })
    writeReports(folder, result)
    expect(readdirSync(folder).sort()).toEqual(['junit.xml', 'report.html', 'report.json'])
  })

  test('what is no report is not kept', async () => {
    writeFileSync(join(folder, 'report.json'), 'something else')
    await run(async () => aResult([aCheck()]))
    expect(readdirSync(folder).sort()).toEqual(['junit.xml', 'report.html', 'report.json'])
  })
})

test.each([
  [
    new UnreachableError('No answer with the-secret-token.', { hint: 'Is it running?' }),
    { code: 'E_UNREACHABLE', message: 'No answer with [redacted].', hint: 'Is it running?' },
  ],
  [
    new TypeError('the-secret-token is not a function'),
    { code: 'E_INTERNAL', message: expect.stringMatching(/our fault: TypeError: \[redacted\] is not/) },
  ],
])('a run that could not begin: %s', async (error, stopped) => {
  const { result, error: thrown } = await run(async () => {
    throw error
  })
  expect(thrown).toBe(error)
  expect([result.finished, result.stopped, result.checks]).toEqual([false, stopped, []])
  writeReports(folder, result)
  expect(readReport(text('report.json'))).toEqual(result)
  expect(text('junit.xml')).toContain('tests="1" failures="0" errors="1"')
  const html = renderHtml(result)
  expect(html).toContain(result.stopped?.message)
  expect(html).toContain('nothing was examined')
  expect(html).not.toContain('Coverage by RFC section')
  expect(renderMarkdown(result)).not.toContain('| Area')
})

test('a report is replaced when the new one is whole', () => {
  writeReports(folder, aResult([aCheck()]))
  const { ino } = statSync(join(folder, 'report.json'))
  const broken = aResult([aCheck()])
  Object.defineProperty(broken, 'notes', {
    get() {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    },
  })
  expect(() => writeReports(folder, broken)).toThrow(/cannot be written to .*ENOSPC/)
  expect(statSync(join(folder, 'report.json')).ino).toBe(ino)
  expect(readdirSync(folder).sort()).toEqual(['junit.xml', 'report.html', 'report.json'])
  writeReports(folder, aResult([aCheck()]))
  expect(statSync(join(folder, 'report.json')).ino).not.toBe(ino)
})

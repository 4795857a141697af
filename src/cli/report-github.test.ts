import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSampleResult } from '../report/sample.test-data.ts'
import { tellGitHub } from './report-github.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimc-github-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function told(env: Readonly<Record<string, string>>): string {
  const texts: string[] = []
  const output = { print: () => expect.unreachable(), tell: (text: string) => void texts.push(text) }
  tellGitHub(aSampleResult(), { ...output, live: false, colour: false, width: 80 }, env)
  return texts.join('\n')
}

test('elsewhere nothing is told and nothing written', () => {
  expect(told({})).toBe('')
  expect(told({ GITHUB_ACTIONS: 'false', GITHUB_STEP_SUMMARY: '' })).toBe('')
})

test('in a job the findings are annotations', () => {
  expect(told({ GITHUB_ACTIONS: 'true' })).toMatch(/^::error title=/)
})

test('the summary is added to what other steps wrote', () => {
  const file = join(folder, 'summary')
  writeFileSync(file, '# Before\n')
  expect(told({ GITHUB_STEP_SUMMARY: file })).toBe('')
  expect(readFileSync(file, 'utf8')).toMatch(/^# Before\n## ❌ Acme staging/)
})

test('a summary that cannot be written is told', () => {
  expect(told({ GITHUB_STEP_SUMMARY: join(folder, 'no', 'such') })).toContain('Note: the summary of the step cannot')
})

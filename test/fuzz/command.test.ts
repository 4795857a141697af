// `fuzz` as a command: what it prints repeats what it found, by seed and path, by curl, and from a corpus.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readReport } from '../../src/report/json.ts'
import { runCli, temporaryFolder } from '../cli/run-cli.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const defect = ['fuzz', '--defect', 'fuzz-not-not-is-not', '--only', 'valid']

test('a finding is made small and repeats by seed and path', { timeout: 120_000 }, async () => {
  const { exitCode, stdout } = await runCli([...defect, '--requests', '600', '--seed', '5'])
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/Try +(?:#.*\n +)?curl -i "\$SCIM_BASE_URL\/\w+\?filter=/)
  const [, words = '', seed = '', path = ''] =
    /^ {2}(.*)\n {4}seen after .*; repeat with: scim-conformance fuzz --seed (\d+) --path '([^']+)'$/m.exec(stdout) ??
    []
  // Nothing smaller than one comparison shows it.
  expect(words.match(/ (?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b/g)).toHaveLength(1)
  expect(seed).toBe('5')

  const again = await runCli([...defect, '--seed', seed, '--path', path])
  expect(again.exitCode).toBe(1)
  expect(again.stdout).toContain(`  ${words}\n`)
  expect(again.stdout).toContain(`--path '${path}'`)
  const elsewhere = await runCli(['fuzz', '--defect', 'fuzz-zero-is-no-value', '--seed', seed, '--path', path])
  expect(elsewhere.exitCode).toBe(0)
})

test('what is found goes to the corpus once, and is tried first the next time', { timeout: 120_000 }, async () => {
  const corpus = join(folder.path, 'corpus.jsonl')
  const first = await runCli([...defect, '--requests', '600', '--corpus', corpus])
  expect(first.exitCode).toBe(1)
  const lines = readFileSync(corpus, 'utf8').trim().split('\n')
  expect(lines.length).toBeGreaterThan(0)
  // Marks and ids of the run are not in it.
  for (const line of lines) expect(line).not.toMatch(/scimc-[0-9a-f]{8}|[0-9a-f]{8}-[0-9a-f]{4}-/)

  const second = await runCli([...defect, '--requests', '1', '--corpus', corpus, '--out', join(folder.path, 'out')])
  expect(second.exitCode).toBe(1)
  expect(second.stdout).toContain('again from the corpus')
  expect(readFileSync(corpus, 'utf8').trim().split('\n')).toEqual(lines)
  expect(readReport(readFileSync(join(folder.path, 'out/report.json'), 'utf8')).finished).toBe(true)

  const clean = await runCli([
    'fuzz',
    '--defect',
    'fuzz-zero-is-no-value',
    '--requests',
    '1',
    '--only',
    'valid',
    '--corpus',
    corpus,
  ])
  expect(clean.exitCode).toBe(0)
})

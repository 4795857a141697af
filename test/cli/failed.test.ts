// Running again what failed: what is taken, what is told, and that nothing which still fails is lost on the way.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { failedIn } from '../../src/cli/failed.ts'
import { readReport, renderJson } from '../../src/report/json.ts'
import { aCheck, aFinding, aResult } from '../../src/report/sample.test-data.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import { callCli } from './call-cli.ts'
import { startRecordingServer } from './recording-server.ts'
import { temporaryFolder } from './run-cli.ts'

const faults = 'create-without-location,delete-answers-200,unknown-id-answered-400'
const someChecks = 'create/,delete/,read/,location/'

test.each([
  ['must', ['a/fail', 'a/blocked', 'a/error', 'a/earlier']],
  ['should', ['a/fail', 'a/warn', 'a/blocked', 'a/error', 'a/earlier']],
  ['client', ['a/fail', 'a/warn', 'a/client', 'a/blocked', 'a/error', 'a/earlier']],
] as const)('--fail-on %s: what failed', (failOn, ids) => {
  const checks = [
    aCheck({ id: 'a/pass' }),
    aCheck({ id: 'a/fail', verdict: 'fail', findings: [aFinding()] }),
    aCheck({ id: 'a/warn', verdict: 'warn', level: 'SHOULD', findings: [aFinding({ outcome: 'warn' })] }),
    aCheck({ id: 'a/client', verdict: 'warn', level: 'CLIENT', findings: [aFinding({ outcome: 'warn' })] }),
    aCheck({ id: 'a/blocked', verdict: 'blocked', reason: 'no' }),
    aCheck({ id: 'a/error', verdict: 'error', reason: 'no' }),
    aCheck({ id: 'a/skipped', verdict: 'skipped', reason: 'not among --only b/' }),
    aCheck({ id: 'a/earlier', verdict: 'skipped', reason: 'it failed before, and is now not among --only b/' }),
  ]
  expect(failedIn(aResult(checks), failOn)).toEqual(ids)
})

describe.concurrent('run --failed', { timeout: 300_000 }, () => {
  const inFolder = () => {
    const folder = temporaryFolder()
    const run = (...args: readonly string[]) => callCli(['run', ...args], { cwd: folder.path })
    const report = (): RunResult => readReport(readFileSync(join(folder.path, 'reports', 'report.json'), 'utf8'))
    const withVerdict = (...verdicts: readonly string[]): readonly string[] =>
      report().checks.flatMap(({ id, verdict }) => (verdicts.includes(verdict) ? [id] : []))
    return { folder, run, report, withVerdict }
  }

  test('takes what failed and no other; a narrower run in between loses nothing; in the end nothing is sent', async () => {
    const { folder, run, report, withVerdict } = inFolder()
    await run('--defect', faults, '--only', someChecks, '--seed', '7', '--quiet')
    const failed = withVerdict('fail')
    expect(failed).toEqual(expect.arrayContaining(['create/location', 'delete/no-content', 'read/unknown-id']))

    // One is mended, and only that part is run again.
    const narrow = await run('--failed', '--defect', 'delete-answers-200,unknown-id-answered-400', '--only', 'create/')
    expect(narrow.exitCode).toBe(0)
    expect(narrow.stdout.replace(/\s+/g, ' ')).toContain('Only what failed in reports/report.json')
    expect(report().seed).toBe(7)
    expect(withVerdict('fail')).toEqual([])
    expect(failedIn(report(), 'must')).toEqual(failed.filter(id => !id.startsWith('create/')))

    const again = await run('--failed', '--defect', 'delete-answers-200,unknown-id-answered-400')
    expect(again.exitCode).toBe(1)
    expect(again.stdout).toMatch(/Of \d+ checks that had failed: .*\d still fail/)
    expect(withVerdict('fail')).toEqual(expect.arrayContaining(['delete/no-content', 'read/unknown-id']))

    const mended = await run('--failed', '--target', folder.write('t.yaml', 'baseUrl: embedded\n'))
    expect(mended.exitCode).toBe(0)
    expect(mended.stderr.replace(/\s+/g, ' ')).toContain('is of another target, embedded provider with')

    const nothing = await run('--failed', '--target', folder.write('t.yaml', 'baseUrl: embedded\n'))
    expect(nothing.exitCode).toBe(0)
    expect(nothing.stdout).toMatch(/^Nothing failed in reports\/report\.json, of .*: nothing was sent\./)
    folder.remove()
  })

  test('what failed in the answers to other checks is run with those checks', async () => {
    const { folder, run, withVerdict } = inFolder()
    await run('--defect', 'create-without-location', '--only', 'create/,messages', '--quiet')
    expect(withVerdict('fail')).toContain('location/created')
    await run('--failed', '--defect', 'create-without-location', '--quiet')
    expect(withVerdict('fail')).toEqual(expect.arrayContaining(['create/location', 'location/created']))
    folder.remove()
  })

  test('after a target that could not be reached, what failed before is known still', async () => {
    const { folder, run, report } = inFolder()
    await run('--defect', 'delete-answers-200', '--only', 'delete/', '--quiet')
    const gone = folder.write('gone.yaml', 'baseUrl: http://127.0.0.1:9/scim\nauth: { type: none }\n')
    const first = await run('--target', gone, '--quiet', '--out', 'other', '--profile', 'gate-okta-oin')
    const junit = readFileSync(join(folder.path, 'other', 'junit.xml'), 'utf8')
    expect([first.exitCode, junit.match(/<error /g)]).toEqual([2, ['<error ']])
    const nothing = await run('--failed', '--target', gone, '--out', 'other')
    expect([nothing.exitCode, nothing.stderr]).toEqual([
      2,
      expect.stringMatching(/other\/report\.json has no checks: .*9/),
    ])
    for (const args of [['--json'], ['--failed', '--json']]) {
      const result = await run('--target', gone, ...args)
      expect([result.exitCode, readReport(result.stdout)]).toEqual([2, report()])
      expect([report().finished, report().stopped?.code, report().checks]).toEqual([false, 'E_UNREACHABLE', []])
    }
    const again = await run('--failed', '--defect', 'delete-answers-200')
    expect(again.stdout.replace(/\s+/g, ' ')).toContain('Only what failed in reports/report.previous.json')
    expect(again.stdout).toContain('1 still fails')
    expect(existsSync(join(folder.path, 'reports', 'report.previous.json'))).toBe(false)
    folder.remove()
  })

  test('a check that failed and is there no more is told each time, until a whole run', async () => {
    const { folder, run, report } = inFolder()
    const failed = (id: string) => aCheck({ id, verdict: 'fail', findings: [aFinding()] })
    const other = folder.write('other.json', renderJson(aResult([failed('create/location'), failed('acme/gone')])))
    const first = await run('--failed', other, '--defect', 'delete-answers-200')
    expect([first.exitCode, first.stderr]).toEqual([0, expect.stringContaining('cannot be run here: acme/gone')])
    expect(first.stdout).toContain('Of 2 checks that had failed: 1 passes now, 1 cannot be run here.')
    expect(report().checks.at(-1)).toMatchObject({ id: 'acme/gone', verdict: 'skipped', findings: [], exchanges: [] })
    const second = await run('--failed', '--defect', 'delete-answers-200', '--quiet')
    expect([second.exitCode, second.stderr]).toEqual([2, expect.stringContaining('cannot be run here: acme/gone')])
    folder.remove()
  })

  test('nothing is sent where nothing failed, and no report, an unfinished one or one of other checks is told', async () => {
    const { folder, run } = inFolder()
    const server = await startRecordingServer()
    const target = folder.write('t.yaml', `baseUrl: ${server.origin}/scim\nauth: { type: none }\n`)
    const none = await run('--failed', '--target', target)
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('There is no reports/report.json')])
    const goodAt = (baseUrl: string) =>
      renderJson(aResult([aCheck({ id: 'create/created' })], { target: { name: 'Acme', baseUrl } }))
    const good = folder.write('good.json', goodAt(`${server.origin}/scim`))
    const passed = await run('--failed', good, '--target', target)
    expect([passed.exitCode, passed.stdout]).toEqual([0, expect.stringContaining('nothing was sent')])
    const elsewhere = folder.write('elsewhere.json', goodAt('https://acme.example/scim'))
    const another = await run('--failed', elsewhere, '--target', target, '--quiet')
    expect([another.exitCode, another.stderr]).toEqual([
      2,
      expect.stringMatching(
        /nothing failed, but it is of another target, Acme \(https:\/\/acme\.example\/scim\); .*\n.*without/,
      ),
    ])
    const { finishedAt: _, ...half } = { ...aResult([aCheck({ id: 'create/created' })]), finished: false }
    const unfinished = await run('--failed', folder.write('half.json', renderJson(half)), '--target', target)
    expect([unfinished.exitCode, unfinished.stderr]).toEqual([2, expect.stringContaining('was not finished')])
    const other = aResult([aCheck({ id: 'acme/gone', verdict: 'fail', findings: [aFinding()] })])
    const gone = await run('--failed', folder.write('gone.json', renderJson(other)), '--target', target)
    expect([gone.exitCode, gone.stderr]).toEqual([2, expect.stringContaining('cannot be run here: acme/gone')])
    expect(server.seen).toEqual([])
    await server.close()
    folder.remove()
  })
})

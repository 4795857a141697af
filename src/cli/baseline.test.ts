import { expect, test } from 'vitest'
import { settleKnown } from '../engine/known.ts'
import { aCheck, aFinding, aResult } from '../report/sample.test-data.ts'
import type { CheckRecord, RunResult } from '../result/run-result.ts'
import { readBaseline } from '../target/read-baseline.ts'
import { renderBaseline } from './baseline.ts'

const options = { warnings: false, owner: 'us', expires: '2099-01-01' }
const checks: readonly CheckRecord[] = [
  aCheck({
    id: 'create/location',
    verdict: 'fail',
    findings: [aFinding({ subject: 'User' }), aFinding({ subject: 'Group' })],
  }),
  aCheck({ id: 'etag/create', verdict: 'blocked', reason: 'No ETag was given.' }),
  aCheck({ id: 'create/created', verdict: 'fail', findings: [aFinding()] }),
]
const checkIds = checks.map(({ id }) => id)
const { requirement } = aFinding()
const accepted = `version: 1
waivers:
  - { check: create/location, subjects: ["Us*"], reason: "the gateway: #12", owner: a team, expires: 2098-12-31, link: "https://a.example/12" }
  - { check: etag/create, blocked: true, reason: no tags yet, owner: them, expires: 2098-01-01 }
  - { check: create/created, subjects: [Robot], reason: never seen, owner: them, expires: 2098-01-01 }
`

/** A run that was held against this baseline. */
function runWith(text: string): RunResult {
  const known = readBaseline(text, { file: 'b.yaml', checkIds })
  const settled = checks.map(check => settleKnown(check, known))
  const showing = (id: string) => settled.filter(check => check.known?.includes(id)).length
  return aResult(settled, {
    known: known.map(({ id, title, from, sources, waiver }) => ({
      id,
      title,
      from,
      sources,
      ...waiver,
      checks: showing(id),
    })),
  })
}

test('a baseline of a run with a baseline explains as much, and keeps why each was accepted', () => {
  const run = runWith(accepted)
  expect(run.checks.map(({ verdict }) => verdict)).toEqual(['fail', 'known', 'fail'])
  const { text, count, kept, untried } = renderBaseline(run, options)
  expect([count, kept, untried]).toEqual([4, 2, ['create/created (Robot)']])
  const again = runWith(text)
  expect(again.checks.map(({ verdict }) => verdict)).toEqual(['known', 'known', 'known'])
  const told = readBaseline(text, { file: 'c.yaml', checkIds }).map(({ id, title, sources, waiver }) => [
    id,
    title,
    ...sources,
    waiver?.owner,
    waiver?.expires,
  ])
  const found = expect.stringMatching(/^Found on .* and not yet mended\.$/)
  expect(told).toEqual([
    ['create/location (Group)', found, 'us', '2099-01-01'],
    ['create/created', found, 'us', '2099-01-01'],
    ['create/location (Us*)', 'the gateway: #12', 'https://a.example/12', 'a team', '2098-12-31'],
    ['etag/create (blocked)', 'no tags yet', 'them', '2098-01-01'],
  ])
  // And once more, the same.
  expect(renderBaseline(again, options).kept).toBe(4)
})

test('what a preset knows is not in it', () => {
  const known = { id: 'K-1', title: 't', from: 'preset acme', sources: [], checks: 1 }
  const check = aCheck({ verdict: 'known', known: ['K-1'], findings: [aFinding({ known: 'K-1', requirement })] })
  expect(renderBaseline(aResult([check], { known: [known] }), options)).toMatchObject({ count: 0, untried: [] })
})

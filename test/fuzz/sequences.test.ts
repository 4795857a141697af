// Sequences of writes find nothing where there is nothing, find the defects that take several writes to show, and what they
// find can be repeated: by path, from a corpus, and by the script.

import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { Defect } from '../../fixtures/defects/defect.ts'
import { sequencePatchDefects } from '../../fixtures/defects/sequence-patches.ts'
import { sequenceWriteDefects } from '../../fixtures/defects/sequence-writes.ts'
import { allVariants } from '../../fixtures/variants/all.ts'
import type { FuzzFinding } from '../../src/fuzz/lane.ts'
import { kindOf } from '../../src/fuzz/search.ts'
import { isSequence } from '../../src/fuzz/sequences/step.ts'
import { isRequirementId } from '../../src/requirements/catalogue.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { trySequences } from './sequence-provider.ts'

/** Requests of each of the three checks on each provider: about 500 commands in all. SEQUENCE_REQUESTS raises them. */
const each = Number(process.env.SEQUENCE_REQUESTS ?? 400)

/** Variants that write, keep or show otherwise. */
const someVariants = [
  'put-keeps-omitted',
  'unassigned-as-null',
  'user-name-stays-taken',
  'no-patch',
  'ids-as-urn',
  'etag-strong',
  'etag-weak-never-matches',
  'patch-removes-nothing-quietly',
  'value-filter-add-creates',
  'required-custom-attributes',
  'user-names-of-one-domain',
]

const providers = [
  { name: 'as it is', options: {}, target: {} },
  ...allVariants
    .filter(({ name }) => someVariants.includes(name))
    .map(variant => ({ name: variant.name, options: optionsOf(variant), target: variant.target ?? {} })),
]

test.each(providers)('nothing is found: $name', { timeout: 120_000 }, async ({ name, options, target }) => {
  const requests = name === 'as it is' ? each : 100
  const { result, findings } = await trySequences(options, { requests, seconds: 100, target })
  expect(findings.map(({ path, words, faults }) => ({ path, words, faults }))).toEqual([])
  const verdicts = result.checks.map(({ id, verdict, reason }) => ({ id, verdict, reason }))
  expect(verdicts.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'unsupported')).toEqual([])
})

const defects: readonly Defect[] = [...sequenceWriteDefects, ...sequencePatchDefects]

describe('a defect is found', () => {
  test.each(defects)('$name', { timeout: 120_000 }, async defect => {
    expect(isRequirementId(defect.breaks)).toBe(true)
    const { findings } = await trySequences(optionsOf(defect), {
      requests: 2000,
      shrinkRequests: 0,
      firstOnly: true,
      only: [...defect.caughtBy],
      seconds: 100,
    })
    expect(findings.length).toBeGreaterThan(0)
  })
})

function defectNamed(name: string): Defect {
  const defect = defects.find(one => one.name === name)
  if (defect === undefined) throw new Error(`no defect ${name}`)
  return defect
}

/** What of a finding is the same in every run: ids and marks differ. */
const essence = ({ lane, words, value }: FuzzFinding) => ({ lane, words, value })

test('seed and path repeat a finding, and so does a corpus', { timeout: 120_000 }, async () => {
  const options = optionsOf(defectNamed('sequence-recreated-has-old-id'))
  const only = ['fuzz/sequences']
  const { findings } = await trySequences(options, { requests: 1000, firstOnly: true, only })
  const [finding] = findings
  if (finding === undefined) throw new Error('nothing was found')
  expect(finding.words).toMatch(/^\w+: create.*; delete; create/)

  const again = await trySequences(options, { requests: 30, only, path: finding.path })
  expect(again.findings.map(essence)).toEqual([essence(finding)])
  const clean = await trySequences({}, { requests: 30, only, path: finding.path })
  expect(clean.findings).toEqual([])

  const stored: unknown = JSON.parse(JSON.stringify(finding.value))
  const corpus = [{ lane: kindOf(finding.lane), case: stored }]
  const fromCorpus = await trySequences(options, { requests: 1, only, corpus })
  expect(fromCorpus.findings.map(({ words }) => words)).toContain(finding.words)
})

test('a finding is small, and its script is shell that can be parsed', { timeout: 120_000 }, async () => {
  const { result, findings } = await trySequences(optionsOf(defectNamed('sequence-renamed-group-loses-members')), {
    requests: 2000,
    shrinkRequests: 600,
    firstOnly: true,
    only: ['fuzz/patch-sequences'],
  })
  const [finding] = findings
  expect(isSequence(finding?.value) && finding.value.steps.length).toBeLessThanOrEqual(3)
  const { status, stderr } = spawnSync('sh', ['-n'], { input: finding?.script, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const record = result.checks.find(({ id }) => id === 'fuzz/patch-sequences')
  const cited = record?.findings[0]?.exchanges ?? []
  expect(cited.length).toBeGreaterThan(2)
  expect(record?.exchanges.map(({ id }) => id)).toEqual(expect.arrayContaining([...cited]))
})

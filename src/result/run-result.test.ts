import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { aSampleResult } from '../report/sample.test-data.ts'
import { catalogueVersion } from '../requirements/catalogue.ts'
import schema from './run-result.schema.json' with { type: 'json' }
import {
  type CapabilityRecord,
  type CheckRecord,
  type Finding,
  type Level,
  type OwnRequirementRecord,
  type RunResult,
  schemaVersion,
  type Verdict,
} from './run-result.ts'

const ajv = new Ajv2020({ strict: true, allErrors: true })
formats.default(ajv)
const isValid = ajv.compile(schema)

type Exchange = CheckRecord['exchanges'][number]
type OptionalKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? K : never }[keyof T]
/** Every member of a type by name, and whether it may be absent: does not compile when the type has changed. */
type Members<T> = { readonly [K in keyof T]-?: K extends OptionalKeys<T> ? 'optional' : 'required' }

const result: Members<RunResult> = {
  schemaVersion: 'required', tool: 'required', target: 'required', startedAt: 'required', finished: 'required',
  finishedAt: 'optional', durationMs: 'required', seed: 'required', runId: 'required', requests: 'required',
  counts: 'required', clients: 'optional', known: 'optional', gates: 'optional', capabilities: 'required', notes: 'required', stopped: 'optional', checks: 'required',
} // biome-ignore format: a table
const check: Members<CheckRecord> = {
  id: 'required', title: 'required', topic: 'required', verdict: 'required', level: 'required', requirements: 'required', ownRequirements: 'optional',
  fix: 'optional', reason: 'optional', incomplete: 'optional', known: 'optional', durationMs: 'required', expected: 'optional', got: 'optional',
  findings: 'required', exchanges: 'required',
} // biome-ignore format: a table
const finding: Members<Finding> = {
  subject: 'optional', requirement: 'required', level: 'required', outcome: 'required', interpretation: 'optional', known: 'optional',
  expected: 'required', got: 'required', exchanges: 'required',
} // biome-ignore format: a table
const ownRequirement: Members<OwnRequirementRecord> = {
  id: 'required',
  level: 'required',
  says: 'required',
  source: 'required',
  url: 'optional',
}
const exchange: Members<Exchange> = {
  id: 'required', checkId: 'required', startedAt: 'required', durationMs: 'required', request: 'required',
  response: 'optional', problem: 'optional', repeats: 'optional',
} // biome-ignore format: a table
const request: Members<Exchange['request']> = {
  method: 'required',
  url: 'required',
  headers: 'required',
  body: 'optional',
}
const response: Members<NonNullable<Exchange['response']>> = {
  status: 'required', headers: 'required', body: 'required', truncated: 'optional',
} // biome-ignore format: a table
const problem: Members<NonNullable<Exchange['problem']>> = { kind: 'required', message: 'required' }
const repeats: Members<NonNullable<Exchange['repeats']>> = { id: 'required', reason: 'required' }
const stopped: Members<NonNullable<RunResult['stopped']>> = { code: 'required', message: 'required', hint: 'optional' }
const capability: Members<CapabilityRecord> = {
  met: 'required',
  source: 'required',
  detail: 'required',
  documented: 'optional',
}
const counts: Members<Record<Verdict, number>> = {
  pass: 'required', fail: 'required', warn: 'required', known: 'required', unsupported: 'required', skipped: 'required',
  blocked: 'required', error: 'required',
} // biome-ignore format: a table

describe('the schema has the members of the type, no more and no less', () => {
  const { $defs } = schema
  test.each([
    ['RunResult', result, schema],
    [
      'tool',
      { name: 'required', version: 'required', catalogue: 'required' } satisfies Members<RunResult['tool']>,
      $defs.Tool,
    ],
    ['target', { name: 'required', baseUrl: 'required' } satisfies Members<RunResult['target']>, $defs.Target],
    ['CheckRecord', check, $defs.Check],
    ['Finding', finding, $defs.Finding],
    ['OwnRequirement', ownRequirement, $defs.OwnRequirement],
    ['Exchange', exchange, $defs.Exchange],
    ['request', request, $defs.Request],
    ['response', response, $defs.Response],
    ['TransportProblem', problem, $defs.Problem],
    ['repeats', repeats, $defs.Repeats],
    ['stopped', stopped, $defs.Stopped],
    ['CapabilityRecord', capability, $defs.Capability],
    ['counts', counts, $defs.Counts],
  ])('%s', (_, members, definition) => {
    expect(definition.additionalProperties).toBe(false)
    expect(Object.keys(definition.properties).sort()).toEqual(Object.keys(members).sort())
    const required = Object.entries(members).flatMap(([name, presence]) => (presence === 'required' ? [name] : []))
    expect([...definition.required].sort()).toEqual(required.sort())
  })

  const kinds: Record<NonNullable<Exchange['problem']>['kind'], true> = {
    unreachable: true, tls: true, timeout: true, reset: true, 'too-large': true, protocol: true,
  } // biome-ignore format: a table
  const sources: Record<CapabilityRecord['source'], true> = {
    advertised: true,
    probed: true,
    assumed: true,
    'target file': true,
  }
  const outcomes: Record<Finding['outcome'], true> = { fail: true, warn: true }
  const levels: Record<Level, true> = { MUST: true, SHOULD: true, CLIENT: true }
  test.each([
    ['Verdict', counts, $defs.Verdict.enum],
    ['Level', levels, $defs.Level.enum],
    ['outcome', outcomes, $defs.Finding.properties.outcome.enum],
    ['kind of problem', kinds, $defs.Problem.properties.kind.enum],
    ['source of a capability', sources, $defs.Capability.properties.source.enum],
  ])('%s has the same values', (_, values, enumeration) => {
    expect([...enumeration].sort()).toEqual(Object.keys(values).sort())
  })
})

/** The sample with every optional member present somewhere. */
function aFullResult(): RunResult {
  const sample = aSampleResult()
  const [first, ...others] = sample.checks
  if (first === undefined) throw new Error('the sample has checks')
  const exchanges = [...first.exchanges, ...others.flatMap(one => one.exchanges)].slice(0, 1).map(one => ({
    ...one,
    response: { status: 200, headers: { a: 'b' }, body: 'x', truncated: true as const },
    problem: { kind: 'timeout' as const, message: 'm' },
    repeats: { id: 1, reason: 'r' },
  }))
  return {
    ...sample,
    stopped: { code: 'E_AUTH', message: 'm', hint: 'h' },
    clients: [{ name: 'Okta', checks: 2, passed: 1 }],
    known: [
      { id: 'K-1', title: 't', from: 'preset p', sources: ['https://a.example'], checks: 1 },
      {
        id: 'a/b',
        title: 't',
        from: 'baseline b',
        sources: [],
        owner: 'o',
        expires: '2027-01-01',
        state: 'expired',
        checks: 0,
      },
    ],
    gates: [
      {
        id: 'gate-x',
        name: 'X gate',
        version: '1',
        sources: ['https://a.example'],
        passed: false,
        steps: [{ id: 's-1', title: 't', part: 'p', optional: true, verdict: 'fail', reason: 'r', checks: ['a/b'] }],
      },
    ],
    checks: [{ ...first, exchanges }, ...others],
  }
}

/** Every object inside a value with its path, and a way to make the whole anew with that object changed. */
function objectsIn(
  value: unknown,
  path: readonly string[] = [],
): { path: readonly string[]; members: readonly string[] }[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([name, part]) => objectsIn(part, [...path, name]))
  return Array.isArray(value) ? inside : [{ path, members: Object.keys(value) }, ...inside]
}

/** A copy in which the object at a path is replaced by what `change` makes of it. */
function withChange(value: unknown, path: readonly string[], change: (object: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const [name, ...rest] = path
  if (name === undefined) return change(value)
  const entries = Object.entries(value).map(([key, part]) => [
    key,
    key === name ? withChange(part, rest, change) : part,
  ])
  return Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries)
}

describe('what the schema accepts', () => {
  const full = aFullResult()
  // One of each kind is enough: a second check adds paths, not definitions.
  const places = objectsIn(full).filter(({ path }) => !/^checks\.(?!0\b|9\b|1\b|1[0-5]\b)/.test(path.join('.')))
  const isOpen = (path: readonly string[]) => ['headers', 'capabilities'].includes(path.at(-1) ?? '')

  test('a full run', () => {
    isValid(full)
    expect(isValid.errors).toBeNull()
  })

  test('not one with an unknown member, anywhere', () => {
    expect(places.length).toBeGreaterThan(30)
    for (const { path } of places.filter(place => !isOpen(place.path))) {
      expect(isValid(withChange(full, path, object => ({ ...object, unheardOf: 1 }))), path.join('.')).toBe(false)
    }
  })

  test('not one with a member of another type, anywhere', () => {
    for (const { path, members } of places) {
      for (const member of members) {
        // No member takes null.
        expect(
          isValid(withChange(full, path, object => ({ ...object, [member]: null }))),
          [...path, member].join('.'),
        ).toBe(false)
      }
    }
  })

  test.each([
    ['a negative duration', { durationMs: -1 }],
    ['half a request', { requests: 0.5 }],
    ['a time that is none', { finishedAt: 'yesterday' }],
    ['a version of another shape', { schemaVersion: '2.0' }],
    ['a condition with a line break', { capabilities: { 'a\nb': { met: true, source: 'probed', detail: '' } } }],
  ])('not %s', (_, change) => {
    expect(isValid({ ...full, ...change })).toBe(false)
  })

  test('requirements and conditions of another version', () => {
    const [first] = full.checks
    const other = {
      ...full,
      capabilities: { 'new.supported': { met: true, source: 'probed', detail: 'd' } },
      checks: [{ ...first, requirements: ['9999-1-01'] }],
    }
    expect(isValid(other)).toBe(true)
  })
})

test('the version of the shape is one the schema takes', () => {
  expect(schemaVersion).toMatch(new RegExp(schema.properties.schemaVersion.pattern))
  expect(catalogueVersion).toMatch(/^\d+\.\d+\.\d+$/)
})

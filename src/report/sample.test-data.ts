// Runs for the tests of reports: builders of each part, and one realistic run with every verdict.

import { type CheckRecord, type Finding, type RunResult, schemaVersion, type Verdict } from '../result/run-result.ts'
import type { Exchange } from './curl.ts'

export const baseUrl = 'https://acme.example/scim/v2'

interface ExchangeParts {
  readonly id: number
  readonly checkId?: string
  readonly method?: string
  /** Relative to the base URL. */
  readonly path?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly status?: number
  readonly answer?: unknown
  readonly answerHeaders?: Readonly<Record<string, string>>
}

/** An exchange; bodies that are no strings become JSON. */
export function anExchange(parts: ExchangeParts): Exchange {
  const { id, checkId = 'create/location', method = 'GET', path = '/Users', body, status = 200, answer } = parts
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  return {
    id,
    checkId,
    startedAt: new Date(Date.UTC(2026, 2, 3, 9, 15, 0, id * 40)).toISOString(),
    durationMs: 12 + (id % 7) * 3,
    request: {
      method,
      url: baseUrl + path,
      headers: parts.headers ?? {
        accept: 'application/scim+json',
        authorization: 'Bearer [redacted]',
        'user-agent': `scim-conformance/0.1.0 (run 7f3a; check ${checkId})`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      },
      ...(body === undefined ? {} : { body: text(body) }),
    },
    response: {
      status,
      headers: parts.answerHeaders ?? {
        'content-type': 'application/scim+json',
        date: 'Tue, 03 Mar 2026 09:15:00 GMT',
      },
      body: answer === undefined ? '' : text(answer),
    },
  }
}

export function aFinding(changes: Partial<Finding> = {}): Finding {
  return {
    requirement: '7644-3.3-10',
    level: 'MUST',
    outcome: 'fail',
    expected: '409 Conflict, scimType "uniqueness"',
    got: '201 Created, a new User',
    exchanges: [],
    ...changes,
  }
}

/** A check; `expected` and `got` repeat its first finding. */
export function aCheck(changes: Partial<CheckRecord> = {}): CheckRecord {
  const [first] = changes.findings ?? []
  return {
    id: 'create/status',
    title: 'a created User is answered 201',
    topic: 'resources',
    verdict: 'pass',
    level: 'MUST',
    requirements: ['7644-3.3-06'],
    durationMs: 41,
    findings: [],
    exchanges: [],
    ...(first === undefined ? {} : { expected: first.expected, got: first.got }),
    ...changes,
  }
}

/** A finished run over these checks, its counts taken from them. */
export function aResult(checks: readonly CheckRecord[] = [aCheck()], changes: Partial<RunResult> = {}): RunResult {
  const counts: Record<Verdict, number> = {
    pass: 0,
    fail: 0,
    warn: 0,
    known: 0,
    unsupported: 0,
    skipped: 0,
    blocked: 0,
    error: 0,
  }
  for (const check of checks) counts[check.verdict] += 1
  return {
    schemaVersion,
    tool: { name: 'scim-conformance', version: '0.1.0', catalogue: '1.0.0' },
    target: { name: 'Acme staging', baseUrl },
    startedAt: '2026-03-03T09:15:00.000Z',
    finished: true,
    finishedAt: '2026-03-03T09:15:04.210Z',
    durationMs: 4210,
    seed: 42,
    runId: '7f3a',
    requests: checks.reduce((sum, check) => sum + check.exchanges.length, 0),
    counts,
    capabilities: {},
    notes: [],
    checks,
    ...changes,
  }
}

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error'
const created = (name: string) => ({
  schemas: [userSchema],
  id: '2819c223-7f76-453a-919d-413861904646',
  userName: name,
  emails: [{ value: `${name}@acme.example`, type: 'work', primary: true }],
  meta: { resourceType: 'User', created: '2026-03-03T09:15:00Z', lastModified: '2026-03-03T09:15:00Z' },
})

/** A run with every verdict: folded findings, several subjects, a tolerant reading, a timeout, notes. */
export function aSampleResult(): RunResult {
  const noLocation = (requirement = '7644-3.3-08') =>
    aFinding({ requirement, expected: 'a Location header with the URI of the new resource', got: 'no Location header' })
  const location = ['User', 'Group', 'Device', 'Application'].map((type, index): CheckRecord => {
    const id = `create/location-${type.toLowerCase()}`
    const exchange = anExchange({
      id: 20 + index,
      checkId: id,
      method: 'POST',
      path: `/${type}s`,
      body: { schemas: [userSchema], userName: `scimc-7f3a-${index}`, displayName: `O'Brien "${type}"` },
      status: 201,
      answer: created(`scimc-7f3a-${index}`),
    })
    return aCheck({
      id,
      title: `a created ${type} says where it is`,
      verdict: 'fail',
      requirements: ['7644-3.3-08'],
      fix: 'Send the Location header with every 201, and the same URI as meta.location.',
      findings: [{ ...noLocation(), exchanges: [exchange.id] }],
      exchanges: [exchange],
    })
  })
  const duplicate = [
    anExchange({
      id: 30,
      checkId: 'create/duplicate-user-name',
      method: 'POST',
      body: { schemas: [userSchema], userName: 'scimc-7f3a-9' },
      status: 201,
      answer: created('scimc-7f3a-9'),
    }),
    anExchange({
      id: 31,
      checkId: 'create/duplicate-user-name',
      method: 'POST',
      body: { schemas: [userSchema], userName: 'scimc-7f3a-9', password: '[redacted]' },
      status: 201,
      answer: created('scimc-7f3a-9'),
    }),
  ]
  const schemas = anExchange({
    id: 40,
    checkId: 'schema/mutability',
    path: `/Schemas/${userSchema}`,
    answer: { id: userSchema, attributes: [{ name: 'emails', type: 'complex', mutability: 'readwrite' }] },
  })
  const ignoredFilter = anExchange({
    id: 50,
    checkId: 'filter/unsupported',
    path: '/Users?filter=userName%20eq%20%22scimc-7f3a-9%22&count=1',
    answer: { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 2, Resources: [] },
  })
  const noAnswer: Exchange = {
    id: 60,
    checkId: 'replace/read-only-ignored',
    startedAt: '2026-03-03T09:15:02.000Z',
    durationMs: 10_000,
    request: {
      method: 'PUT',
      url: `${baseUrl}/Users/2819c223`,
      headers: { authorization: 'Bearer [redacted]' },
      body: '{}',
    },
    problem: { kind: 'timeout', message: 'no complete answer within 10 s' },
    repeats: { id: 59, reason: 'the reused connection was reset before any answer' },
  }
  const passing = ['status', 'body', 'schemas', 'id', 'meta', 'read-only-ignored', 'extension'].map((slug, index) =>
    aCheck({
      id: `create/${slug}`,
      title: `a created User has a conforming ${slug}`,
      exchanges: [anExchange({ id: 70 + index, checkId: `create/${slug}`, method: 'POST', body: {}, status: 201 })],
    }),
  )
  const checks: readonly CheckRecord[] = [
    aCheck({
      id: 'discovery/service-provider-config',
      title: '/ServiceProviderConfig is one JSON object',
      topic: 'discovery',
      requirements: ['7644-4-02'],
    }),
    aCheck({
      id: 'discovery/filter-refused',
      title: 'a filter on a discovery endpoint is answered 403',
      topic: 'discovery',
      verdict: 'warn',
      level: 'SHOULD',
      requirements: ['7644-4-09'],
      fix: 'Answer 403 when a discovery endpoint is sent a filter.',
      findings: [
        aFinding({
          requirement: '7644-4-09',
          level: 'SHOULD',
          outcome: 'warn',
          expected: '403 Forbidden',
          got: '200 OK, the unfiltered list',
          exchanges: [10],
        }),
      ],
      exchanges: [
        anExchange({
          id: 10,
          checkId: 'discovery/filter-refused',
          path: '/Schemas?filter=id%20pr',
          answer: { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 3, Resources: [] },
        }),
      ],
    }),
    ...passing,
    ...location,
    aCheck({
      id: 'create/duplicate-user-name',
      title: 'a second User with the same userName is refused',
      verdict: 'fail',
      requirements: ['7644-3.3-10'],
      fix: 'Look the userName up without regard to case before inserting (RFC 7643 §4.1.1).',
      findings: [aFinding({ exchanges: [30, 31] })],
      exchanges: duplicate,
      durationMs: 88,
    }),
    aCheck({
      id: 'replace/read-only-ignored',
      title: 'a PUT with readOnly attributes is accepted and they are left alone',
      verdict: 'fail',
      requirements: ['7644-3.5.1-10'],
      fix: 'Drop readOnly attributes from the request before validating it.',
      reason: 'It did not finish within 30 seconds.',
      findings: [
        aFinding({
          requirement: '7644-3.5.1-10',
          expected: '200 OK, id and meta unchanged',
          got: 'no answer within 10 s',
          exchanges: [60],
        }),
      ],
      exchanges: [noAnswer],
      durationMs: 10_020,
    }),
    aCheck({
      id: 'schema/mutability',
      title: 'each attribute definition has a valid mutability',
      topic: 'schema',
      verdict: 'fail',
      requirements: ['7643-7-25'],
      fix: 'Spell mutability as one of readOnly, readWrite, immutable, writeOnly.',
      findings: ['emails', 'emails.value', 'phoneNumbers'].map(subject =>
        aFinding({
          subject,
          requirement: '7643-7-25',
          expected: 'readOnly, readWrite, immutable or writeOnly',
          got: '"readwrite"',
          exchanges: [40],
        }),
      ),
      exchanges: [schemas],
    }),
    aCheck({
      id: 'filter/unsupported',
      title: 'a filter is refused where filtering is not supported',
      topic: 'filter',
      verdict: 'warn',
      requirements: ['7644-3.12-17'],
      findings: [
        aFinding({
          requirement: '7644-3.12-17',
          outcome: 'warn',
          interpretation: 12,
          expected: '4xx or 501',
          got: '200 OK, the filter was ignored',
          exchanges: [50],
        }),
      ],
      exchanges: [ignoredFilter],
    }),
    ...['bulk/create', 'bulk/delete', 'bulk/fail-on-errors'].map(id =>
      aCheck({
        id,
        title: 'operations are answered in order',
        topic: 'bulk',
        verdict: 'unsupported',
        requirements: ['7644-3.7-01'],
        reason: 'ServiceProviderConfig says bulk.supported: false',
      }),
    ),
    ...['group/create', 'group/rename'].map(id =>
      aCheck({
        id,
        title: 'a Group is created with members',
        topic: 'groups',
        verdict: 'blocked',
        reason: 'a Group could not be created: 500 Internal Server Error',
        exchanges: [
          anExchange({
            id: id === 'group/create' ? 80 : 81,
            checkId: id,
            method: 'POST',
            path: '/Groups',
            body: { displayName: 'scimc-7f3a-g' },
            status: 500,
            answer: { schemas: [errorSchema], status: '500', detail: 'database is locked' },
          }),
        ],
      }),
    ),
    aCheck({
      id: 'security/anonymous',
      title: 'a request without credentials is refused',
      topic: 'security',
      verdict: 'skipped',
      reason: 'left out by --skip security/',
    }),
    aCheck({
      id: 'paging/start-index',
      title: 'startIndex below 1 is read as 1',
      topic: 'paging',
      verdict: 'error',
      reason: 'TypeError: cannot read properties of undefined',
    }),
  ]
  return aResult(checks, {
    capabilities: {
      'filter.supported': { met: true, source: 'advertised', detail: 'filter.supported: true' },
      'bulk.supported': { met: false, source: 'advertised', detail: 'bulk.supported: false' },
      'patch.supported': { met: true, source: 'advertised', detail: 'patch.supported: true' },
      'search-post.supported': { met: false, source: 'probed', detail: 'POST /Users/.search answered 404' },
      'user-resource': { met: true, source: 'assumed', detail: '/ResourceTypes could not be read' },
      'sort.supported': { met: false, source: 'target file', detail: 'left out by the operator' },
    },
    notes: [
      'Writes show up in reads after 120 ms: checks waited for that long.',
      'TLS certificates were not verified: tls.insecure is set.',
    ],
    requests: 312,
  })
}

/** 600 checks with 3,000 exchanges of several kB each; a quarter of the checks failed, each for a cause of its own. */
export function aLargeResult(): RunResult {
  const checks = Array.from({ length: 600 }, (_, index) => {
    const id = `topic${index % 12}/check-${index}`
    const exchanges = Array.from({ length: 5 }, (__, step) =>
      anExchange({
        id: index * 5 + step + 1,
        checkId: id,
        method: 'POST',
        path: `/Users?filter=${encodeURIComponent(`userName eq "scimc-7f3a-${index}" and emails[type eq "work"]`)}`,
        body: {
          userName: `scimc-${index}`,
          emails: Array.from({ length: 10 }, () => ({ value: 'a@acme.example', type: 'work' })),
        },
        answer: { detail: '"<&>" '.repeat(400) },
      }),
    )
    const requirement = `requirement-${index}`
    const findings =
      index % 4 === 0
        ? [aFinding({ requirement, got: `answer ${index}`, exchanges: exchanges.map(one => one.id) })]
        : []
    return aCheck({
      id,
      topic: `topic${index % 12}`,
      verdict: findings.length > 0 ? 'fail' : 'pass',
      findings,
      exchanges,
    })
  })
  return aResult(checks)
}

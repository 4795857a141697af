// Every verdict, from checks made for it, against the embedded provider.

import { createServer, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { type ActiveCheck, type Check, check, passiveCheck, suite, topic } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { examine } from '../../src/engine/examine.ts'
import type { CheckRecord } from '../../src/result/run-result.ts'
import type { Target } from '../../src/target/target.ts'
import { localTarget } from '../proof/examine-provider.ts'

let provider: ProviderHandle
beforeAll(async () => {
  provider = await startProvider({ token: 't0ken' })
})
afterAll(() => provider.close())

const about = { title: 'x', verifies: '7644-3.3-06', fix: 'x' } as const
const one = (run: ActiveCheck['run']): Check => check('test/one', about, run)

async function record(checks: readonly Check[], extra: Partial<Target> = {}): Promise<CheckRecord> {
  const result = await examine(localTarget(provider.baseUrl, 't0ken', extra), {
    topics: [topic('test', [suite('test', checks)])],
  })
  const [first] = result.checks
  if (first === undefined) throw new Error('no record')
  return first
}

const faultOf = (outcome: 'MUST' | 'SHOULD' | 'arguable') => ({
  expected: 'a',
  got: 'b',
  ...(outcome === 'SHOULD' ? { requirement: '7644-3.3-07' as const } : {}),
  ...(outcome === 'arguable' ? { arguable: 12 } : {}),
})

test.each([
  ['nothing wrong', one(async () => undefined), 'pass'],
  ['a MUST broken', one(async () => expectThat(false, faultOf('MUST'))), 'fail'],
  ['a SHOULD not followed', one(async () => expectThat(false, faultOf('SHOULD'))), 'warn'],
  ['a MUST read tolerantly', one(async () => expectThat(false, faultOf('arguable'))), 'warn'],
  ['a setup that failed', one(async ({ blocked }) => blocked('no data')), 'blocked'],
  ['does not apply', one(async ({ unsupported }) => unsupported('no such attribute')), 'unsupported'],
  ['a resource type that is not there', one(async ({ type }) => void type('Spaceship')), 'unsupported'],
  ['a bug of ours', one(async () => void JSON.parse('{')), 'error'],
  ['a write to what is not ours', one(async ({ scim }) => void (await scim.remove('User', 'foreign'))), 'error'],
  [
    'a finding, then a setup that failed',
    one(async ({ report, blocked }) => {
      report(faultOf('MUST'))
      blocked('later')
    }),
    'fail',
  ],
  [
    'a warning, then a setup that failed',
    one(async ({ report, blocked }) => {
      report(faultOf('SHOULD'))
      blocked('later')
    }),
    'blocked',
  ],
] as const)('%s', async (_, made, verdict) => {
  expect((await record([made])).verdict).toBe(verdict)
})

test('each subject that departs is a finding of its own, and the others are still examined', async () => {
  const seen: string[] = []
  const { findings, verdict, expected } = await record([
    one(async ({ subject }) => {
      for (const name of ['one', 'two', 'three']) {
        await subject(name, () => {
          seen.push(name)
          expectThat(name === 'two', faultOf(name === 'one' ? 'SHOULD' : 'MUST'))
        })
      }
    }),
  ])
  expect(seen).toEqual(['one', 'two', 'three'])
  expect(findings.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['one', 'warn'],
    ['three', 'fail'],
  ])
  expect([verdict, expected]).toEqual(['fail', 'a'])
})

test('a check whose subjects are all not applicable does not pass', async () => {
  const { verdict, reason } = await record([
    one(async ({ subject, unsupported }) => void (await subject('User', () => unsupported('no emails')))),
  ])
  expect([verdict, reason]).toEqual(['unsupported', 'User: no emails'])
})

test("what was seen after a request without an answer is nobody's fault, unless that is what is told", async () => {
  const slow = await startProvider({
    token: 't0ken',
    parts: parts => ({
      onResponse: async (request, response) => {
        if (request.method === 'GET' && request.path.startsWith('/Groups'))
          await new Promise(done => setTimeout(done, 500))
        return parts.onResponse(request, response)
      },
    }),
  })
  const verdictsOf = async (run: ActiveCheck['run']) => {
    const result = await examine(localTarget(slow.baseUrl, 't0ken'), {
      topics: [topic('test', [suite('test', [one(run)])])],
    })
    return result.checks.map(({ verdict }) => verdict)
  }
  const unanswered = { method: 'GET', path: '/Groups', timeoutMs: 20 } as const
  const fault = { expected: 'a', got: 'b' }
  try {
    expect(
      await verdictsOf(async ({ scim, subject }) => {
        await scim.request(unanswered)
        await subject('later', async () => expectThat(false, { ...fault, response: await scim.list('User') }))
      }),
      'another subject',
    ).toEqual(['fail'])
    expect(
      await verdictsOf(async ({ scim }) => {
        await scim.request(unanswered)
        expectThat(false, { ...fault, response: await scim.list('User') })
      }),
      'a consequence',
    ).toEqual(['blocked'])
    expect(
      await verdictsOf(async ({ scim, subject }) => {
        await subject('it', async () => expectThat(false, { ...fault, response: await scim.request(unanswered) }))
      }),
      'taken for something else',
    ).toEqual(['blocked'])
    expect(
      await verdictsOf(async ({ scim }) => {
        expectResponse(await scim.request(unanswered)).toHaveStatus(200)
      }),
      'told',
    ).toEqual(['fail'])
    expect(
      await verdictsOf(async ({ scim }) => {
        const response = await scim.list('User')
        await scim.request(unanswered)
        expectThat(false, { ...fault, response })
      }),
      'seen before',
    ).toEqual(['fail'])
  } finally {
    await slow.close()
  }
})

test.each([
  [
    'larger than we read',
    (response: ServerResponse) => response.end(JSON.stringify(Array(2000).fill('x'))),
    'maxResponseBytes',
  ],
  ['slower than we wait', (response: ServerResponse) => void response.write('{'), 'no complete answer within'],
  [
    'cut off twice',
    (response: ServerResponse) => {
      response.write('{')
      setTimeout(() => response.destroy(), 10)
    },
    'no complete answer',
  ],
])('an answer that is %s is nobody’s fault', async (_, finish, words) => {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/Long') !== true) return void response.end('{"Resources":[]}')
    response.writeHead(200, { 'content-type': 'application/scim+json', 'content-length': '10000' })
    finish(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const target = localTarget(`http://127.0.0.1:${port}`, 't0ken', {
    safety: 'read-only',
    maxResponseBytes: 2000,
    requestTimeoutMs: 1000,
  })
  const reading = one(async ({ scim }) => {
    expectResponse(await scim.request({ method: 'GET', path: '/Long' })).toBeJsonObject(200)
  })
  const result = await examine(target, { topics: [topic('test', [suite('test', [reading])])] })
  server.closeAllConnections()
  server.close()
  expect(result.checks[0]?.verdict).toBe('blocked')
  expect(result.checks[0]?.reason).toContain(words)
})

test('a check that hangs is blocked, and its later requests are not sent', async () => {
  let sentLate: unknown
  const { verdict, reason } = await record(
    [
      one(async ({ scim }) => {
        await new Promise(resolve => setTimeout(resolve, 150))
        sentLate = await scim.list('User').catch((error: unknown) => error)
      }),
    ],
    { checkTimeoutMs: 50 },
  )
  expect([verdict, reason]).toEqual(['blocked', 'It did not finish within 0.05 seconds.'])
  await expect.poll(() => sentLate).toBeInstanceOf(Error)
})

test('evidence: exchanges of the check, findings point at them, secrets are hidden', async () => {
  const { exchanges, findings } = await record([
    one(async ({ scim }) => {
      await scim.list('User', { count: 0 })
      expectResponse(await scim.read('User', 'nobody')).toHaveStatus(200)
    }),
  ])
  expect(exchanges.map(({ request }) => request.method)).toEqual(['GET', 'GET'])
  expect(findings[0]?.exchanges).toEqual([exchanges[1]?.id])
  expect(JSON.stringify(exchanges)).not.toContain('t0ken')
})

test('what a check creates is deleted when it ends, also when it fails', async () => {
  const before = provider.store.count('User')
  await record([
    one(async ({ resources, blocked }) => {
      await resources.create('User')
      await resources.create('User')
      blocked('enough')
    }),
  ])
  expect(provider.store.count('User')).toBe(before)
})

test('shared data is made once, and its failure is one cause', async () => {
  let made = 0
  const sharing = (id: string): Check =>
    check(id, about, async ({ shared }) => {
      await shared('people', async ({ blocked }) => {
        made++
        blocked('no people')
      })
    })
  const result = await examine(localTarget(provider.baseUrl, 't0ken'), {
    topics: [topic('test', [suite('test', [sharing('test/a'), sharing('test/b')])])],
  })
  expect(made).toBe(1)
  expect(result.checks.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['blocked', 'no people'],
    ['blocked', 'no people'],
  ])
})

test('a passive check sees every answer, folds what repeats, and bounds what it keeps', async () => {
  const watching = passiveCheck('test/passive', about, () => ({ response, place }, observer) => {
    if (!place.startsWith('GET /Users')) return
    observer.examined()
    observer.fault({ expected: 'a', got: String(response.status) })
  })
  const reading = one(async ({ scim }) => {
    for (let i = 0; i < 3; i++) await scim.read('User', `nobody-${i}`)
  })
  const { verdict, findings } = await record([watching, reading])
  expect(verdict).toBe('fail')
  expect(findings.map(({ subject, got }) => [subject, got])).toContainEqual(['GET /Users/{id} (3 times)', '404'])
})

test('a passive check to which no answer applied does not pass', async () => {
  const { verdict } = await record([passiveCheck('test/passive', about, () => () => undefined)])
  expect(verdict).toBe('unsupported')
})

test('a condition that does not hold is unsupported, one the operator leaves out is skipped', async () => {
  const needy = check('test/needy', { ...about, needs: ['multi-tenant'] }, async () => undefined)
  expect((await record([needy])).verdict).toBe('unsupported')
  const filtering = check('test/filtering', { ...about, needs: ['filter.supported'] }, async () => undefined)
  expect((await record([filtering], { leaveOut: ['filter.supported'] })).verdict).toBe('skipped')
})

test('read-only: checks that write are skipped, nothing is created', async () => {
  const creating = one(async ({ resources }) => void (await resources.create('User')))
  expect((await record([creating], { safety: 'read-only' })).verdict).toBe('skipped')
})

test('the same seed gives the same choices, another seed others', async () => {
  const words: string[] = []
  const choosing = one(async ({ random }) => void words.push(random.word(12)))
  const target = localTarget(provider.baseUrl, 't0ken')
  const topics = [topic('test', [suite('test', [choosing])])]
  for (const seed of [7, 7, 8]) await examine(target, { topics, seed })
  expect(words[0]).toBe(words[1])
  expect(words[0]).not.toBe(words[2])
})

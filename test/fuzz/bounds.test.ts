// What the fuzzer may spend: requests, time and memory; and what it does where a target asks it to wait.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { allVariants } from '../../fixtures/variants/all.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { fuzzProvider } from './fuzz-provider.ts'

test('the budget of requests ends the search', async () => {
  const [none, some] = [
    await fuzzProvider({}, { requests: 0, shared: true }),
    await fuzzProvider({}, { requests: 1000, shared: true }),
  ]
  // What discovery, data and clean-up take is the same; a case that has begun is finished.
  const spent = some.result.requests - none.result.requests
  expect(spent).toBeGreaterThan(800)
  expect(spent).toBeLessThan(1300)
})

test('the budget of time ends the search: with none, no case begins', async () => {
  const { result, findings } = await fuzzProvider({}, { requests: 5000, seconds: 0 })
  expect(result.requests).toBeLessThan(200)
  expect(findings).toEqual([])
  expect(result.finished).toBe(true)
})

test('no more requests are under way than the target allows', async () => {
  let underWay = 0
  let most = 0
  const options: ProviderOptions = {
    parts: parts => ({
      onRequest: async request => {
        most = Math.max(most, ++underWay)
        await new Promise(done => setTimeout(done, 2))
        return parts.onRequest(request)
      },
      onResponse: (request, response) => {
        underWay--
        return parts.onResponse(request, response)
      },
    }),
  }
  await fuzzProvider(options, { requests: 300, shared: true, target: { concurrency: 3 } })
  expect(most).toBe(3)
})

test('a target that answers 429 now and then is waited for, and nothing is found', async () => {
  const variant = allVariants.find(({ name }) => name === 'too-many-requests-now-and-then')
  if (variant === undefined) throw new Error('no such variant')
  const { result, findings } = await fuzzProvider(optionsOf(variant), { requests: 900, shared: true })
  expect(findings).toEqual([])
  expect(result.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass'])
})

test('memory does not grow with the number of filters', { timeout: 120_000 }, async () => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  const heapBytes: number[] = []
  let requests = 0
  const options: ProviderOptions = {
    parts: parts => ({
      onRequest: request => {
        if (++requests % 1000 === 0 && typeof collect === 'function') {
          collect()
          heapBytes.push(process.memoryUsage().heapUsed)
        }
        return parts.onRequest(request)
      },
    }),
  }
  const { result } = await fuzzProvider(options, { requests: 5000, shared: true, seconds: 100 })
  const [first = 0] = heapBytes
  expect(heapBytes.length).toBeGreaterThanOrEqual(4)
  expect((heapBytes.at(-1) ?? 0) - first).toBeLessThan(20_000_000)
  for (const { exchanges } of result.checks) expect(exchanges.length).toBeLessThan(1000)
})

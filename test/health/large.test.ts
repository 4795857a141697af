// A large tenant is looked at like any other: a few small pages, and never the whole of it.

import { expect, onTestFinished, test } from 'vitest'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { lookAtHealth } from '../../src/health/look-at-health.ts'
import type { Target } from '../../src/target/target.ts'
import { localTarget } from '../proof/examine-provider.ts'

const token = 'large-token'
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const users = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ schemas: [userUrn], userName: `resident${number}@acme.example` }))

async function look(options: ProviderOptions, extra: Partial<Target> = {}) {
  const provider = await startProvider({ ...options, token })
  onTestFinished(() => provider.close())
  const target = localTarget(provider.baseUrl, token, extra)
  return lookAtHealth(target, { seconds: 100, thresholds: { latencyMs: 60_000 } })
}

test('twenty thousand people: as many requests as for twenty', { timeout: 120_000 }, async () => {
  const few = await look({ seed: { User: users(20) } })
  const many = await look({ seed: { User: users(20_000) } })
  expect([few.verdict, many.verdict]).toEqual(['healthy', 'healthy'])
  expect(many.figures.resources?.User).toBe(20_000)
  expect(many.requests).toBeLessThanOrEqual(few.requests)
  expect(many.requests).toBeLessThan(20)
})

test('groups so large that a page of them passes the limit on answers', { timeout: 120_000 }, async () => {
  const group = (number: number) => ({
    schemas: [groupUrn],
    displayName: `Everyone ${number}`,
    members: Array.from({ length: 4000 }, (_, member) => ({ value: `member-${member}` })),
  })
  const options: ProviderOptions = {
    seed: { User: users(3), Group: [group(1), group(2)] },
    choices: { unknownReferences: 'accept' },
  }
  const result = await look(options, { maxResponseBytes: 300_000 })
  expect(result.items.filter(({ state }) => state === 'bad' || state === 'concern')).toEqual([])
  expect(result.figures.resources).toMatchObject({ User: 3, Group: 2 })
})

test('discovery in very small pages leaves room for the rest', { timeout: 120_000 }, async () => {
  const result = await look({ seed: { User: users(9) }, features: { maxResults: 1 } })
  expect(result.verdict).toBe('healthy')
  expect(result.requests).toBeLessThanOrEqual(40)
})

test('a list that passes over count is a concern, not more', { timeout: 120_000 }, async () => {
  const result = await look({
    seed: { User: users(30) },
    parts: parts => ({
      query: (context, types, parameters) => parts.query(context, types, { ...parameters, count: undefined }),
    }),
  })
  expect(result.items.find(({ aspect }) => aspect === 'paging')).toMatchObject({
    state: 'concern',
    words: expect.stringMatching(/30 resources where 10 were asked for/),
  })
})

import { describe, expect, test } from 'vitest'
import type { Way } from '../http/way.ts'
import type { Target } from '../target/target.ts'
import { usualThresholds } from './thresholds.ts'
import { judgeTls } from './tls.ts'

const now = Date.UTC(2026, 0, 1)
const day = 86_400_000

function target(baseUrl = 'https://scim.acme.example/v2', insecure = false): Target {
  return {
    name: 'acme', baseUrl, baseQuery: {}, paths: {}, headers: {}, auth: { type: 'none' }, requestTimeoutMs: 1000,
    checkTimeoutMs: 1000, concurrency: 1, maxResponseBytes: 1000, http2: false, tls: { insecure }, leaveOut: [], templates: {},
    emailDomain: 'example.com', safety: 'read-only', secrets: [], warnings: [],
  } // biome-ignore format: what a target needs, and nothing of it matters here
}

function way(days: readonly number[], more: Partial<NonNullable<Way['peer']>> = {}): Way {
  const chain = days.map((left, index) => ({
    subject: index === 0 ? 'scim.acme.example' : `Authority ${index}`,
    issuer: 'another',
    validFrom: now - 100 * day,
    validTo: now + left * day,
  }))
  return { addresses: ['192.0.2.1'], peer: { protocol: 'TLSv1.3', chain, ...more } }
}

describe('TLS', () => {
  test.each([
    ['months left', way([90, 700]), 'good', /another 90 days; TLSv1\.3/, 90],
    ['fourteen days left', way([14]), 'good', /another 14 days/, 14],
    ['thirteen days left', way([13]), 'concern', /scim\.acme\.example ends in 13 days/, 13],
    ['hours left', way([0.2]), 'concern', /ends in 5 hours/, 0],
    ['an authority that ends first', way([90, 5]), 'concern', /authority Authority 1, .* ends in 5 days/, 5],
    ['ended', way([-3], { problem: 'CERT_HAS_EXPIRED' }), 'bad', /ended 3 days ago/, -3],
    ['for another', way([90], { problem: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'bad', /not for scim\.acme\.example/, 90],
    ['not trusted', way([90], { problem: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'bad', /cannot be trusted/, 90],
    ['an old version', way([90], { protocol: 'TLSv1.1' }), 'concern', /TLSv1\.1 is spoken/, 90],
    ['no certificate that can be read', way([]), 'good', /certificate is good/, undefined],
  ])('%s', (_, seen, state, words, days) => {
    const judged = judgeTls(target(), seen, true, usualThresholds, now)
    expect(judged.judgement).toMatchObject({ state, words: expect.stringMatching(words) })
    expect(judged.days).toBe(days)
    expect(judged.judgement.remedy === undefined).toBe(state === 'good')
  })

  test('a certificate that is not verified and not trusted is told, and no fault', () => {
    const seen = way([90], { problem: 'SELF_SIGNED_CERT_IN_CHAIN' })
    expect(judgeTls(target(undefined, true), seen, true, usualThresholds, now).judgement.state).toBe('good')
  })

  test('where a request went through, a way that did not is no fault', () => {
    const failed: Way = { addresses: [], failed: { at: 'tls', message: 'it took too long' } }
    expect(judgeTls(target(), failed, true, usualThresholds, now).judgement.state).toBe('not-examined')
    expect(judgeTls(target(), failed, false, usualThresholds, now).judgement.state).toBe('bad')
  })

  test('plain http: nothing on this machine, a concern elsewhere', () => {
    const plain = (baseUrl: string) => judgeTls(target(baseUrl), undefined, true, usualThresholds, now).judgement.state
    expect([plain('http://127.0.0.1:8080/v2'), plain('http://scim.acme.example/v2')]).toEqual([
      'not-examined',
      'concern',
    ])
  })
})

import { expect, test } from 'vitest'
import { createRecorder, type Facts } from './record.ts'
import { createRedactor } from './redact.ts'

const own = { mark: 'scimc-7f3a', ids: new Set<string>(), hasId: (id: string) => own.ids.has(id) }

function factsWith(text: string, extra: Partial<Facts> = {}): Facts {
  return {
    id: 1,
    checkId: 'create/ok',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    sent: {
      method: 'GET',
      url: new URL('https://example.com/v2/Users?filter=top-secret'),
      headers: { authorization: 'Bearer top-secret' },
      body: '{"password":"open sesame"}',
    },
    answer: { status: 200, headers: { 'content-type': 'application/scim+json' }, text, isJson: isJson(text) },
    ...extra,
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test.each([
  ['short', ''],
  ['long', 'x'.repeat(40_000)],
])('a %s exchange shows no secret and nobody else, however it is looked at', (_, filling) => {
  const recorder = createRecorder(createRedactor(['top-secret']), own)
  const text = JSON.stringify({ Resources: [{ id: '1', userName: 'somebody', note: `top-secret${filling}` }] })
  const exchange = recorder.record(factsWith(text, { problem: { kind: 'reset', message: 'top-secret' } }))

  for (const seen of [
    JSON.stringify(exchange),
    JSON.stringify({ ...exchange }),
    JSON.stringify(structuredClone(exchange)),
  ]) {
    expect(seen).not.toMatch(/top-secret|open sesame|somebody/)
    expect(seen).toContain('[masked]')
  }
})

test('a secret that was learnt after the answer came is taken out all the same', () => {
  const redactor = createRedactor()
  const exchange = createRecorder(redactor, own).record(factsWith('{"detail":"learnt-later"}'))
  redactor.addSecret('learnt-later')

  expect(JSON.stringify(exchange)).not.toContain('learnt-later')
})

test('what nobody answered has no response', () => {
  const { answer, ...unanswered } = factsWith('')
  expect(answer).toBeDefined()
  const exchange = createRecorder(createRedactor(), own).record(unanswered)

  expect(Object.keys(exchange)).not.toContain('response')
  expect(Object.keys(exchange)).not.toContain('problem')
})

test('our own resources are shown as they came, letter for letter', () => {
  const text = '{ "Resources": [ { "id": "1", "userName": "scimc-7f3a-1" } ] }'
  const exchange = createRecorder(createRedactor(), own).record(factsWith(text))

  expect(exchange.response?.body).toBe(text)
})

test('JSON too deep to be gone through is masked as text', () => {
  const text = `${'{"a":'.repeat(8000)}"somebody"${'}'.repeat(8000)}`
  const exchange = createRecorder(createRedactor(), own).record(factsWith(text))

  expect(exchange.response?.body.includes('somebody')).toBe(false)
})

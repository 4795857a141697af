import { expect, test } from 'vitest'
import { failuresOf, type Way } from './failure.ts'
import { offenceOf } from './offence.ts'
import { layOutJson } from './pretty-json.ts'
import { aCheck, aFinding, anExchange, baseUrl } from './sample.test-data.ts'

function waysOf(expected: string, got: string, subject?: string): readonly Way[] {
  const finding = aFinding({ expected, got, ...(subject === undefined ? {} : { subject }) })
  return failuresOf([aCheck({ verdict: 'fail', findings: [finding] })], { baseUrl }).flatMap(({ ways }) => ways)
}

function marked(ways: readonly Way[], body: unknown): readonly string[] {
  const { isMarked } = offenceOf(ways, anExchange({ id: 1, answer: body }))
  const pieces = layOutJson(JSON.stringify(body), isMarked) ?? []
  return pieces.flatMap(piece => (piece.marked ? [piece.text] : []))
}

test('a status is marked where it is the one that came, and another was expected', () => {
  const created = anExchange({ id: 1, status: 201 })
  expect(offenceOf(waysOf('409 Conflict, scimType "uniqueness"', '201 Created, a new User'), created).status).toBe(true)
  expect(offenceOf(waysOf('201 Created with a Location', '201 Created without'), created).status).toBe(false)
  expect(offenceOf(waysOf('409 Conflict', '200 OK'), created).status).toBe(false)
})

test('a header that is named is marked, or said to be missing', () => {
  const ways = waysOf('a Location header that ends in /Users/{id}', 'no Location header')
  expect(offenceOf(ways, anExchange({ id: 1 })).missing).toEqual(['location'])
  const there = anExchange({ id: 1, answerHeaders: { location: '/elsewhere' } })
  expect([...offenceOf(ways, there).headers]).toEqual(['location'])
  expect(offenceOf(ways, there).missing).toEqual([])
})

test('attributes are marked where they stand, by their path', () => {
  const body = { id: '1', password: 'x', emails: [{ value: 'a' }], phoneNumbers: [{ value: 'b' }] }
  expect(marked(waysOf('password: no value', 'a value'), body)).toEqual(['"password"', '"x"'])
  expect(marked(waysOf('one', 'two', 'User.emails.value'), body)).toEqual(['"value"', '"a"'])
  expect(marked(waysOf('the first resource', 'the second'), body)).toEqual([])
})

test('a value that came and was not expected is marked', () => {
  const body = { attributes: [{ name: 'emails', mutability: 'readwrite' }] }
  expect(marked(waysOf('readOnly or readWrite', '"readwrite"'), body)).toEqual(['"readwrite"'])
})

test('without an answer nothing is marked', () => {
  const { response: _, ...silent } = anExchange({ id: 1 })
  expect(offenceOf(waysOf('200 OK', 'no Location header'), silent)).toMatchObject({ status: false, missing: [] })
})

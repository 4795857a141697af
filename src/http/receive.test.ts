import { expect, test } from 'vitest'
import { receive } from './receive.ts'

const read = (text: string) => receive(Buffer.from(text))
const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`

test.each([
  ['arrays', nested(200, '[', ']')],
  ['objects', nested(200, '{"a":', '}')],
  ['brackets in texts', JSON.stringify([`${'['.repeat(1000)}"\\`, '{'.repeat(1000)])],
  ['many beside each other', `[${Array(1000).fill('[]').join()}]`],
])('reads %s', (_, text) => {
  expect(read(text)).toEqual({ text, json: JSON.parse(text) })
})

test.each([
  ['arrays', nested(201, '[', ']')],
  ['objects', nested(201, '{"a":', '}')],
  ['100,000 of them', nested(100_000, '[', ']')],
  ['brackets that never close', '['.repeat(1_000_000)],
])('tells of %s that are nested too deeply', (_, text) => {
  const { json, jsonProblem } = read(text)
  expect(json).toBeUndefined()
  expect(jsonProblem).toContain('more than 200 deep')
})

test('reads what is no UTF-8 as far as it can be shown, and never as JSON', () => {
  const { text, json, jsonProblem } = receive(Buffer.from([0x22, 0xff, 0x22]))
  expect([text, json, jsonProblem]).toEqual(['"\ufffd"', undefined, 'the body is not valid UTF-8'])
})

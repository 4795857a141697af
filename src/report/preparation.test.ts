import { expect, test } from 'vitest'
import { preparationFor } from './preparation.ts'
import { anExchange, baseUrl } from './sample.test-data.ts'

const base = baseUrl.replace(/\/$/, '')

function exchange(id: number, method: string, path: string, answer?: { status: number; body: string }) {
  const plain = anExchange({ id })
  const response = { status: answer?.status ?? 200, headers: {}, body: answer?.body ?? '{}' }
  return { ...plain, request: { ...plain.request, method, url: `${base}${path}` }, response }
}

const create = exchange(3, 'POST', '/Users', { status: 201, body: '{"id":"2819"}' })

test('a read of what the check made needs the create and the writes between', () => {
  const write = exchange(5, 'PUT', '/Users/2819')
  const read = exchange(6, 'GET', '/Users/2819')
  expect(preparationFor(read, [create, exchange(4, 'PUT', '/Users/1'), write, read], { baseUrl })).toBe(
    '# The run deleted what it made: first send exchanges 3 (POST), 5 (PUT) of the report again, and use the new id.',
  )
})

test('a duplicate needs what it duplicates', () => {
  const body = '{"userName":"scimc-0123abcd-create-duplicate-x1-1"}'
  const first = { ...create, request: { ...create.request, body } }
  const other = exchange(4, 'POST', '/Users', { status: 201, body: '{"id":"3"}' })
  const second = exchange(5, 'POST', '/Users')
  const shown = { ...second, request: { ...second.request, body: body.toUpperCase() } }
  expect(preparationFor(shown, [first, other, shown], { baseUrl })).toBe(
    '# The run deleted what it made: first send exchange 3 (POST) of the report again.',
  )
})

test('what was made for many checks is not among the exchanges', () => {
  const read = exchange(6, 'GET', '/Users/2819?attributes=id')
  expect(preparationFor(read, [read], { baseUrl })).toContain('deleted this resource')
})

test('a filter looks for values of the run', () => {
  const list = exchange(6, 'GET', '/Users?filter=userName%20eq%20%22scimc-0123abcd-x-1%22')
  expect(preparationFor(list, [list], { baseUrl })).toContain('deleted what this looks for')
})

test.each([
  ['POST', '/Users'],
  ['GET', '/Users?count=1'],
  ['GET', '/Schemas/urn:x'],
  ['GET', '/ServiceProviderConfig'],
  ['GET', '/Users/scimc-0123abcd-x-1-unknown'],
])('%s %s can be repeated as it is', (method, path) => {
  const one = exchange(6, method, path)
  expect(preparationFor(one, [create, one], { baseUrl })).toBeUndefined()
})

// The script of a sequence: ids and versions go through variables, and nothing in a body can break out of its quotes.

import { expect, test } from 'vitest'
import { renderScript, type Sent } from './script.ts'

const words = { title: 'User: create; delete', expected: '404 Not Found', got: '200 OK' }
const create: Sent = {
  words: 'create User',
  method: 'POST',
  path: '/Users',
  body: { userName: "o'neil $(id) `id`" },
  status: 201,
  etag: 'W/"1"',
  created: { type: 'User', id: '7', path: '/Users/7' },
}

test('an id of an answer is a variable in paths and bodies, a version in headers', () => {
  const script = renderScript(
    [
      create,
      { words: 'replace', method: 'PUT', path: '/Users/7', body: { id: '7', age: 7 }, ifMatch: 'W/"1"', status: 200 },
      { words: 'patch', method: 'PATCH', path: '/Groups/x', body: { path: 'members[value eq "7"]' }, status: 204 },
    ],
    words,
  )
  expect(script).toContain('USER_1=$(id)\nVERSION_1=$(version)')
  expect(script).toContain('send PUT /Users/"$USER_1"')
  expect(script).toContain('-H "If-Match: $VERSION_1"')
  expect(script).toContain(`-d '{"id":"'"$USER_1"'","age":7}'`)
  expect(script).toContain(`'{"path":"members[value eq \\"'"$USER_1"'\\"]"}'`)
  expect(script).toContain('# What is left is deleted.\nsend DELETE /Users/"$USER_1" > /dev/null')
})

test('quotes and substitutions in a body stay text', () => {
  const script = renderScript([create], words)
  expect(script).toContain(`'{"userName":"o'\\''neil $(id) \`id\`"}'`)
})

test('an id that has to be encoded in a path is encoded by the script', () => {
  const id = 'urn:uuid:1'
  const path = `/Users/${encodeURIComponent(id)}`
  const made: Sent = { ...create, created: { type: 'User', id, path } }
  const script = renderScript([made, { words: 'read', method: 'GET', path, status: 200 }], words)
  expect(script).toContain('send GET /Users/"$(encoded "$USER_1")"')
})

test('what is deleted is not deleted again, and no comment runs on into the next line', () => {
  const gone: Sent = { words: 'delete\nrm -rf x', method: 'DELETE', path: '/Users/7', status: 204 }
  const script = renderScript([create, gone], { ...words, got: 'a\nb\u2028c' })
  expect(script).not.toContain('What is left')
  expect(script).toContain('# 2. delete rm -rf x (answered 204)')
  expect(script).toContain('# Got       a b c')
})

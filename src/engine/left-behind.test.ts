// What is told of what a run may leave.

import { expect, test } from 'vitest'
import { createOwnResources } from '../http/own-resources.ts'
import { noticeOwn } from '../http/prove.ts'
import { createRedactor } from '../http/redact.ts'
import { notesOnWhatIsLeft } from './left-behind.ts'

const read = { method: 'GET', path: '/Users/1' }
const shown = { status: 200, json: { userName: 'scimc-7f3a-1', active: false } }
const gone = { status: 404, json: undefined }

test.each([
  ['is read after it was deleted', [shown], ['What was deleted can still be read (first: /Users/1)']],
  ['is gone', [gone], []],
  ['is read for a moment and gone then', [shown, gone], []],
  ["is somebody else's by now", [{ status: 200, json: { userName: 'bjensen' } }], []],
])('a note where a resource %s', (_, answers, notes) => {
  const own = createOwnResources('7f3a')
  own.add({ path: '/Users/1', id: '1', checkId: 'x' })
  noticeOwn(own, read, shown)
  own.remove('/Users/1')
  for (const answer of answers) noticeOwn(own, read, answer)
  const told = notesOnWhatIsLeft(own, new Map(), createRedactor([]))
  expect(told.map(note => note.split(': the')[0])).toEqual(notes)
})

test('what came of a create that had no room for a mark is named, and not promised to be found', () => {
  const own = createOwnResources('7f3a')
  own.add({ path: '/Users/1', id: '1', checkId: 'x', unmarked: true })
  own.add({ path: '/Users/2', id: '2', checkId: 'x' })
  for (const path of ['/Users/1', '/Users/2']) {
    own.disown(path)
    own.lose()
  }
  const told = notesOnWhatIsLeft(own, new Map(), createRedactor([]))
  expect(told).toEqual([
    expect.stringMatching(/^A create whose body has no room for a mark.*look at \/Users\/1, and delete it yourself/),
    expect.stringMatching(/^1 create was answered with the id of a resource that does not carry the mark/),
  ])
})

// Making sequences smaller: everything yielded is smaller, and what is needed alone is left in the end.

import { expect, test } from 'vitest'
import { notBegun, type Progress, smallerThan } from './shrink.ts'
import { describeSequence, isSequence, type Sequence, type Step } from './step.ts'

const create = (on: number): Step => ({ do: 'create', on, set: [{ path: 'title', pick: 1 }], name: on })
const read = (on: number): Step => ({ do: 'read', on })
const remove = (on: number): Step => ({ do: 'delete', on, match: 'current' })
const patch: Step = {
  do: 'patch',
  on: 0,
  match: 'stale',
  operations: [
    { kind: 'attribute', op: 'add', path: 'emails', picks: [0, 1, 2] },
    { kind: 'odd', odd: 'unknown path' },
    { kind: 'whole', op: 'replace', set: [{ path: 'title', pick: 0 }] },
  ],
}
const whole: Sequence = { type: 'User', steps: [create(1), create(0), read(1), patch, read(0), remove(0), read(0)] }

/** Shrinks as fast-check does: goes on from the first smaller one that fails still. */
function shrunk(start: Sequence, fails: (sequence: Sequence) => boolean): Sequence {
  let sequence = start
  let progress: Progress = notBegun
  for (;;) {
    const next = [...smallerThan(sequence, progress)].find(smaller => fails(smaller.sequence))
    if (next === undefined) return sequence
    ;({ sequence, progress } = next)
  }
}

const has = ({ steps }: Sequence, what: Step['do'], on: number): boolean =>
  steps.some(step => step.do === what && step.on === on)

test('only the commands that are needed are left, in their simplest form', () => {
  const small = shrunk(whole, sequence => has(sequence, 'create', 0) && has(sequence, 'delete', 0))
  expect(describeSequence(small)).toBe('User: create; delete')
})

test('of a PATCH only the operation that is needed is left, with as little as it needs', () => {
  const small = shrunk(whole, ({ steps }) =>
    steps.some(
      step => step.do === 'patch' && step.operations.some(one => one.kind === 'attribute' && one.picks.includes(1)),
    ),
  )
  expect(small.steps).toEqual([
    { ...patch, match: 'none', operations: [{ kind: 'attribute', op: 'add', path: 'emails', picks: [1] }] },
  ])
})

test('it ends, and every smaller sequence is one that a corpus can hold', () => {
  expect(shrunk(whole, () => true).steps).toHaveLength(1)
  for (const { sequence } of smallerThan(whole, notBegun)) {
    expect(isSequence(JSON.parse(JSON.stringify(sequence)))).toBe(true)
  }
})

test.each([
  undefined,
  {},
  { type: 'User' },
  { type: 'User', steps: [{ do: 'explode', on: 0 }] },
  { type: 'User', steps: [{ do: 'read', on: -1 }] },
  { type: 'User', steps: [{ do: 'patch', on: 0, match: 'none', operations: [] }] },
  { type: 'User', steps: [{ do: 'create', on: 0, name: 0, set: [{ path: 'title' }] }] },
])('no sequence: %j', value => {
  expect(isSequence(value)).toBe(false)
})

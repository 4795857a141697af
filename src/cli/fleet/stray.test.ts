import { expect, test } from 'vitest'
import { createRedactor } from '../../http/redact.ts'
import { catchStray } from './stray.ts'

test('what nothing caught is told in a line, without secrets, also those that came to be known later', () => {
  const listeners = () =>
    [process.listeners('uncaughtException'), process.listeners('unhandledRejection')].map(all => new Set<unknown>(all))
  const before = listeners()
  const redactor = createRedactor(['t0ken-of-acme'])
  const stray = catchStray(redactor)
  const added = listeners().flatMap((all, index) => [...all].filter(one => before[index]?.has(one) === false))
  expect(added).toHaveLength(2)
  for (const listener of added)
    if (typeof listener === 'function') listener(new TypeError('with t0ken-of-acme\nand l8ter'))
  redactor.addSecret('l8ter')
  stray.end()
  expect(stray.problems()).toEqual([
    expect.stringMatching(/our fault: TypeError: with \[redacted\].*and \[redacted\]$/),
    expect.any(String),
  ])
  expect(listeners()).toEqual(before)
})

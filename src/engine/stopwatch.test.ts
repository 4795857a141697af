import { expect, test } from 'vitest'
import { createStopwatch } from './stopwatch.ts'

test('the time in which a check only waits for its turn or for shared data is not its own', async () => {
  let time = 0
  const after = (ms: number): void => {
    time += ms
  }
  const watch = createStopwatch(() => time)
  after(5)
  expect(watch.ownMs()).toBe(5)

  watch.queued()
  after(100)
  expect(watch.ownMs()).toBe(5)
  watch.sent()
  after(7)
  watch.queued()
  after(3)
  expect(watch.ownMs()).toBe(15)
  watch.ended()
  after(1000)
  watch.sent()
  watch.ended()
  expect(watch.ownMs()).toBe(15)

  let make: () => void = () => undefined
  const shared = watch.waitFor(new Promise<void>(resolve => (make = resolve)))
  after(500)
  make()
  await shared
  after(2)
  expect(watch.ownMs()).toBe(17)
})

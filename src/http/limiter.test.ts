import { expect, test } from 'vitest'
import { createLimiter } from './limiter.ts'

test('so many tasks run at once, the lowest rank first, equals in their order', async () => {
  const limiter = createLimiter(2)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const add = (name: string, rank?: number): Promise<void> =>
    limiter.run(() => {
      begun.push(name)
      return new Promise<void>(end => ends.push(end))
    }, rank)
  const all = [add('a', 9), add('b', 9), add('c', 5), add('d', 3), add('e', 5), add('f'), add('g', 3)]
  await new Promise(resolve => setImmediate(resolve))
  expect(begun).toEqual(['a', 'b'])
  while (ends.length > 0) {
    ends.shift()?.()
    await new Promise(resolve => setImmediate(resolve))
  }
  await Promise.all(all)
  expect(begun).toEqual(['a', 'b', 'f', 'd', 'g', 'c', 'e'])
})

test('a task that fails leaves its place to the next', async () => {
  const limiter = createLimiter(1)
  const failing = limiter.run(() => Promise.reject(new Error('x')))
  const next = limiter.run(async () => 'done')
  await expect(failing).rejects.toThrow('x')
  expect(await next).toBe('done')
})

test('fewer at once holds back who waits until enough have finished, and more lets them in at once', async () => {
  const limiter = createLimiter(3)
  const ends: (() => void)[] = []
  let begun = 0
  const add = (): Promise<void> =>
    limiter.run(() => {
      begun++
      return new Promise<void>(end => ends.push(end))
    })
  const all = [add(), add(), add(), add(), add()]
  const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
  await settle()
  limiter.atOnce = 1
  ends.shift()?.()
  ends.shift()?.()
  await settle()
  expect(begun).toBe(3)
  ends.shift()?.()
  await settle()
  expect(begun).toBe(4)
  limiter.atOnce = 2
  await settle()
  expect(begun).toBe(5)
  for (const end of ends) end()
  await Promise.all(all)
})

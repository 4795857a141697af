// Who is next: fair shares among hosts, limits at once, and an end when someone stops it.

import { expect, test } from 'vitest'
import { schedule } from '../../src/fleet/schedule.ts'

interface Job {
  readonly host: string
  readonly id: number
}

const many = (host: string, count: number): Job[] => Array.from({ length: count }, (_, id) => ({ host, id }))
const hostOf = ({ host }: Job): string => host

/** A gate that jobs of a host wait at until it is opened. */
function gates() {
  const waiting: { readonly job: Job; readonly open: () => void }[] = []
  return {
    waiting,
    work: (job: Job) => new Promise<void>(open => void waiting.push({ job, open })),
    async release(index: number) {
      waiting.splice(index, 1)[0]?.open()
      await new Promise(done => setImmediate(done))
    },
  }
}

test('a host with many targets that hang leaves room for the others', async () => {
  const { waiting, work, release } = gates()
  const done = schedule([...many('slow', 100), ...many('quick', 5), ...many('other', 5)], { jobs: 6, hostOf, work })
  const running = (host: string) => waiting.filter(({ job }) => job.host === host).length
  expect([running('slow'), running('quick'), running('other')]).toEqual([2, 2, 2])
  // All of the others come through while those of the slow host hang.
  for (let step = 0; step < 10; step++) {
    await release(waiting.findIndex(({ job }) => job.host !== 'slow'))
    expect(running('slow')).toBeLessThanOrEqual(step < 6 ? 3 : 6)
  }
  expect(running('slow')).toBe(6)
  while (waiting.length > 0) await release(0)
  expect(await done).toEqual([])
})

test('no more than so many on one host', async () => {
  const { waiting, work, release } = gates()
  const done = schedule(many('one', 7), { jobs: 5, perHost: 2, hostOf, work })
  let most = 0
  let began = waiting.length
  while (waiting.length > 0) {
    most = Math.max(most, waiting.length)
    await release(0)
    began += 1
  }
  await done
  expect({ most, began }).toEqual({ most: 2, began: 9 })
})

test('keeps the order of each host, and gives what never began once it is stopped', async () => {
  const controller = new AbortController()
  const seen: number[] = []
  const left = await schedule(many('one', 6), {
    jobs: 1,
    hostOf,
    signal: controller.signal,
    work: async ({ id }) => {
      seen.push(id)
      if (id === 2) controller.abort()
    },
  })
  expect(seen).toEqual([0, 1, 2])
  expect(left.map(({ id }) => id)).toEqual([3, 4, 5])
})

test('ends at once where there is nothing to do', async () => {
  expect(await schedule<Job>([], { jobs: 3, hostOf, work: async () => undefined })).toEqual([])
})

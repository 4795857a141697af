// Room for few resources: who waits, who goes on, and who gives way where nobody could.

import { expect, test } from 'vitest'
import { createRoom, NoRoom, type Room } from './room.ts'

/** A service provider that holds what agents make. */
function aRoom(limit: number) {
  const held: string[] = []
  const evicted: string[] = []
  const room: Room = createRoom({
    limit,
    existing: agent => held.filter(one => agent === undefined || one === agent).length,
    evict: async shared => {
      await Promise.resolve()
      evicted.push(shared)
      drop(shared)
    },
  })
  const drop = (agent: string): void => {
    for (let at = held.indexOf(agent); at >= 0; at = held.indexOf(agent)) held.splice(at, 1)
  }
  const create = (agent: string, many = 1): Promise<void> =>
    room.within(agent, many, async () => {
      await Promise.resolve()
      expect(held.length + many).toBeLessThanOrEqual(limit)
      for (let made = 0; made < many; made++) held.push(agent)
    })
  /** As a check does it: begins, creates one after the other, deletes all, ends. */
  const check = async (agent: string, creates: number, meanwhile: () => Promise<void> = async () => undefined) => {
    room.began(agent)
    try {
      for (let made = 0; made < creates; made++) await create(agent)
      await meanwhile()
      return 'done'
    } catch (error) {
      return error instanceof NoRoom ? 'no room' : String(error)
    } finally {
      drop(agent)
      room.ended(agent)
    }
  }
  return { room, held, evicted, create, check, drop }
}

test('who finds no room waits until others have given theirs back', async () => {
  const { check, held } = aRoom(3)
  const all = await Promise.all([check('a/1', 2), check('a/2', 1), check('a/3', 1), check('a/4', 1)])
  expect([all, held]).toEqual([['done', 'done', 'done', 'done'], []])
})

test('where all wait for each other the last one gives way, and is known by it', async () => {
  const { check, room } = aRoom(4)
  const all = await Promise.all([check('a/1', 3), check('a/2', 3)])
  expect(all).toEqual(['done', 'no room'])
  expect([room.refused('a/1'), room.refused('a/2'), room.refused('a/2')]).toEqual([false, true, false])
  expect(await check('a/2', 3)).toBe('done')
})

test('what needs more than the limit is refused at once or when it gets there, and nobody waits for it', async () => {
  const { check, create } = aRoom(3)
  await expect(create('bulk/1', 4)).rejects.toThrow('limits.resources (--max-resources) lets 3 exist')
  expect(await Promise.all([check('a/1', 4), check('a/2', 2), check('a/3', 2)])).toContain('no room')
  expect(await check('a/1', 4)).toBe('no room')
  expect(await check('a/2', 3)).toBe('done')
})

test('shared data gives way when no check uses it, and not before', async () => {
  const { room, evicted, create, check, held } = aRoom(3)
  room.began('a/1')
  room.use('a/1', 'shared-people')
  room.making('shared-people')
  await create('shared-people', 2)
  room.made('shared-people')
  const other = check('a/2', 2)
  await new Promise(done => setTimeout(done, 20))
  expect([evicted, held.length]).toEqual([[], 3])
  room.ended('a/1')
  expect(await other).toBe('done')
  expect([evicted, held]).toEqual([['shared-people'], []])
})

test('a check that waits for shared data for which there is no room is known by it', async () => {
  const { room, create, drop } = aRoom(2)
  room.began('a/1')
  room.use('a/1', 'shared-people')
  room.making('shared-people')
  await create('shared-people', 2)
  await expect(create('shared-people')).rejects.toThrow(NoRoom)
  drop('shared-people')
  room.gone('shared-people')
  expect(room.refused('a/1')).toBe(true)
})

test('what cannot be deleted takes its room for good, and nobody waits for it', async () => {
  const { held, check } = aRoom(2)
  held.push('a/0', 'a/0')
  expect(await Promise.all([check('a/1', 1), check('a/2', 1)])).toEqual(['no room', 'no room'])
})

test('a run that stops ends all waiting', async () => {
  const { room, create, check } = aRoom(1)
  room.began('a/1')
  await create('a/1')
  const other = check('a/2', 1)
  await new Promise(done => setTimeout(done, 20))
  room.stop(new Error('interrupted'))
  expect(await other).toBe('Error: interrupted')
})

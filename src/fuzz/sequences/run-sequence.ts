// Carries a sequence out, command by command, and takes away what it made.

import type { Scim } from '../../check/scim.ts'
import { expectBackwards, find, read, referredBy } from './look.ts'
import { patch } from './patch.ts'
import type { Step } from './step.ts'
import { makeReferred } from './values.ts'
import {
  Abandoned,
  createWorld,
  Declined,
  expectUntouched,
  keep,
  readAgain,
  type World,
  withoutReferences,
} from './world.ts'
import { create, remove, replace } from './writes.ts'

/** Throws a Divergence at the first departure. What the sequence made is deleted in any case. */
export async function runSequence(
  steps: readonly Step[],
  scim: Scim,
  options: Parameters<typeof createWorld>[1],
): Promise<void> {
  const world = createWorld(scim, options)
  try {
    for (const step of steps) await carryOut(world, step)
    // Damage to neighbours: what nobody has written to since it was read is as it was.
    for (const living of world.living.values()) {
      if (living.readAt < world.writes) await expectUntouched(world, living, 'after what was done to others')
    }
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error
  } finally {
    await cleanUp(world)
  }
}

async function carryOut(world: World, step: Step): Promise<void> {
  try {
    await makeReferred(world, step)
    const before = world.living.get(step.on)
    const wereReferred = referredBy(world, before?.stored)
    await command(world, step)
    const now = world.living.get(step.on)
    const id = now?.id ?? before?.id
    if (id !== undefined) await expectBackwards(world, id, wereReferred, referredBy(world, now?.stored))
  } catch (error) {
    if (!(error instanceof Declined)) throw error
    // What a refusal leaves is for other checks to say; the sequence goes on from there.
    const living = world.living.get(step.on)
    if (living !== undefined) keep(living, await readAgain(world, living, 'after a refusal'))
  }
}

function command(world: World, step: Step): Promise<void> {
  switch (step.do) {
    case 'create':
      return create(world, step)
    case 'replace':
      return replace(world, step)
    case 'patch':
      return patch(world, step)
    case 'delete':
      return remove(world, step)
    case 'read':
      return read(world, step.on)
    case 'find':
      return find(world, step.on)
    case 'delete referred':
      return removeReferred(world, step.on)
  }
}

/** Deletes a resource that others refer to: they may keep the reference or lose it, and are as they were otherwise. */
async function removeReferred(world: World, on: number): Promise<void> {
  const target = world.referred.get(on)
  if (target === undefined) return
  const words = `delete the ${target.type.name} that others may refer to`
  const response = await world.send(words, { method: 'DELETE', path: target.path })
  if (response.status < 200 || response.status > 299) throw new Declined(`answered ${response.status}`)
  world.referred.delete(on)
  world.deadIds.add(target.id)
  for (const living of world.living.values()) {
    await expectUntouched(world, living, `after ${words}`)
    living.stored = withoutReferences(living.stored, world.deadIds)
  }
}

/** Deletes without a word: what cannot be deleted is left to the clean-up of the run. */
async function cleanUp({ scim, living, referred, gone }: World): Promise<void> {
  for (const { path } of [...living.values(), ...referred.values()]) {
    if (!gone.has(path)) await scim.request({ method: 'DELETE', path })
  }
}

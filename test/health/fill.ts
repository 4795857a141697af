// Fills a provider on this machine with a few resources of each type, as a client would make them.

import { openSession } from '../../src/engine/session.ts'
import type { Target } from '../../src/target/target.ts'

/** Makes up to `count` resources of each type that can be made; gives how many there are then. */
export async function fill(target: Target, count = 5): Promise<number> {
  const session = await openSession({ ...target, safety: 'own-data' }, { seed: 1, checks: [] })
  let made = 0
  for (const type of session.provider.types) {
    const { resources } = session.toolsFor(
      `fill-${type.name}`,
      session.senderFor('setup', () => undefined),
    )
    for (let number = 0; number < count; number++) {
      const one = await resources.create(type).catch(() => undefined)
      if (one === undefined) break
      made++
    }
  }
  await session.close()
  return made
}

// A whole run, with what the clients at large send, on a tenant that is full of what is others'.

import { examine } from '../../src/engine/examine.ts'
import { allTopics } from '../../suites/all.ts'
import { localTarget, withGates } from '../proof/examine-provider.ts'
import { startTenant } from './tenant.ts'

/** Runs every check among so many users of others (and a tenth as many groups); tells what of theirs was touched. */
export async function runAmongOthers(users: number) {
  const tenant = await startTenant(users, {}, { token: 't0ken' })
  const before = tenant.digest()
  try {
    const result = await examine(localTarget(tenant.baseUrl, 't0ken', { checkTimeoutMs: 600_000 }), {
      topics: withGates(allTopics),
      interop: true,
    })
    return {
      result,
      /** Resources of others, groups among them. */
      others: tenant.foreign.length,
      changed: tenant.digest() !== before,
      aimed: tenant.aimed,
      writes: tenant.writes.length,
      left: tenant.own(),
    }
  } finally {
    await tenant.close()
  }
}

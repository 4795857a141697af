// The embedded service provider as a target: started for the run, closed after it.

import { randomUUID } from 'node:crypto'
import { startProvider } from '../../fixtures/provider/provider.ts'
import type { Target } from '../target/target.ts'

/** Starts the embedded provider where the target asks for it and gives the target that points there. */
export async function resolveEmbedded(target: Target): Promise<{ target: Target; close(): Promise<void> }> {
  if (target.baseUrl !== 'embedded') return { target, close: async () => undefined }
  const token = randomUUID()
  const provider = await startProvider({ token })
  return {
    target: {
      ...target,
      baseUrl: provider.baseUrl,
      auth: { type: 'bearer', token, from: 'the embedded service provider' },
      secrets: [...target.secrets, token],
    },
    close: () => provider.close(),
  }
}

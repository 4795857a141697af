// Three tenants as an operator has them: one that is well, one whose refresh token is dead, one that does not answer.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { startTokenServer } from '../../src/auth/token-endpoint.test-data.ts'
import { lookAtHealth } from '../../src/health/look-at-health.ts'
import type { HealthResult } from '../../src/result/health-result.ts'
import { localTarget } from '../proof/examine-provider.ts'

/** Looks at the three of them. */
export async function lookAtThree(): Promise<readonly HealthResult[]> {
  const token = 'tenant-token'
  const provider = await startProvider({
    token,
    seed: {
      User: Array.from({ length: 42 }, (_, number) => ({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `resident${number}@acme.example`,
        externalId: `acme-${number}`,
      })),
    },
  })
  const tokens = await startTokenServer(() => ({ status: 400, body: { error: 'invalid_grant' } }))
  const folder = mkdtempSync(join(tmpdir(), 'scimc-health-'))
  const gone = createServer()
  await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve))
  const address = gone.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await new Promise(resolve => gone.close(resolve))
  try {
    const well = localTarget(provider.baseUrl, token, { name: 'Acme' })
    const dead = localTarget(provider.baseUrl, token, {
      name: 'Birch & Co',
      auth: {
        type: 'oauth2',
        grant: 'refresh-token',
        tokenEndpoint: `${tokens.url}/token`,
        clientId: 'birch',
        clientAuthentication: 'none',
        parameters: {},
        refreshToken: 'birch-refresh-token',
        tokenFile: join(folder, 'birch.json'),
        signInAgain: 'run `scim-conformance login --target birch.yaml`',
      },
    })
    const absent = localTarget(`http://127.0.0.1:${port}/scim/v2`, token, { name: 'Cedar' })
    return await Promise.all(
      [well, dead, absent].map(target => lookAtHealth(target, { thresholds: { latencyMs: 60_000 } })),
    )
  } finally {
    await provider.close()
    tokens.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

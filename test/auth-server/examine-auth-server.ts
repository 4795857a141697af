// Runs the checks of the authorization server against the one in fixtures, with the embedded provider behind it.

import { protectedBy } from '../../fixtures/authorization-server/protect.ts'
import {
  type AuthorizationServerHandle,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from '../../fixtures/authorization-server/server.ts'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { examine } from '../../src/engine/examine.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import type { AuthServerSettings } from '../../src/target/auth-server.ts'
import { authServerTopic } from '../../suites/all.ts'
import { localTarget } from '../proof/examine-provider.ts'

/** What the authServer section of a target file would say of this server. */
export function settingsOf({ issuer, client }: AuthorizationServerHandle): AuthServerSettings {
  return {
    issuer,
    authorizationEndpoint: `${issuer}/authorize`,
    tokenEndpoint: `${issuer}/token`,
    clientId: client.id,
    ...(client.secret === undefined ? {} : { clientSecret: client.secret }),
    clientAuthentication: 'basic',
    redirectUri: client.redirectUris[0] ?? '',
    parameters: {},
    folder: '.',
  }
}

/** Starts both, runs the checks with these prefixes (all when empty), and ends them. `settings` changes what is said of the server. */
export async function examineAuthServer(
  options: AuthorizationServerOptions = {},
  only: readonly string[] = [],
  settings: (server: AuthorizationServerHandle) => AuthServerSettings = settingsOf,
): Promise<RunResult> {
  const server = await startAuthorizationServer(options)
  const token = 'proof-token'
  const provider = await startProvider({ token, ...protectedBy(server) })
  try {
    const target = localTarget(provider.baseUrl, token, { authServer: settings(server) })
    return await examine(target, { topics: [authServerTopic], only })
  } finally {
    await provider.close()
    await server.close()
  }
}

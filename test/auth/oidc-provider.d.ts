// What the tests use of oidc-provider, which brings no types.

declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Token {
    readonly accountId?: string
    readonly clientId?: string
    readonly isExpired: boolean
    destroy(): Promise<void>
  }
  interface TokenModel {
    find(value: string): Promise<Token | undefined>
  }
  export class Provider {
    constructor(issuer: string, configuration: object)
    readonly AccessToken: TokenModel
    readonly ClientCredentials: TokenModel
    readonly RefreshToken: TokenModel
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    on(event: string, listener: (...values: unknown[]) => void): this
  }
}

// What a check is handed of the authorization server: how it is used, and how somebody signs in there.

import type { AuthServerSettings } from '../target/auth-server.ts'

export interface AuthorizationServer {
  readonly settings: AuthServerSettings
  /** From now on the value is redacted wherever it appears: codes, verifiers, tokens. */
  keepSecret(value: string): void
  /**
   * Signs in at the URL of an authorization request and gives the URL that the browser was sent back to. One at a time.
   * Throws Blocked where that failed. Absent where the target file names no command for it.
   */
  readonly signIn?: (url: string) => Promise<string>
}

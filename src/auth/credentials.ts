// What every way of signing in comes down to: a header, a way to renew it, and the secrets to redact.

export interface Credentials {
  /** In words, without a secret: `bearer token from $SCIM_TOKEN`. */
  readonly description: string
  /** The headers to send, fetched once and shared; throws AuthenticationError with what was tried. */
  headers(): Promise<Readonly<Record<string, string>>>
  /**
   * Called once after an unexpected 401: resolves true when new credentials were obtained and the request is worth
   * repeating, false where there is nothing to renew.
   */
  renew(): Promise<boolean>
  /** What to do when the service provider does not accept them, as a sentence. */
  readonly remedy?: string
  /** The bearer token in use, if there is one: to look at what it says of itself, never to print. */
  held?(): string | undefined
  /** What is known of the time of the bearer token in use, where it was obtained or can be obtained again. */
  lifetime?(): TokenLifetime | undefined
}

export interface TokenLifetime {
  /** Milliseconds on the clock of the credentials, as the authorization server told; absent where it did not. */
  readonly expiresAt?: number
  /** Whether another can be had without a person who signs in. */
  readonly renewable: boolean
}

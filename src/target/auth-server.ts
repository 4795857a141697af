// The authorization server that clients of a service provider sign in at: what the `authServer` section comes to.

export interface AuthServerSettings {
  /** Where its metadata is found from; the endpoints below go before what the metadata says. */
  readonly issuer?: string
  readonly authorizationEndpoint?: string
  readonly tokenEndpoint?: string
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret?: string
  readonly clientAuthentication: 'basic' | 'post'
  /** As it is registered for the client. */
  readonly redirectUri: string
  readonly scope?: string
  /** Further parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>
  /** Used, and used up where refresh tokens are rotated, when nobody can sign in. */
  readonly refreshToken?: string
  /** Signs in: is given the authorization request as $AUTHORIZATION_URL and prints the URL that the browser was sent back to. */
  readonly signInCommand?: string | readonly string[]
  /** The working directory of the command. */
  readonly folder: string
}

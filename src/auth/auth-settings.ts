// How to sign in, as plain data: what the `auth` section of a target file comes to.

/** Where a bearer token can be read again when the one at hand is no longer accepted. */
export type TokenSource =
  | { readonly kind: 'file'; readonly path: string }
  /**
   * A string is run by the shell; an array is a program and its arguments. `folder` is its working directory, `env` what
   * its environment has besides that of this process.
   */
  | {
      readonly kind: 'command'
      readonly command: string | readonly string[]
      readonly folder: string
      readonly env?: Readonly<Record<string, string>>
    }

export type AuthSettings =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly type: 'bearer'
      readonly token: string
      /** In words, without a secret: `$SCIM_TOKEN`, `file token.txt`. */
      readonly from: string
      readonly source?: TokenSource
    }
  | { readonly type: 'header'; readonly name: string; readonly value: string }
  | OAuth2Settings

/** How a client proves who it is to the token endpoint (RFC 6749 section 2.3, RFC 7523, RFC 8705); `none`: a public client. */
export type ClientAuthentication = 'basic' | 'post' | 'private-key-jwt' | 'tls-client-auth' | 'none'

export interface ClientKey {
  /** PEM (PKCS #8) or a JWK as JSON. */
  readonly text: string
  readonly keyId?: string
  /** A JWS algorithm such as PS256; what suits the key when absent. */
  readonly algorithm?: string
}

export interface OAuth2Settings {
  readonly type: 'oauth2'
  readonly grant: 'client-credentials' | 'authorization-code' | 'refresh-token'
  /** Either an issuer to discover the endpoints from, or the endpoints themselves. */
  readonly issuer?: string
  readonly tokenEndpoint?: string
  readonly authorizationEndpoint?: string
  readonly clientId: string
  /** With `basic` and `post`. */
  readonly clientSecret?: string
  readonly clientAuthentication: ClientAuthentication
  /** With `private-key-jwt`. */
  readonly clientKey?: ClientKey
  readonly scope?: string
  readonly audience?: string
  readonly resource?: string
  /** Further parameters: of the authorization request with `authorization-code`, else of the token request. */
  readonly parameters: Readonly<Record<string, string>>
  /** The proxy on the way to the authorization server where it is not the target's; null: none. */
  readonly proxy?: string | null
  /** Where the authorization server sends the browser back to; a free port of 127.0.0.1 when absent. */
  readonly redirectUri?: string
  /** With `refresh-token`: the first one; later ones are kept in `tokenFile`. */
  readonly refreshToken?: string
  /** The file in which tokens are kept between runs; not with `client-credentials`. */
  readonly tokenFile?: string
  /** What to do once the refresh token is dead, as half a sentence. */
  readonly signInAgain?: string
}

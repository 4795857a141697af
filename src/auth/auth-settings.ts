// How to sign in, as plain data: what the `auth` section of a target file comes to.

/** Where a bearer token can be read again when the one at hand is no longer accepted. */
export type TokenSource =
  | { readonly kind: 'file'; readonly path: string }
  /** A string is run by the shell; an array is a program and its arguments. `folder` is its working directory. */
  | { readonly kind: 'command'; readonly command: string | readonly string[]; readonly folder: string }

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

export interface OAuth2Settings {
  readonly type: 'oauth2'
  readonly grant: 'client-credentials'
  /** Either an issuer to discover the endpoints from, or the token endpoint itself. */
  readonly issuer?: string
  readonly tokenEndpoint?: string
  readonly clientId: string
  readonly clientSecret: string
  readonly clientAuthentication: 'basic' | 'post'
  readonly scope?: string
  readonly audience?: string
  readonly resource?: string
  readonly parameters: Readonly<Record<string, string>>
  /** The proxy on the way to the authorization server where it is not the target's; null: none. */
  readonly proxy?: string | null
}

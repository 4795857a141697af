// scim-target.yaml as it is written, after `${ENV}` is filled in: the counterpart of target.schema.json.

import type { Condition } from '../requirements/requirement.ts'
import type { HealthSettings } from './target.ts'

/** A value that may be marked as secret. */
export type MarkedValue = string | { readonly value: string; readonly secret?: boolean }

export type AuthSection =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string; readonly password?: string; readonly prompt?: true }
  | {
      readonly type: 'bearer'
      readonly token?: string
      readonly tokenFile?: string
      readonly tokenCommand?: string | readonly string[]
      readonly prompt?: true
    }
  | { readonly type: 'header'; readonly name: string; readonly value: string }
  | OAuth2Section

export interface OAuth2Section {
  readonly type: 'oauth2'
  readonly grant?: 'client-credentials' | 'authorization-code' | 'refresh-token'
  readonly issuer?: string
  readonly tokenEndpoint?: string
  readonly authorizationEndpoint?: string
  readonly clientId: string
  readonly clientSecret?: string
  readonly clientAuthentication?: 'basic' | 'post' | 'private-key-jwt' | 'tls-client-auth' | 'none'
  readonly privateKey?: string
  readonly privateKeyFile?: string
  readonly keyId?: string
  readonly algorithm?: string
  readonly scope?: string
  readonly audience?: string
  readonly resource?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly redirectUri?: string
  readonly refreshToken?: string
}

export interface AuthServerSection {
  readonly issuer?: string
  readonly authorizationEndpoint?: string
  readonly tokenEndpoint?: string
  readonly clientId: string
  readonly clientSecret?: string
  readonly clientAuthentication?: 'basic' | 'post'
  readonly redirectUri: string
  readonly scope?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly refreshToken?: string
  readonly signInCommand?: string | readonly string[]
}

export interface TlsSection {
  readonly ca?: string | readonly string[]
  readonly certificate?: string
  readonly key?: string
  readonly passphrase?: string
  readonly insecure?: boolean
}

export interface TargetFile {
  readonly $schema?: string
  readonly name?: string
  /** The name of a preset, which gives what the file does not. */
  readonly preset?: string
  /** Optional only where a preset has one. */
  readonly baseUrl?: string
  readonly variables?: Readonly<Record<string, MarkedValue>>
  /** Optional only for the embedded provider. */
  readonly auth?: AuthSection
  readonly authServer?: AuthServerSection
  readonly paths?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, MarkedValue>>
  /** Seconds. */
  readonly timeouts?: { readonly request?: number; readonly check?: number }
  readonly concurrency?: number
  readonly rateLimit?: { readonly perSecond: number }
  readonly maxResponseBytes?: number
  readonly http2?: boolean
  readonly tls?: TlsSection
  readonly proxy?: string
  readonly leaveOut?: readonly Condition[]
  readonly resources?: Readonly<Record<string, { readonly template?: Readonly<Record<string, unknown>> }>>
  readonly emailDomain?: string
  /** Files with checks of the user's own. */
  readonly suites?: string | readonly string[]
  readonly safety?: 'own-data' | 'read-only'
  readonly health?: HealthSettings
  readonly limits?: { readonly requests?: number; readonly resources?: number; readonly seconds?: number }
}

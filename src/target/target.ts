// A target as the harness uses it: scim-target.yaml read, checked, with its variables and secrets filled in.

import type { AuthSettings } from '../auth/auth-settings.ts'
import type { Condition } from '../requirements/requirement.ts'
import type { HealthAspect } from '../result/health-result.ts'
import type { KnownDeviation } from '../result/known.ts'
import type { AuthServerSettings } from './auth-server.ts'
import type { Preset } from './presets/preset.ts'

export type { AuthSettings } from '../auth/auth-settings.ts'

export interface TlsSettings {
  /** PEM text. */
  readonly ca?: string
  readonly certificate?: string
  readonly key?: string
  readonly passphrase?: string
  /** True only where the file says so: certificates are not verified, and the report says it. */
  readonly insecure: boolean
}

export interface OwnSuites {
  /** The folder of the target file, absolute. */
  readonly folder: string
  /** Names of files and patterns, relative to it. */
  readonly patterns: readonly string[]
}

/** Where a run stops, whatever it has still to do; deleting what it made does not count. Absent: no limit. */
export interface RunLimits {
  readonly requests?: number
  /** Resources that are created in all. */
  readonly resources?: number
  readonly seconds?: number
}

/** Of `health`: from when on something is a concern. */
export interface HealthSettings {
  readonly certificateDays?: number
  readonly credentialDays?: number
  /** Of the 95th percentile. */
  readonly latencyMs?: number
  /** Aspects that are not looked at. */
  readonly leaveOut?: readonly HealthAspect[]
}

export interface Target {
  readonly name: string
  /** Absolute, without query and without a trailing slash, variables filled in. */
  readonly baseUrl: string
  /** Query parameters that every request carries (some service providers want them). */
  readonly baseQuery: Readonly<Record<string, string>>
  /** Where a resource type or well-known endpoint lives when it is not where discovery says: `User` -> `/users`, `ServiceProviderConfig` -> an absolute URL. */
  readonly paths: Readonly<Record<string, string>>
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
  readonly auth: AuthSettings
  /** The authorization server that clients of this service provider use, where it is to be examined. */
  readonly authServer?: AuthServerSettings
  readonly requestTimeoutMs: number
  readonly checkTimeoutMs: number
  /** Requests under way at once. */
  readonly concurrency: number
  /** Requests a second; unlimited when absent. */
  readonly requestsPerSecond?: number
  /** Bytes of a response body that are read at the most. */
  readonly maxResponseBytes: number
  readonly http2: boolean
  readonly tls: TlsSettings
  /** `http://host:port`; from the file or HTTPS_PROXY / HTTP_PROXY, NO_PROXY honoured. */
  readonly proxy?: string
  /** Capabilities the operator leaves out; true cannot be said, only the provider's own word counts. */
  readonly leaveOut: readonly Condition[]
  /** Per resource type: attributes every created resource gets; `{unique}` in a string becomes the run's mark and a number. */
  readonly templates: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Domain of generated e-mail addresses and userNames. */
  readonly emailDomain: string
  readonly safety: 'own-data' | 'read-only'
  readonly limits?: RunLimits
  /** What `health` takes for a concern, where it is not the usual. */
  readonly health?: HealthSettings
  /** Where the checks of the user's own are; nothing of theirs is loaded by reading the target file. */
  readonly suites?: OwnSuites
  /** The preset that the file begins from. */
  readonly preset?: string
  /** What the preset documents: where the service provider does not say itself what it offers, this counts. */
  readonly documented?: Preset['documented']
  /** Deviations that are known of such a service provider: they are shown, and count for nothing. */
  readonly known?: readonly KnownDeviation[]
  /** Every secret in the file, for redaction. */
  readonly secrets: readonly string[]
  /** What the reader of the file should know: a literal secret, an unused variable. */
  readonly warnings: readonly string[]
}

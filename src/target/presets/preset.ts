// A preset: what is documented of a service provider that many people use, so that a target file need not say it again.

import type { Condition } from '../../requirements/requirement.ts'
import type { KnownDeviation } from '../../result/known.ts'

export interface PresetVariable {
  /** Where its user finds the value. */
  readonly meaning: string
  /** Redacted wherever it appears. */
  readonly secret?: true
  /** Taken where the file gives none. */
  readonly usually?: string
}

/** Ways to sign in, by `auth.type`. An access token by authorization code or client credentials is `oauth2`. */
export type PresetAuth = 'bearer' | 'basic' | 'oauth2' | 'header'

export interface Preset {
  readonly name: string
  /** The product. */
  readonly title: string
  /** With `{variables}`; absent where each customer is given an address of their own. */
  readonly baseUrl?: string
  readonly variables: Readonly<Record<string, PresetVariable>>
  /** In order of preference. */
  readonly auth: readonly PresetAuth[]
  /** How to come by the credentials, and which rights they need. */
  readonly signIn: string
  /** Where resource types and endpoints live when they are not where the RFCs put them. */
  readonly paths?: Readonly<Record<string, string>>
  readonly requestsPerSecond?: number
  /** By resource type, what a create has to hold besides what the RFCs require. */
  readonly templates?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** What is documented; a run measures it all the same. */
  readonly documented: {
    /** Capabilities that are offered, or not. */
    readonly capabilities?: Readonly<Partial<Record<Condition, boolean>>>
    /** Operators of filters, where not all of them are supported. */
    readonly filter?: string
    /** Resources in a page, and other limits. */
    readonly limits?: string
  }
  /** Departures that are documented or were seen, none of which counts. */
  readonly known: readonly Omit<KnownDeviation, 'from'>[]
  /** What its users have to know besides, a sentence each. */
  readonly remarks: readonly string[]
  /** Where all this is written. */
  readonly sources: readonly string[]
}

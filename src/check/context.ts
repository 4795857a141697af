// What a check is handed: requests, resources, what is known of the service provider, and nothing else.

import type { HttpResponse } from '../http/exchange.ts'
import type { Provider, ProviderType } from '../target/provider.ts'
import type { AuthorizationServer } from './authorization-server.ts'
import type { Fault } from './outcome.ts'
import type { Random } from './random.ts'
import type { Resources } from './resources.ts'
import type { Scim } from './scim.ts'

export interface CheckContext {
  /** Sends requests; every exchange becomes evidence of this check. */
  readonly scim: Scim
  /** Builds and creates resources, which are deleted when the check ends. */
  readonly resources: Resources
  /** What discovery says. */
  readonly provider: Provider
  readonly random: Random
  /** The authorization server that the target file describes, if it does. */
  readonly authorizationServer?: AuthorizationServer
  /**
   * Examines one of many subjects (an attribute, a resource type): a departure there becomes a finding with that
   * subject, and the check goes on with the next. Gives back whether the subject conforms.
   */
  subject(name: string, examine: () => void | Promise<void>): Promise<boolean>
  /** Notes a departure and goes on. */
  report(fault: Fault & { readonly subject?: string; readonly response?: HttpResponse }): void
  /** Data that several checks only read: made once per run under this key, deleted at its end. If it fails, that is one cause. */
  shared<T>(key: string, make: (context: SharedContext) => Promise<T>): Promise<T>
  /** Ends the check as not applicable here. */
  unsupported(reason: string): never
  /** Ends the check as not tried, because what it rests on is not there. */
  blocked(reason: string): never
  /** The type with this name (`User`); ends the check as unsupported where it is not offered. */
  type(name: string): ProviderType
}

/** What makes shared data: a check's context without verdicts. */
export interface SharedContext
  extends Pick<
    CheckContext,
    'scim' | 'resources' | 'provider' | 'random' | 'type' | 'blocked' | 'authorizationServer'
  > {
  /** The run is to send few requests: a smaller set of data will do. */
  readonly fewRequests: boolean
}

// What is known of a service provider: its resource types, schemas and capabilities, read once per run.

import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import type { Condition } from '../requirements/requirement.ts'
import type { CapabilityRecord } from '../result/run-result.ts'
import type { ResourceSchemas } from '../scim/resource-schemas.ts'
import type { ResourceType } from '../scim/resource-type.ts'
import type { Schema } from '../scim/schema.ts'
import type { ServiceProviderConfig } from '../scim/service-provider-config.ts'

/** A resource type as the harness uses it. */
export interface ProviderType {
  /** The name in ResourceTypes: `User`. */
  readonly name: string
  /** The path requests go to: the endpoint of discovery, or what the target file says. Begins with `/`. */
  readonly endpoint: string
  readonly resourceType: ResourceType
  readonly schemas: ResourceSchemas
}

/** A discovery endpoint and what it answered. */
export interface DiscoveryAnswers {
  readonly ServiceProviderConfig: HttpResponse
  readonly ResourceTypes: HttpResponse
  readonly Schemas: HttpResponse
}
export type DiscoveryEndpoint = keyof DiscoveryAnswers

export interface Provider {
  readonly config: ServiceProviderConfig
  /** Every listed resource type whose endpoint and schema could be read; the RFC's two where nothing is listed. */
  readonly types: readonly ProviderType[]
  /** Every listed schema that could be read, with those of the RFC standing in for missing ones. */
  readonly schemas: readonly Schema[]
  readonly capabilities: Readonly<Record<Condition, CapabilityRecord>>
  /** The first answers of the three discovery endpoints. */
  readonly answers: DiscoveryAnswers
  /** What was assumed because discovery does not say it. */
  readonly notes: readonly string[]
}

/** How discovery and probes reach the service provider. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>

// The types of other folders that checks are written in, so that suites import from src/check and src/scim alone.

export type { HttpRequest, HttpResponse } from '../http/exchange.ts'
export type { RequirementId } from '../requirements/catalogue.ts'
export type { DiscoveryEndpoint, Provider, ProviderType } from '../target/provider.ts'

// What checks use of other folders, so that suites import from src/check and src/scim alone.

export type { HttpRequest, HttpResponse } from '../http/exchange.ts'
export { isLoopback } from '../http/loopback.ts'
export type { RequirementId } from '../requirements/catalogue.ts'
export type { DiscoveryEndpoint, Provider, ProviderType } from '../target/provider.ts'

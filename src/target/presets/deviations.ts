// Deviations that several products share, as what their findings look like.

import type { KnownDeviation, KnownMatch } from '../../result/known.ts'

export type DiscoveryName = 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas'

const listCheck: Readonly<Record<DiscoveryName, string>> = {
  ServiceProviderConfig: 'service-provider-config/one-object',
  ResourceTypes: 'discovery-lists/resource-types',
  Schemas: 'discovery-lists/schemas',
}

/** Discovery endpoints that are not there (404), and what cannot be examined without them. */
export function withoutDiscovery(...endpoints: readonly DiscoveryName[]): readonly KnownMatch[] {
  const names = endpoints.join('|')
  const one = `(?:(?:${names}): )?(?:${names}) could not be read: 404[^;]*`
  return [
    { checks: endpoints.map(endpoint => listCheck[endpoint]), got: '^404 ' },
    {
      checks: [
        'service-provider-config/',
        'resource-types/',
        'discovery-lists/',
        'discovery-queries/',
        'claims/',
        'schema-resources/',
        'definitions/',
        'type-characteristics/',
        'standard-schemas/',
        'returned-values/',
        'bulk-limit/',
        'wire-form/',
      ],
      blocked: `^${one}(?:; ${one})*$`,
    },
    ...(endpoints.includes('ServiceProviderConfig')
      ? [{ checks: ['bulk-limit/told'], got: '^bulk\\.(?:maxOperations|maxPayloadSize) absent$' }]
      : []),
  ]
}

/** Whether one of these deviations says that a discovery endpoint may not be there (404). */
export function documentsAbsence(known: readonly KnownDeviation[], endpoint: DiscoveryName): boolean {
  return known.some(({ matches }) =>
    matches.some(
      ({ checks, got }) => checks?.includes(listCheck[endpoint]) && got !== undefined && new RegExp(got).test('404 '),
    ),
  )
}

/** Error bodies without `schemas`, those in the results of bulk jobs too. */
export const errorsWithoutSchemas: readonly KnownMatch[] = [
  { requirements: ['7644-3.12-02'], got: '^schemas (?:is |are )?absent$' },
  { requirements: ['7644-3.7-18'], got: '^response\\.schemas (?:is |are )?absent$' },
]

/** No search by POST. */
export const withoutSearch: readonly KnownMatch[] = [{ checks: ['search/offered'], got: '^(?:404|405|501) ' }]

/** Bulk jobs that lack what the RFC wants of them are carried out all the same. */
export const lenientBulk: readonly KnownMatch[] = [
  { checks: ['bulk-request/schemas'], got: '^200 ' },
  { checks: ['bulk-request/no-bulk-id'], got: '^status "?201"?$' },
]

/** Error bodies whose status is a number. */
export const errorStatusNumber: readonly KnownMatch[] = [
  { requirements: ['7644-3.12-03'], got: '^(?:status \\d{3}, a number|(?:status )?the number \\d{3})$' },
]

/** Groups that show a hundred members at the most, so that one beyond them is not seen. */
export const membersNotAllShown: readonly KnownMatch[] = [
  { checks: ['patch-members/hundred'], expected: '^members with ', got: '^members without it$' },
  { checks: ['patch-members/thousand'], got: '^100 members: ' },
]

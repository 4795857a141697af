// The quick look: the checks that come before all others, chosen so that they take fewer than 50 requests together.

import { allTopics } from '../../suites/all.ts'
import type { BudgetSettings } from '../engine/budget.ts'
import type { ExamineOptions } from '../engine/examine.ts'

/** What discovery has been read for anyway: these send nothing. */
const ofDiscovery = [
  'service-provider-config/one-object',
  'service-provider-config/schemas',
  'service-provider-config/patch',
  'service-provider-config/bulk',
  'service-provider-config/filter',
  'service-provider-config/change-password',
  'service-provider-config/sort',
  'service-provider-config/etag',
  'service-provider-config/authentication-schemes',
  'resource-types/schemas',
  'resource-types/name',
  'resource-types/endpoint',
  'resource-types/schema',
  'resource-types/standard-endpoints',
  'discovery-lists/resource-types',
  'discovery-lists/schemas',
  'discovery-lists/all-used-schemas',
  'discovery-lists/schema-ids-match',
  'schema-resources/schemas',
  'schema-resources/id',
  'schema-resources/attributes',
  'definitions/name',
  'definitions/type',
  'definitions/multi-valued',
] as const

/**
 * Those that send, what matters most first: where a service provider takes more requests than usual, the last ones are left
 * out. With each, how many requests it takes at the most, clean-up included. What checks share counts
 * with the first of them.
 */
const thatSend: readonly (readonly [id: string, requests: number])[] = [
  ['create/created', 3],
  // One User that these only look at.
  ['create/location', 3],
  ['create/returned-resource', 0],
  ['create/content-location', 0],
  ['read/by-id', 0],
  ['read/object-with-schemas', 0],
  ['meta/assigned', 0],
  ['meta/resource-type', 0],
  ['meta/location', 0],
  ['meta/created', 0],
  ['replace/replaced', 5],
  ['claims/patch', 5],
  ['delete/no-content', 3],
  // Two Users that these only look for.
  ['eq/user-name', 8],
  // It asks three times before it blames anyone.
  ['pages/next-begins-where-this-ended', 6],
  ['read/unknown-id', 1],
  ['group/members', 11],
]

/** How many requests a quick look sends at the most. */
export const quickRequests = 49

/** Every check that examines the answers to others, but for those of optional topics. */
function passiveChecks(): readonly string[] {
  return allTopics
    .filter(({ optional, ofGates }) => optional !== true && ofGates !== true)
    .flatMap(({ suites }) => suites.flatMap(({ checks }) => checks))
    .flatMap(({ kind, id }) => (kind === 'passive' ? [id] : []))
}

/** The ids of the checks of a quick look. */
export function quickChecks(): readonly string[] {
  return [...ofDiscovery, ...thatSend.map(([id]) => id), ...passiveChecks()]
}

/** The requests of a quick look, and what its checks take. */
export const quickBudget: BudgetSettings = { requests: quickRequests, costs: new Map(thatSend) }

/** What `--quick` says to the engine. */
export function quickLook(): Pick<ExamineOptions, 'among' | 'oneType' | 'budget'> {
  return {
    among: { ids: new Set(quickChecks()), otherwise: 'not among the basics that --quick looks at' },
    oneType: true,
    budget: quickBudget,
  }
}

/** What the report of a quick look says of itself. */
export function quickNote(checks: number, all: number): string {
  return (
    `A quick look: ${checks} of ${all} checks, the basics, at one resource type. The rest was not asked for, so this is no ` +
    'statement of conformance. Run without --quick for that.'
  )
}

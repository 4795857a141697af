// Every resource of every answer held against the provider's own schemas, once for all the checks that ask.

import { type PassiveCheck, passiveCheck, type Seen } from '../../src/check/check.ts'
import type { Provider, ProviderType, RequirementId } from '../../src/check/vocabulary.ts'
import { show } from '../../src/check/words.ts'
import type { AttributeDefinition, AttributeType } from '../../src/scim/attribute.ts'
import { attributeTypes } from '../../src/scim/attribute.ts'
import { describeType } from '../../src/scim/data-type.ts'
import { isObject, type JsonObject, jsonKind, member, sameName } from '../../src/scim/json.ts'
import { type ResourceProblem, resourceProblems } from '../../src/scim/resource-problems.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import { elementsOf } from '../discovery/documents.ts'
import { isPartial, resourcesIn } from '../messages/seen.ts'
import { formOf } from './value-form.ts'

/** One resource as it was received, and where it is not what its schemas say. */
export interface Validated {
  readonly resource: JsonObject
  readonly type: ProviderType
  readonly partial: boolean
  /** Whether /ResourceTypes lists the type, so that its extensions are known; else it was assumed. */
  readonly typeListed: boolean
  /** Whether /Schemas lists the base schema; else the RFC's definition stands in for it. */
  readonly schemaListed: boolean
  readonly problems: readonly ResourceProblem[]
}

/** Problems of one resource that are looked at: a hostile one may have any number. */
const mostProblems = 200

/** Paths of attributes are cut after this many characters: a hostile name may be of any length. */
const longestPath = 120

const known = new WeakMap<object, readonly Validated[]>()
const listings = new WeakMap<Provider, Listing>()

interface Listing {
  readonly types: ReadonlySet<string>
  readonly schemas: ReadonlySet<string>
}

/** What the provider itself lists, as far as the first answers show. */
function listingOf(provider: Provider): Listing {
  const before = listings.get(provider)
  if (before !== undefined) return before
  const { ResourceTypes, Schemas } = provider.answers
  const types = elementsOf(ResourceTypes.json).map(({ json }) => String(member(json, 'name')))
  const schemas = elementsOf(Schemas.json).map(({ json }) => String(member(json, 'id')).toLowerCase())
  const listing = { types: new Set(types), schemas: new Set(schemas) }
  listings.set(provider, listing)
  return listing
}

/** The resources in an answer that belong to a known type. */
export function validatedIn(seen: Seen, provider: Provider): readonly Validated[] {
  const before = known.get(seen.response)
  if (before !== undefined) return before
  const partial = isPartial(seen)
  const listing = listingOf(provider)
  const found = resourcesIn(seen, provider).flatMap(({ resource, type }): Validated[] => {
    // Without a schema at hand every attribute would be unknown.
    if (type === undefined || type.schemas.base.attributes.length === 0) return []
    const problems = resourceProblems(resource, type.schemas, { partial, most: mostProblems }).slice(0, mostProblems)
    const typeListed = listing.types.has(type.name)
    const schemaListed = listing.schemas.has(type.schemas.base.id.toLowerCase())
    return [{ resource, type, partial, typeListed, schemaListed, problems }]
  })
  known.set(seen.response, found)
  return found
}

export interface Rule {
  readonly slug: string
  readonly title: string
  readonly verifies: RequirementId | readonly RequirementId[]
  readonly fix: string
  /** Whether a problem breaks this rule, and which of its requirements; undefined where it does not. */
  readonly broken: (problem: ResourceProblem, validated: Validated) => boolean | RequirementId
  /** Expected and Got, where those of the problem do not say enough. */
  readonly words?: (path: string, validated: Validated) => { readonly expected: string; readonly got: string }
}

/** A check that looks at every resource of the run for one kind of problem. What it shows are paths and kinds, not values. */
export function resourceCheck(file: string, { slug, title, verifies, fix, broken, words }: Rule): PassiveCheck {
  return passiveCheck(`${file}/${slug}`, { title, verifies, fix }, () => (seen, observer, { provider }) => {
    for (const validated of validatedIn(seen, provider)) {
      observer.examined()
      for (const problem of validated.problems) {
        const is = broken(problem, validated)
        if (is === false) continue
        const path = problem.path.replace(/\[\d+\]/g, '').slice(0, longestPath)
        observer.fault({
          ...(is === true ? {} : { requirement: is }),
          ...(words !== undefined && problem.kind === 'unknown attribute'
            ? words(path, validated)
            : { expected: `${path}: ${problem.expected}`, got: kindOf(problem) }),
        })
      }
    }
  })
}

/** What is there instead, without saying what it says: it may be someone's data. */
function kindOf(problem: ResourceProblem): string {
  const { got, kind, path } = problem
  if (kind === 'several primary' && Array.isArray(got)) return `${got.length} primary values`
  if (kind === 'repeated element' || kind === 'schemas repeated') return 'one of them twice'
  if (kind === 'repeated name') return 'twice, in different letter case'
  if (kind === 'never returned') return 'a value, not repeated here'
  if (path.startsWith('schemas')) return show(got, 200)
  const what = jsonKind(got)
  if (what === 'absent') return 'absent'
  if (what === 'null') return 'null'
  if (got === '') return 'an empty string'
  if (typeof got === 'string') return formOf(got, failedType(problem) ?? 'string')
  if (kind === 'wrong type' && (what === 'number' || what === 'boolean')) {
    const type = failedType(problem)
    if (type === 'integer' && what === 'number') return 'a number with a fraction'
    return type === 'boolean' || type === 'decimal' || type === 'complex' ? `a ${what}` : `a ${what}, not in quotes`
  }
  return `${what === 'array' || what === 'object' ? 'an' : 'a'} ${what}`
}

const typesByWords: ReadonlyMap<string, AttributeType> = new Map(attributeTypes.map(type => [describeType(type), type]))

/** The data type that a value fails to have; undefined where the problem is another one. */
export function failedType({ kind, expected }: ResourceProblem): AttributeType | undefined {
  return kind === 'wrong type' ? typesByWords.get(expected) : undefined
}

/** The definition of the attribute that a problem is about. */
export function definitionAt({ path }: ResourceProblem, { type }: Validated): AttributeDefinition | undefined {
  const found = findAttribute(type.schemas, path.replace(/\[\d+\]/g, ''))
  return found?.subAttribute ?? found?.attribute
}

/** Whether a problem is about an extension as a whole. */
export function isExtension({ path }: ResourceProblem, { type }: Validated): boolean {
  return type.schemas.extensions.some(({ schema }) => schema.id === path)
}

/** Whether a name is one of an extension's attributes, which belong into the object of that extension. */
export function isOfExtension(name: string, { type }: Validated): boolean {
  return type.schemas.extensions.some(({ schema }) =>
    schema.attributes.some(attribute => sameName(attribute.name, name)),
  )
}

/** The text of a member, where it is one. */
export function textOf(json: unknown, name: string): string | undefined {
  const value = isObject(json) ? member(json, name) : undefined
  return typeof value === 'string' ? value : undefined
}

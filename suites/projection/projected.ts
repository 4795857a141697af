// Holds representations against what attributes and excludedAttributes ask for.

import type { CheckContext } from '../../src/check/context.ts'
import { type Basis, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, listWords } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { commonAttributes } from '../../src/scim/common-attributes.ts'
import { isObject, type JsonObject, member, sameName } from '../../src/scim/json.ts'
import { type ProjectionParameters, projectionProblems } from '../../src/scim/project.ts'
import { findAttribute, type ResourceSchemas, topLevelAttributes } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { extensionTexts } from '../support/attribute-choice.ts'
import { type Dataset, eachDataset, storedText } from '../support/dataset.ts'

/** A resource as it is read without parameters. */
export interface Shown {
  readonly type: ProviderType
  readonly id: string
  readonly full: JsonObject
}

/** Examines one resource of each type, made once per run and only read. */
export function eachResource(
  context: CheckContext,
  examine: (one: Shown & { readonly data: Dataset }) => Promise<void>,
): Promise<void> {
  return eachDataset(context, async data => {
    const [one] = data.members
    if (one !== undefined) await examine({ type: data.type, id: one.id, full: one.resource, data })
  })
}

/** The names of the top-level attributes a resource shows that a client can leave out or ask for: returned "default". */
export function optionalNames(type: ProviderType, full: JsonObject): readonly string[] {
  const attributes = topLevelAttributes(type.schemas)
  // Attributes of the schema itself go before the common ones.
  return [...attributes.slice(commonAttributes.length), ...commonAttributes]
    .filter(attribute => attribute.returned === 'default' && !/^(schemas|meta)$/i.test(attribute.name))
    .filter(attribute => attribute.subAttributes.every(({ returned }) => returned !== 'always'))
    .filter(attribute => !isUnassigned(valueAt(full, { attribute })))
    .map(({ name }) => name)
}

/** The first optional name; ends the check as unsupported where there is none. */
export function firstOptional(
  context: Pick<CheckContext, 'unsupported'>,
  type: ProviderType,
  full: JsonObject,
): string {
  return optionalNames(type, full)[0] ?? context.unsupported(`a ${type.name} shows no attribute that could be left out`)
}

/** A complex attribute shown with two sub-attributes or more, each of which could be left out, and those names. */
export function shownComplex(
  type: ProviderType,
  full: JsonObject,
  { multiValued }: { readonly multiValued: boolean },
): { readonly name: string; readonly first: string; readonly second: string } | undefined {
  for (const name of optionalNames(type, full)) {
    const attribute = findAttribute(type.schemas, name)?.attribute
    if (attribute?.type !== 'complex' || attribute.multiValued !== multiValued) continue
    const value = valueAt(full, { attribute })
    const [element] = [value].flat()
    if (!isObject(element)) continue
    const shown = Object.keys(element).filter(key => {
      const sub = findDefinition(attribute.subAttributes, key)
      return sub?.returned === 'default' && !isUnassigned(element[key])
    })
    // The significant value of an element goes first: it is what clients ask for alone.
    const names = shown.toSorted((a, b) => Number(sameName(b, 'value')) - Number(sameName(a, 'value')))
    const [first, second] = names
    if (first !== undefined && second !== undefined) return { name, first, second }
  }
  return undefined
}

/** The body of an answer as a resource; a fault where it is none. */
export function resourceIn(response: HttpResponse, statuses: readonly number[], basis: Basis = {}): JsonObject {
  const { json } = response
  expectThat(statuses.includes(response.status) && isObject(json), {
    ...basis,
    expected: `${statuses.join(' or ')} with the resource`,
    got: describeResponse(response),
    response,
  })
  return isObject(json) ? json : {}
}

/**
 * Holds when a representation has what the parameters ask for and nothing besides. `requirement` is broken by what is
 * missing or left over; an id that is gone breaks 7643-7-33.
 */
export function expectProjection(
  response: HttpResponse,
  actual: JsonObject,
  { schemas }: Pick<ProviderType, 'schemas'>,
  parameters: ProjectionParameters,
  full: JsonObject,
  basis: Basis = {},
): void {
  const all = projectionProblems(actual, schemas, parameters, full).filter(({ path }) => !isMetaAlways(schemas, path))
  // Where a whole attribute is told, its sub-attributes are not told again.
  const paths = new Set(all.map(({ path }) => path.toLowerCase()))
  const problems = all.filter(
    ({ path }) => !paths.has(path.toLowerCase().replace(/\.[^.:]+$/, '')) || !/\.[^.:]+$/.test(path),
  )
  if (problems.length === 0) return
  const named = (kind: string): string =>
    listWords(
      problems.filter(one => one.kind === kind).map(({ path }) => path),
      5,
    )
  const extra = named('should be absent')
  const missing = named('should be present')
  const isIdGone = problems.every(({ path }) => sameName(path, 'id'))
  expectThat(false, {
    ...basis,
    ...(isIdGone ? { requirement: '7643-7-33' } : {}),
    expected: wordsOf(parameters, schemas),
    got: `a resource ${[...(extra === '' ? [] : [`with ${extra}`]), ...(missing === '' ? [] : [`without ${missing}`])].join(' and ')}`,
    response,
  })
}

/** Reads a resource with these parameters, and holds what comes against them. */
export async function expectReadProjected(
  { scim }: Pick<CheckContext, 'scim'>,
  { type, id, full }: Shown,
  parameters: ProjectionParameters,
  basis: Basis = {},
): Promise<void> {
  const query = Object.fromEntries(Object.entries(parameters).map(([name, names]) => [name, names.join()]))
  const response = await scim.read(type, id, { query })
  expectProjection(response, resourceIn(response, [200], basis), type, parameters, full, basis)
}

/** A resource whose extension keeps a text, and the path of that text with its URN. */
export function extensionTextOf({ unsupported }: Pick<CheckContext, 'unsupported'>, data: Dataset) {
  const { type, members } = data
  const [one] = members
  const path = extensionTexts(type)
    .map(({ urn, attribute }) => `${urn}:${attribute.name}`)
    .find(candidate => one !== undefined && storedText(data, one, candidate) !== undefined)
  if (one === undefined || path === undefined) return unsupported('no extension with a text is stored')
  return { path, shown: { type, id: one.id, full: one.resource } }
}

/** The path, with its URN, of a text in an extension that a resource shows with another attribute beside it. */
export function textOfSeveral(type: ProviderType, full: JsonObject): string | undefined {
  const several = extensionTexts(type).find(({ urn, attribute }) => {
    const container = member(full, urn)
    const schema = type.schemas.extensions.find(one => one.schema.id === urn)?.schema
    if (!isObject(container) || schema === undefined) return false
    const shown = schema.attributes.filter(
      one => one.returned === 'default' && !isUnassigned(member(container, one.name)),
    )
    return shown.length > 1 && shown.includes(attribute)
  })
  return several === undefined ? undefined : `${several.urn}:${several.attribute.name}`
}

/** Ends the check as blocked unless the usual spelling of a name does what it should: another one shows nothing then. */
export async function requireUsual(
  { scim, blocked }: Pick<CheckContext, 'scim' | 'blocked'>,
  { type, id, full }: Shown,
  parameter: 'attributes' | 'excludedAttributes',
  name: string,
): Promise<void> {
  const { status, json } = await scim.read(type, id, { query: { [parameter]: name } })
  const names = optionalNames(type, full)
  const gone = names.filter(one => isUnassigned(isObject(json) ? member(json, one) : undefined))
  const works =
    parameter === 'excludedAttributes'
      ? gone.includes(name)
      : !gone.includes(name) && (gone.length > 0 || names.length === 1)
  if (status !== 200 || !works) blocked(`${parameter}=${name} does not do what it should either`)
}

function wordsOf({ attributes, excludedAttributes }: ProjectionParameters, schemas: ResourceSchemas): string {
  if (attributes !== undefined) return `${listWords(attributes)}, and what is always returned`
  if (excludedAttributes === undefined) return 'everything that is returned by default'
  const isAlways = (name: string): boolean => findAttribute(schemas, name)?.attribute.returned === 'always'
  const { always = [], others = [] } = Object.groupBy(excludedAttributes, name =>
    isAlways(name) ? 'always' : 'others',
  )
  const kept = always.length === 0 ? '' : `; ${listWords(always)} all the same, being always returned`
  return `everything but ${listWords(others)}${kept}`
}

/** Some service providers list meta in their schema as always returned: then it may come. */
function isMetaAlways({ base }: ResourceSchemas, path: string): boolean {
  return /^meta(\.|$)/i.test(path) && findDefinition(base.attributes, 'meta')?.returned === 'always'
}

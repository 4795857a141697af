// Attributes that the schemas declare immutable (RFC 7643 §7, RFC 7644 §3.5.1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { sameValue } from '../../src/scim/compare.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { createdId, isSuccess, readBack, replacementOf } from '../support/answers.ts'
import { anotherValue, attributesOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

/** Examines every immutable attribute of every type that clients can see. */
async function eachImmutable(
  context: CheckContext,
  examine: (type: ProviderType, found: FoundAttribute) => Promise<void>,
): Promise<void> {
  await eachCreatableType(context, async type => {
    const immutable = attributesOf(type).filter(
      ({ attribute }) => attribute.mutability === 'immutable' && attribute.returned !== 'never',
    )
    if (immutable.length === 0) context.unsupported(`no attribute of ${type.name} is immutable`)
    for (const found of immutable) {
      await context.subject(`${type.name} ${found.attribute.name}`, () => examine(type, found))
    }
  })
}

/** A new resource in which the attribute has a value, and the value as it is stored. */
async function withValue(context: CheckContext, type: ProviderType, found: FoundAttribute) {
  const { resources, scim, unsupported, blocked } = context
  const { attribute } = found
  const value = valueAt(await resources.build(type, {}, { extent: 'all' }), found)
  if (value === undefined) return unsupported(`no value for ${attribute.name} can be made up`)
  const sent = withAttribute(await resources.build(type), found, value)
  const response = await scim.create(type, sent)
  const id = isSuccess(response) ? createdId(response) : undefined
  if (id === undefined) return blocked(`A ${type.name} could not be created: ${describeResponse(response)}.`)
  const { json } = await readShowing(context, type, id, found)
  const stored = valueAt(json, found)
  if (isUnassigned(stored)) return unsupported(`${attribute.name} is not kept`)
  return { created: { type, id, sent }, value, stored }
}

/** Reads the resource in such a way that the attribute is shown. */
async function readShowing(
  context: CheckContext,
  type: ProviderType,
  id: string,
  { extension, attribute }: FoundAttribute,
) {
  if (attribute.returned !== 'request') return readBack(context, { type, id })
  const attributes = extension === undefined ? attribute.name : `${extension}:${attribute.name}`
  const response = await context.scim.read(type, id, { query: { attributes } })
  const { json } = response
  return typeof json === 'object' && json !== null
    ? { response, json: Object.fromEntries(Object.entries(json)) }
    : context.blocked(`A ${type.name} could not be read: ${describeResponse(response)}.`)
}

export const immutableAttributes = suite('Attributes declared immutable', [
  check(
    'immutable/replaced-by-another-value',
    {
      title: 'an immutable attribute keeps its value when a PUT has another one',
      verifies: ['7643-7-29', '7644-3.5.1-07'],
      fix: 'Compare immutable attributes with their stored values in PUT, and answer a difference with 400 "mutability".',
    },
    context =>
      eachImmutable(context, async (type, found) => {
        const { created, value, stored } = await withValue(context, type, found)
        const other = anotherValue(found.attribute, value, context.resources.unique())
        if (other === undefined) return context.unsupported('no other value can be made up')
        await context.scim.replace(type, created.id, withAttribute(replacementOf(created), found, other))
        const now = await readShowing(context, type, created.id, found)
        expectThat(sameValue(stored, valueAt(now.json, found), found.attribute), {
          expected: `${found.attribute.name} ${show(stored)} as before`,
          got: `${found.attribute.name} ${show(valueAt(now.json, found))}`,
          response: now.response,
        })
      }),
  ),

  check(
    'immutable/another-value-refused',
    {
      title: 'a PUT with another value for an immutable attribute is answered 400 with scimType "mutability"',
      verifies: ['7644-3.5.1-08', '7644-3.12-20'],
      fix: 'Answer 400 with scimType "mutability" where an immutable attribute would change.',
    },
    context =>
      eachImmutable(context, async (type, found) => {
        const { created, value } = await withValue(context, type, found)
        const other = anotherValue(found.attribute, value, context.resources.unique())
        if (other === undefined) return context.unsupported('no other value can be made up')
        const body = withAttribute(replacementOf(created), found, other)
        const response = await context.scim.replace(type, created.id, body)
        expectResponse(response).toBeScimError({ status: 400, scimType: 'mutability' })
      }),
  ),

  check(
    'immutable/same-value',
    {
      title: 'a PUT with the same value for an immutable attribute is accepted',
      verifies: '7644-3.5.1-07',
      fix: 'Refuse an immutable attribute in PUT only where its value differs from the stored one.',
    },
    context =>
      eachImmutable(context, async (type, found) => {
        const { created } = await withValue(context, type, found)
        const response = await context.scim.replace(type, created.id, replacementOf(created))
        expectThat(isSuccess(response), {
          expected: `200 OK with the same ${found.attribute.name}`,
          got: describeResponse(response),
          response,
        })
      }),
  ),

  check(
    'immutable/first-value',
    {
      title: 'an immutable attribute without a value takes the one of a PUT',
      verifies: '7644-3.5.1-09',
      fix: 'Store an immutable attribute that a PUT sets for the first time.',
    },
    context =>
      eachImmutable(context, async (type, found) => {
        const { resources, scim, unsupported } = context
        if (found.attribute.required) return unsupported(`${found.attribute.name} always has a value`)
        const value = valueAt(await resources.build(type, {}, { extent: 'all' }), found)
        if (value === undefined) return unsupported('no value can be made up')
        const created = await resources.create(type)
        const before = await readShowing(context, type, created.id, found)
        if (!isUnassigned(valueAt(before.json, found))) return unsupported('the service provider assigns a value')
        const response = await scim.replace(type, created.id, withAttribute(replacementOf(created), found, value))
        expectThat(isSuccess(response), { expected: '200 OK', got: describeResponse(response), response })
        const now = await readShowing(context, type, created.id, found)
        expectThat(sameValue(value, valueAt(now.json, found), found.attribute), {
          expected: `${found.attribute.name} ${show(value)}`,
          got: `${found.attribute.name} ${show(valueAt(now.json, found))}`,
          response: now.response,
        })
      }),
  ),
])

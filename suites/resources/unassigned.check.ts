// Absent, null and the empty list are one state: unassigned (RFC 7643 §2.5).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { member } from '../../src/scim/json.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack, readCreated, replacementOf } from '../support/answers.ts'
import { attributesOf, isFreeText, isPlain, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

/** Attributes of the base schema that a resource can be without, one of each kind, with a value for them. */
async function optionalOf({ resources }: CheckContext, type: ProviderType) {
  const sample = await resources.build(type, {}, { extent: 'all' })
  const candidates = type.schemas.base.attributes.filter(
    attribute =>
      isPlain(attribute) &&
      !attribute.required &&
      !isUnassigned(member(sample, attribute.name)) &&
      !isWanted(attribute),
  )
  const text = candidates.find(attribute => isFreeText(attribute) && attribute.name.toLowerCase() !== 'displayname')
  const list = candidates.find(({ multiValued }) => multiValued)
  return [text, list].flatMap(attribute =>
    attribute === undefined ? [] : [{ attribute, value: member(sample, attribute.name) }],
  )
}

/** E-mail addresses are asked for by service providers that do not mark them as required. */
function isWanted({ name }: AttributeDefinition): boolean {
  return name.toLowerCase() === 'emails'
}

export const unassigned = suite('Attributes without a value', [
  check(
    'unassigned/on-create',
    {
      title: 'null and the empty list in a create are the same as leaving the attribute out',
      verifies: '7643-2.5-01',
      fix: 'Treat null and [] in a body as if the attribute were not there.',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const optional = await optionalOf(context, type)
        if (optional.length === 0) unsupported(`${type.name} has no optional attribute`)
        for (const { attribute } of optional) {
          const values = attribute.multiValued ? [null, []] : [null]
          for (const value of values) {
            await subject(`${type.name} ${attribute.name} ${show(value)}`, async () => {
              const without = await resources.create(type, { [attribute.name]: undefined })
              const response = await scim.create(type, await resources.build(type, { [attribute.name]: value }))
              expectThat(isSuccess(response), {
                expected: `201 Created, as without ${attribute.name}`,
                got: describeResponse(response),
                response,
              })
              const stored = await readCreated(context, type, response)
              const found = member(stored.json, attribute.name)
              // A service provider may give every resource a value of its own.
              const usual = member((await readBack(context, without)).json, attribute.name)
              expectThat(isUnassigned(found) || !isUnassigned(usual), {
                expected: `no ${attribute.name}`,
                got: `${attribute.name} ${show(found)}`,
                response: stored.response,
              })
            })
          }
        }
      })
    },
  ),

  check(
    'unassigned/by-replace',
    {
      title: 'null and the empty list in a PUT take the value away',
      verifies: '7643-2.5-02',
      fix: 'Clear an attribute where the body of a PUT gives it as null or [].',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const optional = await optionalOf(context, type)
        if (optional.length === 0) unsupported(`${type.name} has no optional attribute`)
        for (const { attribute, value } of optional) {
          for (const nothing of attribute.multiValued ? [null, []] : [null]) {
            await subject(`${type.name} ${attribute.name} ${show(nothing)}`, async () => {
              const created = await resources.create(type, { [attribute.name]: value })
              const before = await readBack(context, created)
              if (isUnassigned(member(before.json, attribute.name))) unsupported(`${attribute.name} is not kept`)
              const body = replacementOf(created, { [attribute.name]: nothing })
              const response = await scim.replace(type, created.id, body)
              expectThat(isSuccess(response), { expected: '200 OK', got: describeResponse(response), response })
              const found = member((await readBack(context, created)).json, attribute.name)
              expectThat(isUnassigned(found), {
                expected: `no ${attribute.name} any more`,
                got: `${attribute.name} ${show(found)}`,
              })
            })
          }
        }
      })
    },
  ),

  check(
    'unassigned/left-out-of-replace',
    {
      title: 'a PUT without an attribute takes its value away',
      verifies: '7644-3.5.1-04',
      fix: 'Clear readWrite attributes that a PUT leaves out, or give them their default.',
    },
    async context => {
      const { resources, scim, blocked, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const optional = await optionalOf(context, type)
        if (optional.length === 0) unsupported(`${type.name} has no optional attribute`)
        for (const { attribute, value } of optional) {
          await subject(`${type.name} ${attribute.name}`, async () => {
            const created = await resources.create(type, { [attribute.name]: value })
            const before = await readBack(context, created)
            const old = member(before.json, attribute.name)
            if (isUnassigned(old)) unsupported(`${attribute.name} is not kept`)
            const body = replacementOf(created, { [attribute.name]: undefined })
            const response = await scim.replace(type, created.id, body)
            if (!isSuccess(response)) blocked(`A ${type.name} could not be replaced: ${describeResponse(response)}.`)
            const found = member((await readBack(context, created)).json, attribute.name)
            expectThat(JSON.stringify(found) !== JSON.stringify(old), {
              arguable: 21,
              expected: `no ${attribute.name}, or a default`,
              got: `${attribute.name} as before`,
            })
          })
        }
      })
    },
  ),

  check(
    'unassigned/by-replace-in-extension',
    {
      title: 'null in the extension of a PUT takes the value of that attribute away',
      verifies: '7643-2.5-02',
      fix: 'Clear an attribute of an extension where the body of a PUT gives it as null.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const found = attributesOf(type).find(
          ({ extension, attribute }) =>
            extension !== undefined && isFreeText(attribute) && !attribute.required && attribute.uniqueness === 'none',
        )
        if (found === undefined) return unsupported(`${type.name} has no extension with an optional text`)
        const created = await resources.create(type)
        const put = (value: unknown) =>
          scim.replace(type, created.id, withAttribute(replacementOf(created), found, value))
        await put(resources.unique())
        if (isUnassigned(valueAt((await readBack(context, created)).json, found)))
          return unsupported(`${found.attribute.name} is not kept`)
        const response = await put(null)
        expectThat(isSuccess(response), { expected: '200 OK', got: describeResponse(response), response })
        const after = valueAt((await readBack(context, created)).json, found)
        expectThat(isUnassigned(after), {
          expected: `no ${found.attribute.name} any more`,
          got: `${found.attribute.name} ${show(after)}`,
        })
      })
    },
  ),
])

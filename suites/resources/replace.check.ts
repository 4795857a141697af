// Replacing resources with PUT (RFC 7644 §3.5.1).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse, listWords, show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { differences, sameValue } from '../../src/scim/compare.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { createdId, isSuccess, readBack, replacementOf } from '../support/answers.ts'
import { freeTextOf, isPlain, withAttribute } from '../support/attributes.ts'
import { type Example, eachTypeWith, typedAttributesOf } from '../support/patch-choice.ts'
import { eachCreatableType } from '../support/types.ts'

export const replacing = suite('Replacing a resource', [
  check(
    'replace/replaced',
    {
      title: 'a PUT is answered 200 with the whole resource as a read shows it',
      verifies: ['7644-3.5.1-12', '7644-3.5-01'],
      fix: 'Support PUT for every resource type, and answer it with 200 and the full resource built from what was stored.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const created = await resources.create(type)
        const response = await scim.replace(type, created.id, replacementOf(created))
        if ([404, 405, 501].includes(response.status)) {
          expectResponse(response, { requirement: '7644-3.5-01' }).toHaveStatus(200)
        }
        const json = expectResponse(response).toBeJsonObject(200)
        const now = await readBack(context, created)
        const different = differences(json, now.json, type.schemas, { readOnly: true })
        expectThat(different.length === 0, {
          expected: '200 OK with the resource that GET shows',
          got: `differences in ${listWords([...new Set(different.map(({ path }) => path))])}`,
          response,
        })
      })
    },
  ),

  check(
    'replace/patch-offered',
    {
      title: 'resources can be changed by PATCH as well',
      verifies: '7644-3.5-02',
      fix: 'Support PATCH, so that clients can change an attribute without sending the whole resource.',
    },
    async ({ provider, unsupported }) => {
      const { met, source } = provider.capabilities['patch.supported']
      if (source !== 'advertised') unsupported('ServiceProviderConfig does not say whether PATCH is supported')
      expectThat(met, {
        expected: 'patch.supported true in ServiceProviderConfig',
        got: 'patch.supported false',
        response: provider.answers.ServiceProviderConfig,
      })
    },
  ),

  check(
    'replace/new-values',
    {
      title: 'the values of a PUT take the place of the old ones',
      verifies: '7644-3.5.1-04',
      fix: 'Store every readWrite attribute of the PUT, in the extensions too.',
    },
    async context => {
      const { resources, scim, blocked, unsupported } = context
      await eachCreatableType(context, async type => {
        const text = freeTextOf(type)
        if (text === undefined) return unsupported(`${type.name} has no text attribute to change`)
        const before = `${resources.unique()} before`
        const sent = withAttribute(await resources.build(type), text, before)
        const made = await scim.create(type, sent)
        const id = isSuccess(made) ? createdId(made) : undefined
        if (id === undefined) return blocked(`A ${type.name} could not be created: ${describeResponse(made)}.`)
        const stored = await readBack(context, { type, id })
        if (!sameValue(before, valueAt(stored.json, text), text.attribute)) {
          return unsupported(`${text.attribute.name} is not kept as it was sent`)
        }
        const after = `${resources.unique()} after`
        const response = await scim.replace(type, id, withAttribute(replacementOf({ sent, id }), text, after))
        expectThat(isSuccess(response), { expected: '200 OK', got: describeResponse(response), response })
        const now = await readBack(context, { type, id })
        const found = valueAt(now.json, text)
        expectThat(sameValue(after, found, text.attribute), {
          expected: `${text.attribute.name} ${show(after)}`,
          got: `${text.attribute.name} ${show(found)}`,
          response: now.response,
        })
      })
    },
  ),

  check(
    'replace/data-types',
    {
      title: 'a PUT stores values that are no text: booleans, numbers, dates, false and 0 too',
      verifies: '7644-3.5.1-04',
      fix: 'Ask whether a PUT has the attribute in it, not whether its value counts as true: false and 0 are values.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      const choose = (example: Example) => {
        const typed = typedAttributesOf(example)
        return typed.length === 0 ? undefined : typed
      }
      await eachTypeWith(context, 'attribute that is no string', choose, async (type, typed) => {
        const created = await resources.create(type)
        const put = async (values: typeof typed) => {
          const body = values.reduce<JsonObject>(
            (whole, { found, value }) => withAttribute(whole, found, value),
            replacementOf(created),
          )
          const response = await scim.replace(type, created.id, body)
          if (!isSuccess(response)) return response
          const { json, response: read } = await readBack(context, created)
          expectAll(
            ...values.map(({ found, value }) => () => {
              const now = valueAt(json, found)
              // A number that is out of bounds may have been changed to one that is not.
              const isOther =
                value === 0 && typeof now === 'number' && !typed.some(one => one.found === found && one.value === now)
              expectThat(isOther || sameValue(value, now, found.attribute), {
                expected: `${pathOf(found)} ${show(value)}, as in the PUT`,
                got: isUnassigned(now) ? `no ${pathOf(found)}` : `${pathOf(found)} ${show(now)}`,
                response: read,
              })
            }),
          )
          return response
        }
        const response = await put(typed)
        if (!isSuccess(response)) unsupported(`such values are refused: ${describeResponse(response)}`)
        const emptiest = typed.flatMap(({ found, value }): typeof typed => {
          if (typeof value === 'boolean') return [{ found, value: !value }]
          return typeof value === 'number' ? [{ found, value: 0 }] : []
        })
        if (emptiest.length === 0) return
        const second = await put(emptiest)
        // 0 may be out of bounds, a boolean never is.
        if (!isSuccess(second)) await put(emptiest.filter(({ value }) => value !== 0))
      })
    },
  ),

  check(
    'replace/whole-lists',
    {
      title: 'the elements of a PUT take the place of the old ones and are not merged with them',
      verifies: '7644-3.5.1-04',
      fix: 'Replace a multi-valued attribute as a whole in PUT; only PATCH adds to it.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const list = type.schemas.base.attributes.find(
          attribute =>
            isPlain(attribute) &&
            attribute.multiValued &&
            attribute.uniqueness === 'none' &&
            (attribute.type === 'string' || attribute.name.toLowerCase() === 'emails'),
        )
        if (list === undefined) return unsupported(`${type.name} has no multi-valued text attribute`)
        const domain = domainOf(await resources.build(type))
        const kinds = findDefinition(list.subAttributes, 'type')?.canonicalValues ?? []
        const element = (index: number): unknown => {
          if (list.type === 'string') return resources.unique()
          const value = `${resources.unique()}@${domain}`
          return kinds.length < 3 ? { value } : { value, type: kinds[index] }
        }
        const [first, second, third] = [element(0), element(1), element(2)]
        const created = await resources.create(type, { [list.name]: [first, second] })
        const stored = await readBack(context, created)
        const kept = textsOf(member(stored.json, list.name))
        if (!textsOf([first, second]).every(text => kept.includes(text)))
          return unsupported(`of two elements of ${list.name} in a create not both are kept`)
        const response = await scim.replace(type, created.id, replacementOf(created, { [list.name]: [second, third] }))
        expectThat(isSuccess(response), { expected: '200 OK', got: describeResponse(response), response })
        const now = await readBack(context, created)
        const found = textsOf(member(now.json, list.name))
        const wanted = textsOf([second, third])
        expectThat(found.length === wanted.length && wanted.every(text => found.includes(text)), {
          expected: `${list.name} with ${listWords(wanted)}, the elements of the PUT`,
          got: found.length === 0 ? `${list.name} without any` : `${list.name} with ${listWords(found)}`,
          response: now.response,
        })
      })
    },
  ),
])

/** The values of a list in lower case: strings as they are, objects by their value. */
function textsOf(list: unknown): string[] {
  if (!isArray(list)) return []
  return list.map(element => String(isObject(element) ? member(element, 'value') : element).toLowerCase())
}

/** The domain of the e-mail address in a resource as it was built. */
function domainOf(resource: JsonObject): string {
  const [email] = textsOf(member(resource, 'emails'))
  return email?.split('@')[1] ?? 'example.com'
}

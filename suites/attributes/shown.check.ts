// When attributes are returned, as the schemas declare it (RFC 7643 §7).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { type FoundAttribute, pathOf } from '../../src/scim/resource-schemas.ts'
import { isNeverReturned, isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess } from '../support/answers.ts'
import { attributesOf, freeTextOf, isPlain, withAttribute } from '../support/attributes.ts'
import { eachCreatableType, fullResource } from '../support/types.ts'

/** Whether the resource in an answer has a value of the attribute. */
function shows({ json }: HttpResponse, found: FoundAttribute): boolean {
  return isObject(json) && !isUnassigned(valueAt(json, found))
}

/** A resource created with a text in the attribute, and the answer to the create. */
async function createdWith(
  { resources, scim, unsupported }: CheckContext,
  type: ProviderType,
  found: FoundAttribute,
  text: string,
) {
  const value = found.attribute.multiValued ? [text] : text
  const sent = withAttribute(await resources.build(type), found, value)
  const response = await scim.create(type, sent)
  const id = isObject(response.json) ? member(response.json, 'id') : undefined
  if (!isSuccess(response) || typeof id !== 'string') return unsupported(`it is refused: ${describeResponse(response)}`)
  return { id, sent, response }
}

/** The resource as a list and a search show it; empty for those that do not offer it. */
async function listed(
  { scim }: Pick<CheckContext, 'scim'>,
  type: ProviderType,
  id: string,
): Promise<readonly { readonly words: string; readonly response: HttpResponse; readonly resource: JsonObject }[]> {
  const filter = `id eq ${JSON.stringify(id)}`
  const answers = { 'a list': await scim.list(type, { filter }), '.search': await scim.search(type, { filter }) }
  return Object.entries(answers).flatMap(([words, response]) => {
    const resources = isObject(response.json) ? member(response.json, 'Resources') : undefined
    const found = isArray(resources) ? resources.filter(isObject).find(one => member(one, 'id') === id) : undefined
    return found === undefined ? [] : [{ words, response, resource: found }]
  })
}

/** The answer to a PATCH of a text other than this one; undefined where none can be sent. */
async function patchedElsewhere(
  { provider, resources, scim }: CheckContext,
  type: ProviderType,
  id: string,
  { attribute }: FoundAttribute,
): Promise<HttpResponse | undefined> {
  const text = freeTextOf(type)
  if (!provider.capabilities['patch.supported'].met || text === undefined || text.attribute === attribute) return
  return scim.patch(type, id, [{ op: 'replace', path: pathOf(text), value: resources.unique() }])
}

export const shownAttributes = suite('When attributes are returned', [
  check(
    'shown/never',
    {
      title: 'attributes declared writeOnly or returned "never" are in no answer, not even when asked for',
      verifies: ['7643-7-31', '7643-7-34'],
      fix: 'Filter every representation by the schema last of all: nothing writeOnly and nothing returned "never".',
    },
    async context => {
      const { scim, subject, unsupported, random } = context
      await eachCreatableType(context, async type => {
        const secrets = attributesOf(type).filter(
          ({ attribute }) =>
            isNeverReturned(attribute) && attribute.mutability !== 'readOnly' && attribute.type === 'string',
        )
        if (secrets.length === 0) unsupported(`every attribute of ${type.name} may be returned`)
        for (const found of secrets) {
          await subject(`${type.name} ${found.attribute.name}`, async () => {
            const secret = `Pw-${random.word(16)}-9X!`
            const { id, sent, response } = await createdWith(context, type, found, secret)
            const answers: Record<string, HttpResponse> = {
              POST: response,
              GET: await scim.read(type, id),
              'GET with attributes': await scim.read(type, id, { query: { attributes: pathOf(found) } }),
              PUT: await scim.replace(type, id, { ...sent, id }),
            }
            const inLists = await listed(context, type, id)
            expectAll(
              ...inLists.map(({ words, response: answer, resource }) => () => {
                expectThat(isUnassigned(valueAt(resource, found)) && !answer.text.includes(secret), {
                  expected: `${words}: no ${found.attribute.name}`,
                  got: `${words}: ${found.attribute.name} with a value`,
                  response: answer,
                })
              }),
              ...Object.entries(answers).map(([words, answer]) => () => {
                expectThat(!shows(answer, found) && !answer.text.includes(secret), {
                  expected: `${words}: no ${found.attribute.name}`,
                  got: `${words}: ${found.attribute.name} with a value`,
                  response: answer,
                })
              }),
            )
          })
        }
      })
    },
  ),

  check(
    'shown/on-request',
    {
      title: 'attributes returned on request are shown to who wrote them or asks for them, and else not',
      verifies: '7643-7-37',
      fix: 'Show attributes returned "request" in the answer to the write that set them and where attributes names them.',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const asked = attributesOf(type).filter(
          ({ attribute }) =>
            attribute.returned === 'request' && attribute.mutability === 'readWrite' && attribute.type === 'string',
        )
        if (asked.length === 0) unsupported(`no attribute of ${type.name} is returned on request`)
        for (const found of asked) {
          await subject(`${type.name} ${found.attribute.name}`, async () => {
            const { id, response } = await createdWith(context, type, found, resources.unique())
            const named = await scim.read(type, id, { query: { attributes: pathOf(found) } })
            if (!shows(named, found) && !shows(response, found)) unsupported(`${found.attribute.name} is not kept`)
            const plain = await scim.read(type, id)
            const inLists = await listed(context, type, id)
            const { name } = found.attribute
            const patched = await patchedElsewhere(context, type, id, found)
            expectAll(
              () =>
                expectThat(patched === undefined || !shows(patched, found), {
                  expected: `no ${name} in the answer to a PATCH of something else`,
                  got: `${name} with a value`,
                  ...(patched === undefined ? {} : { response: patched }),
                }),
              ...inLists.map(({ words, response: answer, resource }) => () => {
                expectThat(isUnassigned(valueAt(resource, found)), {
                  expected: `no ${name} in ${words} that does not ask for it`,
                  got: `${name} with a value`,
                  response: answer,
                })
              }),
              () =>
                expectThat(shows(response, found), {
                  expected: `${name} in the answer to the create that set it`,
                  got: `no ${name}`,
                  response,
                }),
              () =>
                expectThat(shows(named, found), {
                  expected: `${name} where attributes names it`,
                  got: `no ${name}`,
                  response: named,
                }),
              () =>
                expectThat(!shows(plain, found), {
                  expected: `no ${name} in a plain GET`,
                  got: `${name} with a value`,
                  response: plain,
                }),
            )
          })
        }
      })
    },
  ),

  check(
    'shown/by-default',
    {
      title: 'what the answer to a create shows, a plain GET shows as well',
      verifies: ['7643-7-36', '7643-2.2-05'],
      fix: 'Return every attribute with a value whose returned is "default" or "always" in a GET without parameters.',
    },
    async context => {
      const { subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const { created, read } = await fullResource(context, type)
        const shown = attributesOf(type).filter(found => isPlain(found.attribute) && shows(created.response, found))
        if (shown.length === 0) unsupported('the answer to the create shows nothing')
        for (const found of shown) {
          await subject(`${type.name} ${found.attribute.name}`, () =>
            expectThat(shows(read, found), {
              expected: `${found.attribute.name}, as in the answer to the create`,
              got: `no ${found.attribute.name}`,
              response: read,
            }),
          )
        }
      })
    },
  ),
])

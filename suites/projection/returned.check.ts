// The characteristic `returned`: never and request (RFC 7643 §7).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import { Blocked } from '../../src/check/outcome.ts'
import type { Created } from '../../src/check/resources.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { isNeverReturned, isUnassigned } from '../../src/scim/value.ts'
import { eachDataset } from '../support/dataset.ts'

export const returnedCharacteristic = suite('Attributes returned never or on request', [
  check(
    'returned/never',
    {
      title: 'an attribute that is never returned does not come when it is asked for by name',
      verifies: '7643-7-34',
      fix: 'Pass over names in attributes whose attribute has returned "never", such as password.',
    },
    context =>
      eachDataset(context, async ({ type }) => {
        const secrets = type.schemas.base.attributes.filter(
          attribute => isNeverReturned(attribute) && attribute.mutability !== 'readOnly' && isText(attribute),
        )
        if (secrets.length === 0) return context.unsupported('the schema has no attribute that is never returned')
        for (const { name } of secrets) {
          const secret = `Pw-${context.resources.unique()}-9x!`
          const made = await createWith(context, type, { [name]: secret })
          const id = `id eq ${JSON.stringify(made.id)}`
          const answers = [
            await context.scim.read(type, made.id, { query: { attributes: name } }),
            await context.scim.list(type, { filter: id, attributes: name, count: 10 }),
          ]
          for (const response of answers) {
            expectThat(!response.text.includes(secret) && !shows(response, made.id, name), {
              expected: `${name} not returned`,
              got: `${describeResponse(response)} with ${name}`,
              response,
            })
          }
        }
      }),
  ),

  check(
    'returned/on-request',
    {
      title: 'an attribute returned on request comes when it is named in attributes, and only then',
      verifies: '7643-7-37',
      fix: 'Return attributes with returned "request" in reads only where attributes names them.',
    },
    context =>
      eachRequested(context, async (type, made, { name }) => {
        const plain = await context.scim.read(type, made.id)
        expectThat(plain.status === 200 && !shows(plain, made.id, name), {
          expected: `200 OK without ${name}`,
          got: `${describeResponse(plain)}${shows(plain, made.id, name) ? ` with ${name}` : ''}`,
          response: plain,
        })
        const asked = await context.scim.read(type, made.id, { query: { attributes: name } })
        expectThat(asked.status === 200 && shows(asked, made.id, name), {
          expected: `200 OK with ${name}`,
          got: `${describeResponse(asked)} without ${name}`,
          response: asked,
        })
      }),
  ),

  check(
    'returned/on-request-after-write',
    {
      title: 'an attribute returned on request comes in the answer to a create that sets it',
      verifies: '7643-7-37',
      fix: 'Return attributes with returned "request" in the answer to a write that has set them.',
    },
    context =>
      eachRequested(context, async (type, made, { name }) => {
        expectThat(shows(made.response, made.id, name), {
          expected: `201 Created with ${name}`,
          got: `${describeResponse(made.response)} without ${name}`,
          response: made.response,
        })
        const body = { ...made.sent, id: made.id }
        const replaced = await context.scim.replace(type, made.id, body)
        if (replaced.status !== 200) return
        expectThat(shows(replaced, made.id, name), {
          expected: `200 OK with ${name}`,
          got: `200 OK without ${name}`,
          response: replaced,
        })
      }),
  ),
])

/** Creates, for each type with a text that is returned on request, one resource that has it. */
function eachRequested(
  context: CheckContext,
  examine: (type: ProviderType, made: Created, attribute: AttributeDefinition) => Promise<void>,
): Promise<void> {
  return eachDataset(context, async ({ type }) => {
    const attribute = type.schemas.base.attributes.find(
      one => one.returned === 'request' && one.mutability === 'readWrite' && isText(one),
    )
    if (attribute === undefined) return context.unsupported('the schema has no text that is returned on request')
    const made = await context.resources.create(type, { [attribute.name]: context.resources.unique() })
    await examine(type, made, attribute)
  })
}

function isText({ type, multiValued, canonicalValues }: AttributeDefinition): boolean {
  return type === 'string' && !multiValued && canonicalValues.length === 0
}

/** Whether an answer shows an attribute of this resource, alone or in a list. */
function shows({ json }: HttpResponse, id: string, name: string): boolean {
  if (!isObject(json)) return false
  const listed = member(json, 'Resources')
  const resources: unknown[] = Array.isArray(listed) ? listed : [json]
  return resources.some(one => isObject(one) && member(one, 'id') === id && !isUnassigned(member(one, name)))
}

/** A resource with these attributes; one without them where they are refused. */
async function createWith({ resources }: CheckContext, type: ProviderType, attributes: JsonObject): Promise<Created> {
  try {
    return await resources.create(type, attributes)
  } catch (error) {
    if (error instanceof Blocked) return resources.create(type)
    throw error
  }
}

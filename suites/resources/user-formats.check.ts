// Values of a User with a format from elsewhere: telephone numbers, instant messengers, certificates (RFC 7643 §4.1.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isBase64, plainBase64 } from '../../src/scim/data-type.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { ensureUsualCreate, isSuccess, readCreated } from '../support/answers.ts'
import { certificate } from '../support/certificate.ts'

/** Creates a User with one element in the attribute; unsupported where the schema does not have it. */
async function createWith(context: CheckContext, name: string, element: JsonObject): Promise<HttpResponse> {
  const { resources, scim, unsupported } = context
  const definition = findDefinition(context.type('User').schemas.base.attributes, name)
  if (definition?.mutability !== 'readWrite') unsupported(`clients cannot write ${name}`)
  const response = await scim.create('User', await resources.build('User', { [name]: [element] }))
  await ensureUsualCreate(context, 'User', response)
  return response
}

/** The values of the attribute in the stored User. */
async function valuesOf(context: CheckContext, name: string, response: HttpResponse) {
  const stored = await readCreated(context, context.type('User'), response)
  const found = member(stored.json, name)
  const elements = isArray(found) ? found : []
  const values = elements.map(element => (isObject(element) ? member(element, 'value') : undefined))
  if (values.length === 0) context.unsupported(`${name} is not kept`)
  return { values, response: stored.response }
}

export const userFormats = suite('Values of a User with a format from elsewhere', [
  check(
    'user-formats/telephone-uri',
    {
      title: 'a telephone number in the form of a tel URI is taken',
      verifies: '7643-4.1.2-05',
      fix: 'Accept phoneNumbers whose value is a tel URI (RFC 3966).',
    },
    async context => {
      const value = 'tel:+1-201-555-0123'
      const created = await createWith(context, 'phoneNumbers', { value, type: 'work' })
      expectThat(isSuccess(created), {
        expected: `201 Created with the number ${value}`,
        got: describeResponse(created),
        response: created,
      })
      const { values, response } = await valuesOf(context, 'phoneNumbers', created)
      const digits = (text: unknown): string => String(text).replace(/\D/g, '')
      expectThat(
        values.some(found => digits(found) === digits(value)),
        {
          expected: `the number ${value}, in whatever form`,
          got: `values ${show(values)}`,
          response,
        },
      )
    },
  ),

  check(
    'user-formats/messenger-type',
    {
      title: 'an instant messaging address may be of type xmpp',
      verifies: '7643-4.1.2-10',
      fix: 'Accept the types of ims that RFC 7643 §4.1.2 lists.',
    },
    async context => {
      const created = await createWith(context, 'ims', { value: 'someone@example.com', type: 'xmpp' })
      expectThat(isSuccess(created), {
        expected: '201 Created with an address of type xmpp',
        got: describeResponse(created),
        response: created,
      })
    },
  ),

  check(
    'user-formats/certificate',
    {
      title: 'a certificate in base64 is kept byte for byte',
      verifies: ['7643-4.1.2-27', '7643-2.3.6-01'],
      fix: 'Store the bytes of an x509Certificates value and return them in base64.',
    },
    async context => {
      const created = await createWith(context, 'x509Certificates', { value: certificate })
      expectThat(isSuccess(created), {
        expected: '201 Created with a certificate in base64',
        got: describeResponse(created),
        response: created,
      })
      const { values, response } = await valuesOf(context, 'x509Certificates', created)
      const [found] = values
      const isSame = typeof found === 'string' && isBase64(found) && plainBase64(found) === plainBase64(certificate)
      expectThat(isSame, { expected: 'the certificate as it was sent', got: `value ${show(found, 40)}`, response })
    },
  ),

  check(
    'user-formats/certificate-not-base64',
    {
      title: 'a certificate that is not base64 is refused',
      verifies: '7643-2.3.6-01',
      fix: 'Refuse binary values that are not base64 with 400 and scimType "invalidValue".',
    },
    async context => {
      const created = await createWith(context, 'x509Certificates', { value: '-- not base64 --' })
      if (!isSuccess(created)) {
        return expectThat(created.status === 400, {
          expected: '400 Bad Request, scimType "invalidValue"',
          got: describeResponse(created),
          response: created,
        })
      }
      const { values, response } = await valuesOf(context, 'x509Certificates', created)
      expectThat(
        values.every(found => typeof found === 'string' && isBase64(found)),
        {
          expected: '400 Bad Request, or a value in base64',
          got: `value ${show(values[0], 40)}`,
          response,
        },
      )
    },
  ),

  check(
    'user-formats/one-certificate-a-value',
    {
      title: 'one value does not hold two certificates',
      verifies: '7643-4.1.2-28',
      fix: 'Refuse a value of x509Certificates with bytes after the end of the certificate.',
    },
    async context => {
      const bytes = Buffer.from(certificate, 'base64')
      const two = Buffer.concat([bytes, bytes]).toString('base64')
      const created = await createWith(context, 'x509Certificates', { value: two })
      if (created.status === 400) return
      if (!isSuccess(created)) context.blocked(describeResponse(created))
      const { values, response } = await valuesOf(context, 'x509Certificates', created)
      const isKept = values.some(found => typeof found === 'string' && plainBase64(found) === plainBase64(two))
      expectThat(!isKept, {
        arguable: 37,
        expected: '400 Bad Request, or one certificate a value',
        got: 'a value with two certificates',
        response,
      })
    },
  ),
])

// References and common attributes, whatever schemas a resource has (RFC 7643 §2.3.7, §3).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { readBack, tailOf } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'
import { textOf } from './validated.ts'

/** What a reference may be resolved against: the base URL as it should be, or the URL of the resource. */
function readings(reference: string, baseUrl: string, ownUrl: string): readonly string[] {
  const path = reference.replace(/^\/+/, '')
  return [
    ...[`${baseUrl}/`, ownUrl, `${ownUrl}/`].flatMap(base =>
      URL.canParse(reference, base) ? [new URL(reference, base).href] : [],
    ),
    `${baseUrl}/${path}`,
  ]
}

export const references = suite('References and common attributes', [
  check(
    'references/relative',
    {
      title: 'a relative meta.location leads to the resource from the base URL',
      verifies: '7643-2.3.7-02',
      fix: 'Write relative references from the base URL on, as in "Users/2819c223", or absolute ones.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const created = await resources.create(type)
        const { json, response } = await readBack(context, created)
        const location = textOf(member(json, 'meta'), 'location')
        if (location === undefined) return unsupported('there is no meta.location')
        if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(location)) unsupported('meta.location is absolute')
        const ownUrl = scim.urlOf(scim.pathOf(type, created.id))
        const isFound = readings(location, scim.urlOf(''), ownUrl).some(url => tailOf(url) === tailOf(ownUrl))
        expectThat(isFound, {
          expected: 'a relative reference that leads from the base URL to the resource',
          got: `meta.location ${show(location)}`,
          response,
        })
      }),
  ),

  check(
    'references/common-attributes',
    {
      title: 'id, externalId and meta can be asked for on every resource type',
      verifies: '7643-3-08',
      fix: 'Know id, externalId and meta for every resource type, also where its schemas do not list them.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim } = context
        const created = await resources.create(type, { externalId: resources.unique() })
        const { json: whole } = await readBack(context, created)
        const query = { attributes: 'id,externalId,meta' }
        const response = await scim.read(type, created.id, { query })
        const json = expectResponse(response).toBeJsonObject(200)
        const expected = ['id', 'externalId', 'meta'].filter(name => (member(whole, name) ?? null) !== null)
        const missing = expected.filter(name => (member(json, name) ?? null) === null)
        expectThat(isObject(json) && missing.length === 0, {
          expected: `${expected.join(', ')}, as asked for`,
          got: `no ${missing.join(', ')}`,
          response,
        })
      }),
  ),
])

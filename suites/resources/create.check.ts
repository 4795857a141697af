// Creating resources with POST (RFC 7644 §3.3).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse, listWords, show } from '../../src/check/words.ts'
import { differences } from '../../src/scim/compare.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { ensureUsualCreate, isSuccess, lastSegment, readBack, readCreated, tailOf } from '../support/answers.ts'
import { swapCase } from '../support/attributes.ts'
import { leadsTo } from '../support/own-uri.ts'
import { eachCreatableType, unchangedResource } from '../support/types.ts'
import { secondsOf } from './meta.check.ts'

export const creating = suite('Creating resources', [
  check(
    'create/created',
    {
      title: 'a POST to a resource endpoint is answered 201 with the new resource',
      verifies: ['7644-3.3-06', '7644-3.3-01', '7644-3.3-08'],
      fix: 'Answer a successful create with 201 and the full representation of the new resource.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const response = await scim.create(type, await resources.build(type))
        expectResponse(response).toHaveStatus(201)
        // What is to be in it is one thing, that it has to say at least where the resource is another.
        const json = expectResponse(response, { requirement: '7644-3.3-08' }).toBeJsonObject(201)
        const id = member(json, 'id')
        expectThat(typeof id === 'string' && id !== '', {
          expected: '201 Created with the new resource and its id',
          got: `201 Created, id ${show(id)}`,
          response,
        })
      })
    },
  ),

  check(
    'create/returned-resource',
    {
      title: 'the answer to a create is the new resource as a read shows it',
      verifies: ['7644-3.3-07', '7644-3.1-09'],
      fix: 'Build the 201 body from what was stored, in the same way as the answer to a GET.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        const expected = 'the created resource in the body, equal to what GET shows'
        const { response } = created
        if (!isObject(response.json)) {
          expectThat(false, { expected, got: `${describeResponse(response)} without a resource`, response })
        }
        const now = expectResponse(read, { requirement: '7644-3.3-07' }).toBeJsonObject(200)
        // A part that is missing is one thing, a value that is not the stored one another.
        const other = differences(created.resource, now, type.schemas).find(
          one => one.expected !== undefined && one.actual !== undefined,
        )
        expectThat(other === undefined, {
          requirement: '7644-3.1-09',
          expected: `${other?.path} ${show(other?.actual)}, as GET shows it`,
          got: `${other?.path} ${show(other?.expected)}`,
          response,
        })
        const different = differences(created.resource, now, type.schemas, { readOnly: true })
        expectThat(different.length === 0, {
          expected,
          got: `differences in ${listWords([...new Set(different.map(({ path }) => path))])}`,
          response,
        })
      })
    },
  ),

  check(
    'create/location',
    {
      title: 'a create tells where the new resource is, in Location and in meta.location',
      verifies: '7644-3.3-08',
      fix: 'Put the URI of the new resource into the Location header of the 201 and the same text into meta.location.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        const { response, id } = created
        const { location } = response.headers
        expectThat(lastSegment(location) === id || (await leadsTo(context, location, id)), {
          expected: `a Location header that ends in ${type.endpoint}/{id}`,
          got: location === undefined ? 'no Location header' : `Location ${show(location)}`,
          response,
        })
        const source = isObject(response.json) ? response.json : read.json
        const meta = isObject(source) ? member(source, 'meta') : undefined
        const inMeta = isObject(meta) ? member(meta, 'location') : undefined
        expectThat(inMeta === location || tailOf(inMeta) === tailOf(location), {
          expected: `meta.location ${show(location)}, as in the Location header`,
          got: `meta.location ${show(inMeta)}`,
          response,
        })
      })
    },
  ),

  check(
    'create/content-location',
    {
      title: 'where Content-Location is sent, it is the same as meta.location',
      verifies: '7643-3.1-28',
      fix: 'Fill Content-Location from meta.location, or leave the header out.',
    },
    async context => {
      await eachCreatableType(context, async type => {
        const { created, read } = await unchangedResource(context, type)
        const answers = [created.response, read].filter(({ headers }) => headers['content-location'] !== undefined)
        if (answers.length === 0) context.unsupported('no Content-Location is sent')
        for (const response of answers) {
          const header = response.headers['content-location']
          const meta = isObject(response.json) ? member(response.json, 'meta') : undefined
          const location = isObject(meta) ? member(meta, 'location') : undefined
          if (location === undefined) continue
          expectThat(location === header || tailOf(location) === tailOf(header), {
            expected: `Content-Location ${show(location)}, as in meta.location`,
            got: `Content-Location ${show(header)}`,
            response,
          })
        }
      })
    },
  ),

  check(
    'create/only-what-is-required',
    {
      title: 'a resource with nothing but its required attributes is accepted',
      verifies: '7643-1.1-01',
      fix: 'Do not ask for attributes that the schema does not mark as required; or mark them.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const sent = await resources.build(type, {}, { extent: 'required' })
        const response = await scim.create(type, sent)
        expectThat(isSuccess(response), {
          expected: `201 Created for a ${type.name} with ${listWords(Object.keys(sent))}`,
          got: describeResponse(response),
          response,
        })
      })
    },
  ),

  check(
    'create/duplicate-user-name',
    {
      title: 'a second User with the same userName is refused',
      verifies: ['7644-3.3-10', '7643-4.1.1-02'],
      needs: ['user-resource'],
      fix: 'Look the userName up without regard to case before inserting (RFC 7643 §4.1.1).',
    },
    async ({ resources, scim }) => {
      const first = await resources.create('User')
      const second = await scim.create(
        'User',
        await resources.build('User', { userName: member(first.sent, 'userName') }),
      )

      expectResponse(second).toBeScimError({ status: 409, scimType: 'uniqueness' })
    },
  ),

  check(
    'create/id-of-another',
    {
      title: 'a create with the id of another resource leaves that one as it was',
      verifies: ['7644-3.3-03', '7643-3.1-08'],
      fix: 'Assign the id of a new resource yourself, and never look the id of the body up.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const first = await resources.create(type)
        const before = await readBack(context, first)
        const response = await scim.create(type, await resources.build(type, { id: first.id }))
        const after = await readBack(context, first)
        const different = differences(before.json, after.json, type.schemas)
        expectThat(different.length === 0, {
          expected: `the other ${type.name} as it was`,
          got: `differences in ${listWords([...new Set(different.map(({ path }) => path))])}`,
          response: after.response,
        })
        const id = isObject(response.json) && isSuccess(response) ? member(response.json, 'id') : undefined
        expectThat(id !== first.id, {
          requirement: '7643-3.1-08',
          expected: 'an id of its own',
          got: `the id of another ${type.name}`,
          response,
        })
      })
    },
  ),

  check(
    'create/email-of-another',
    {
      title:
        'a create with the e-mail address of another User is refused or makes a second one, and leaves the first as it was',
      verifies: '7643-3.1-08',
      needs: ['user-resource'],
      fix: 'Never take a User with the same e-mail address for the one to create: refuse the create with 409, or make another.',
    },
    async context => {
      const { resources, scim, type, unsupported } = context
      const first = await resources.create('User', {}, { extent: 'all' })
      const before = await readBack(context, first)
      const emails = member(first.sent, 'emails')
      if (isUnassigned(emails)) unsupported('Users have no emails')
      const response = await scim.create('User', await resources.build('User', { emails }))
      const id = isObject(response.json) && isSuccess(response) ? member(response.json, 'id') : undefined
      expectThat(id !== first.id, {
        expected: '409 Conflict, or a User with an id of its own',
        got: `${describeResponse(response)} with the id of another User`,
        response,
      })
      const after = await readBack(context, first)
      const different = differences(before.json, after.json, type('User').schemas)
      expectThat(different.length === 0, {
        expected: 'the other User as it was',
        got: `differences in ${listWords([...new Set(different.map(({ path }) => path))])}`,
        response: after.response,
      })
    },
  ),

  check(
    'create/duplicate-at-the-same-time',
    {
      title: 'of several creates with one userName at the same time no more than one is carried out',
      verifies: '7643-4.1.1-02',
      needs: ['user-resource'],
      fix: 'Let the database keep userName unique, by an index on its folded form, and answer its refusal with 409.',
    },
    async ({ resources, scim }) => {
      const user = await resources.build('User')
      const answers = await Promise.all(Array.from({ length: 4 }, () => scim.create('User', user)))
      const done = answers.filter(isSuccess)
      const ids = new Set(done.map(({ json }) => (isObject(json) ? member(json, 'id') : undefined)))
      expectThat(ids.size <= 1, {
        expected: 'one User with this userName, and 409 Conflict for the others',
        got: `${ids.size} Users with this userName`,
        exchanges: done.map(({ exchange }) => exchange.id),
      })
    },
  ),

  check(
    'create/duplicate-user-name-in-other-case',
    {
      title: 'a second User whose userName differs in letter case alone is refused',
      verifies: '7643-4.1.1-03',
      fix: 'Compare userNames without regard to case before inserting, and put a unique index on their folded form.',
    },
    async ({ resources, scim }) => {
      const first = await resources.create('User')
      const userName = swapCase(String(member(first.sent, 'userName')))
      const second = await scim.create('User', await resources.build('User', { userName }), { aim: 'malformed' })

      expectResponse(second).toBeScimError({ status: 409, scimType: 'uniqueness' })
    },
  ),

  check(
    'create/given-id-and-meta',
    {
      title: 'id and meta in a create are ignored, and the service provider assigns its own',
      verifies: ['7644-3.3-03', '7643-3.1-22', '7643-3.1-09', '7643-3.1-12', '7643-3.1-20'],
      fix: 'Drop readOnly attributes from the body of a create before it is checked and stored.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const id = resources.unknownId()
        const meta = {
          resourceType: 'Other',
          created: '2001-02-03T04:05:06Z',
          lastModified: '2001-02-03T04:05:06Z',
          location: `https://example.com/v2${type.endpoint}/${id}`,
          version: 'W/"other"',
        }
        const response = await scim.create(type, { ...(await resources.build(type)), id, meta })
        await ensureUsualCreate(context, type, response)
        expectThat(isSuccess(response), {
          expected: '201 Created, id and meta of the body ignored',
          got: describeResponse(response),
          response,
        })
        const stored = await readCreated(context, type, response)
        expectAll(
          () =>
            expectThat(stored.id !== id, {
              requirement: '7643-3.1-09',
              expected: 'an id of the service provider',
              got: 'the id that was sent',
              response,
            }),
          ...Object.entries(meta).map(([name, sent]) => () => {
            const found = member(stored.json, 'meta')
            const value = isObject(found) ? member(found, name) : undefined
            // A dateTime may come back in another form.
            const instant = secondsOf(value)
            expectThat(value !== sent && (instant === undefined || instant !== secondsOf(sent)), {
              requirement: '7643-3.1-22',
              expected: `meta.${name} of the service provider`,
              got: `meta.${name} ${show(value)}, as it was sent`,
              response: stored.response,
            })
          }),
        )
      })
    },
  ),
])

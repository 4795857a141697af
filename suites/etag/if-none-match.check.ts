// Reading a resource only if it has changed (RFC 7644 §3.14, RFC 9110 §13.1.2, §15.4.5).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, statusText } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { eachCreatableType } from '../support/types.ts'
import { changeOf, createTagged, expectUnchanged, moveTag, noOnesTag, otherStrength } from './tags.ts'

function expectNotModified(response: HttpResponse, requirement: RequirementId): void {
  expectThat(response.status === 304, {
    requirement,
    expected: statusText(304),
    got: describeResponse(response),
    response,
  })
}

export const readingIfChanged = suite('Reading only what has changed', [
  check(
    'if-none-match/current',
    {
      title: 'GET with the current version is answered 304 without a body',
      verifies: ['7644-3.14-05', '9110-13.1.2-03', '9110-15.4.5-01', '9110-15.4.5-02'],
      fix: 'Compare If-None-Match with the version of the resource, and answer 304 with the ETag alone where it matches.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        const response = await context.scim.read(type, created.id, { headers: { 'if-none-match': tag } })
        expectNotModified(response, '7644-3.14-05')
        const length = Number(response.headers['content-length'] ?? 0)
        expectAll(
          () =>
            expectThat(response.text === '', {
              requirement: '9110-15.4.5-02',
              expected: '304 without a body',
              got: `304 with a body of ${length || response.text.length} bytes`,
              response,
            }),
          () =>
            expectThat(response.headers.etag === tag, {
              requirement: '9110-15.4.5-01',
              expected: `304 with ETag: ${tag}`,
              got: response.headers.etag === undefined ? '304 without ETag' : `304 with ETag: ${response.headers.etag}`,
              response,
            }),
        )
      }),
  ),

  check(
    'if-none-match/changed',
    {
      title: 'GET with a version that is no longer current is answered 200 with the resource',
      verifies: '7644-3.14-05',
      fix: 'Answer 304 only where If-None-Match has the current version.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        await moveTag(context, { created, tag })
        const response = await context.scim.read(type, created.id, { headers: { 'if-none-match': tag } })
        expectThat(response.status === 200 && isObject(response.json) && member(response.json, 'id') === created.id, {
          expected: '200 OK with the resource as it is now',
          got: describeResponse(response),
          response,
        })
      }),
  ),

  check(
    'if-none-match/weak',
    {
      title: 'If-None-Match is compared weakly: W/ makes no difference',
      verifies: '9110-13.1.2-01',
      fix: 'Leave W/ out on both sides when comparing If-None-Match with the version.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        const other = otherStrength(tag)
        const response = await context.scim.read(type, created.id, { headers: { 'if-none-match': other } })
        expectNotModified(response, '9110-13.1.2-01')
      }),
  ),

  check(
    'if-none-match/list',
    {
      title: 'If-None-Match may list several versions, or be *',
      verifies: ['9110-13.1.2-02', '9110-13.1.2-03'],
      fix: 'Read If-None-Match as a list of entity tags, and * as any version.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        const list = `${noOnesTag(tag)}, ${tag}`
        const get = (value: string) => context.scim.read(type, created.id, { headers: { 'if-none-match': value } })
        expectNotModified(await get(list), '9110-13.1.2-02')
        expectNotModified(await get('*'), '9110-13.1.2-02')
      }),
  ),

  check(
    'if-none-match/write',
    {
      title: 'PUT with If-None-Match: * is refused where the resource exists',
      verifies: ['9110-13.1.2-03', '9110-13.1.1-04'],
      fix: 'Evaluate If-None-Match for PUT, PATCH and DELETE too, and answer 412 where it matches.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, json } = await createTagged(context, type)
        const { replacement } = changeOf(context, created)
        const response = await context.scim.replace(type, created.id, replacement, {
          headers: { 'if-none-match': '*' },
        })
        expectThat(response.status === 412, {
          requirement: '9110-13.1.2-03',
          expected: statusText(412),
          got: describeResponse(response),
          response,
        })
        await expectUnchanged(context, created, json)
      }),
  ),
])

// Versions of resources: the ETag header and meta.version (RFC 7644 §3.14, RFC 7643 §3.1).

import { check, passiveCheck, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import type { HttpResponse, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isArray, isObject, member } from '../../src/scim/json.ts'
import { isPartial, resourcesIn } from '../messages/seen.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'
import { change, changeOf, coarseMs, createTagged, isEntityTag, isWeak, readTag, tagInOtherCase } from './tags.ts'

function expectTag(response: HttpResponse, requirement: RequirementId): void {
  const { etag } = response.headers
  expectThat(etag !== undefined && isEntityTag(etag), {
    requirement,
    expected: `${response.status} with an ETag`,
    got: etag === undefined ? `${response.status} without ETag` : `ETag: ${etag}`,
    response,
  })
}

/** Holds when the version is no longer `before`; a weak one gets a second change after a second (RFC 9110 §8.8.1). */
async function expectMoved(
  context: CheckContext,
  created: Created,
  before: string,
  method: string,
  again: () => Promise<HttpResponse>,
): Promise<void> {
  let after = await readTag(context, created)
  if (after.tag === before && isWeak(before)) {
    await new Promise(resolve => setTimeout(resolve, coarseMs))
    await again()
    after = await readTag(context, created)
  }
  expectThat(after.tag !== before, {
    expected: `another ETag after a ${method} that changed the resource`,
    got: `${before} before and after`,
    response: after.response,
  })
}

export const versions = suite('Versions of resources', [
  check(
    'etag/create',
    {
      title: 'the answer to a create has an ETag',
      verifies: '7644-3.14-04',
      fix: 'Send the version of the new resource in the ETag header of the 201.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { response } = await context.resources.create(type)
        expectTag(response, '7644-3.14-04')
      }),
  ),

  check(
    'etag/read',
    {
      title: 'the answer to a GET of a resource has an ETag',
      verifies: ['7644-3.14-02', '9110-8.8.3.1-01'],
      fix: 'Send the version of the resource in the ETag header of every GET of it.',
    },
    context =>
      eachCreatableType(context, async type => {
        const created = await context.resources.create(type)
        const { response } = await readBack(context, created)
        expectTag(response, '7644-3.14-02')
      }),
  ),

  check(
    'etag/replace',
    {
      title: 'the answer to a PUT has the ETag of the new version',
      verifies: '7644-3.14-02',
      fix: 'Send the new version of the resource in the ETag header of the answer to a PUT.',
    },
    context =>
      eachCreatableType(context, async type => {
        const created = await context.resources.create(type)
        const replaced = await change(context, created)
        expectTag(replaced, '7644-3.14-02')
        const { tag, response } = await readTag(context, created)
        expectThat(replaced.headers.etag === tag, {
          expected: 'the ETag that a GET has afterwards',
          got: `${replaced.headers.etag}, then ${tag}`,
          response,
        })
      }),
  ),

  check(
    'etag/patch',
    {
      title: 'the answer to a PATCH with a body has the ETag of the new version',
      verifies: '7644-3.14-02',
      needs: ['patch.supported'],
      fix: 'Send the new version of the resource in the ETag header of the answer to a PATCH.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { scim, resources, blocked, unsupported } = context
        const created = await resources.create(type)
        const patched = await scim.patch(type, created.id, changeOf(context, created).operations)
        if (!isSuccess(patched)) return blocked(`A ${type.name} could not be patched: ${describeResponse(patched)}.`)
        if (patched.status === 204 && patched.headers.etag === undefined) unsupported('PATCH is answered 204')
        expectTag(patched, '7644-3.14-02')
        const { tag, response } = await readTag(context, created)
        expectThat(patched.headers.etag === tag, {
          expected: 'the ETag that a GET has afterwards',
          got: `${patched.headers.etag}, then ${tag}`,
          response,
        })
      }),
  ),

  check(
    'etag/moves',
    {
      title: 'the ETag changes with every change of the resource',
      verifies: '7644-3.14-07',
      fix: 'Compute a new version whenever anything a client can see of the resource changes.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { scim, provider } = context
        const { created, tag } = await createTagged(context, type)
        await change(context, created)
        await expectMoved(context, created, tag, 'PUT', () => change(context, created))
        if (!provider.capabilities['patch.supported'].met) return
        const { tag: before } = await readTag(context, created)
        const patch = () => scim.patch(type, created.id, changeOf(context, created).operations)
        if (!isSuccess(await patch())) return
        await expectMoved(context, created, before, 'PATCH', patch)
        const last = await readTag(context, created)
        expectThat(last.tag !== tag, {
          expected: 'another ETag than before the first change',
          got: `${tag} again, after two changes`,
          response: last.response,
        })
      }),
  ),

  check(
    'etag/in-lists',
    {
      title: 'meta.version in a list is the ETag that a GET of the resource has',
      verifies: '7643-3.1-29',
      needs: ['filter.supported'],
      fix: 'Take the version of a resource from one function, whether it stands alone or in a list.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { scim, unsupported } = context
        const { created, tag } = await createTagged(context, type)
        const response = await scim.list(type, { filter: `id eq ${JSON.stringify(created.id)}` })
        const resources = isObject(response.json) ? member(response.json, 'Resources') : undefined
        const entries = isArray(resources) ? resources.filter(isObject) : []
        const entry = entries.find(one => member(one, 'id') === created.id)
        const meta = entry === undefined ? undefined : member(entry, 'meta')
        const version = isObject(meta) ? member(meta, 'version') : undefined
        if (version === undefined || version === null) return unsupported('lists show no version')
        const { tag: after } = await readTag(context, created)
        if (after !== tag) return unsupported('the version changes without a change')
        expectThat(version === tag, {
          expected: `meta.version ${show(tag)}, the ETag`,
          got: `meta.version ${show(version)}`,
          response,
        })
      }),
  ),

  check(
    'etag/stays',
    {
      title: 'the ETag stays the same while the resource does',
      verifies: '7644-3.14-07',
      fix: 'Compute the version from the stored resource, not from the time or the text of the answer.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { created, tag } = await createTagged(context, type)
        const { tag: again, response } = await readTag(context, created)
        expectThat(again === tag, { expected: `ETag: ${tag}, as before`, got: `ETag: ${again}`, response })
      }),
  ),

  check(
    'etag/case-exact',
    {
      title: 'versions are compared with regard to letter case',
      verifies: '7643-3.1-30',
      fix: 'Compare entity tags character by character.',
    },
    context =>
      eachCreatableType(context, async type => {
        const { scim, unsupported } = context
        const { created, tag } = await createTagged(context, type)
        const other = tagInOtherCase(tag)
        if (other === undefined) return unsupported('the version has no letters')
        const response = await scim.read(type, created.id, { headers: { 'if-none-match': other } })
        expectThat(response.status === 200, {
          expected: '200 OK to the version in other letter case',
          got: describeResponse(response),
          response,
        })
      }),
  ),

  passiveCheck(
    'etag/syntax',
    {
      title: 'every ETag is text in double quotes, with W/ before it where it is weak',
      verifies: '9110-8.8.3-01',
      fix: 'Send the ETag as "version" or W/"version", with the quotes and a capital W.',
    },
    () =>
      ({ request, response }, observer) => {
        const { etag } = response.headers
        if (etag === undefined || /^https?:/i.test(request.path)) return
        observer.examined()
        if (!isEntityTag(etag)) {
          const got = /^w\//.test(etag) ? 'an ETag with a small w' : 'an ETag without double quotes around it'
          observer.fault({ expected: 'an ETag such as W/"3694"', got })
        }
      },
  ),

  passiveCheck(
    'etag/version',
    {
      title: 'meta.version is the ETag',
      verifies: ['7643-3.1-29', '7644-3.14-03'],
      fix: 'Take the ETag header and meta.version from one function: the same text, W/ and quotes included.',
    },
    () => (seen, observer, context) => {
      const { etag } = seen.response.headers
      for (const { resource, single } of resourcesIn(seen, context.provider)) {
        const meta = member(resource, 'meta')
        if (!isObject(meta)) continue
        observer.examined()
        const version = member(meta, 'version')
        if (version === undefined || version === null) {
          if (isPartial(seen)) continue
          observer.fault({ requirement: '7644-3.14-03', expected: 'meta.version', got: 'meta without version' })
        } else if (typeof version !== 'string' || !isEntityTag(version)) {
          const got = `meta.version ${typeof version === 'string' ? version.slice(0, 40) : show(version, 40)}`
          observer.fault({ expected: 'meta.version such as W/"3694"', got })
        } else if (single && etag !== undefined && version !== etag) {
          observer.fault({ expected: 'meta.version equal to the ETag header', got: 'two different versions' })
        }
      }
    },
  ),
])

// What a successful PATCH is answered, and what it does to meta (RFC 7644 §3.5.2).

import { check, passiveCheck, suite } from '../../src/check/check.ts'
import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show, statusText } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { coarseMs, isWeak } from '../etag/tags.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { departures, departureWords } from '../support/departures.ts'
import { metaOf, patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import { eachTypeWith, replaceableTextOf } from '../support/patch-choice.ts'

const success = '7644-3.5.2-27'

export const patchAnswers = suite('Answers to PATCH', [
  passiveCheck(
    'patch-answer/status',
    {
      title: 'a successful PATCH is answered 200 with a body or 204 without one',
      verifies: success,
      fix: 'Answer a successful PATCH with 200 and the resource, or with 204 and nothing.',
    },
    () =>
      ({ request, response }, observer) => {
        if (request.method !== 'PATCH' || !isSuccess(response)) return
        observer.examined()
        const fault = (expected: string, got: string): void => observer.fault({ expected, got })
        const { status, text, json } = response
        if (status !== 200 && status !== 204) fault('200 OK or 204 No Content', statusText(status))
        else if (status === 204 && text !== '') fault('204 No Content without a body', 'a body')
        else if (status === 200 && !isObject(json)) fault('200 OK with the resource', '200 OK without a JSON object')
      },
  ),

  check(
    'patch-answer/whole-resource',
    {
      title: 'the body of a 200 is the whole resource as it is stored afterwards',
      verifies: success,
      fix: 'Render the answer from the resource that was stored, with all its attributes.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type)
        const value = context.resources.unique()
        const response = await context.scim.patch(type, resource.id, [
          { op: 'replace', path: text.attribute.name, value },
        ])
        expectResponse(response).toHaveStatus(200, 204)
        if (response.status === 204) context.unsupported('it is answered 204')
        const body = expectResponse(response).toBeJsonObject(200)
        const { json: after } = await readBack(context, resource)
        const comparison = { expected: after, after: body, before: {}, type, operations: 'everything', schemas: true }
        const different = departures(comparison)
        const words = departureWords(different, type)
        expectAll(
          () =>
            expectThat(different.length === 0, {
              response,
              expected: `${words.expected}, as a GET shows`,
              got: words.got,
            }),
          () =>
            expectThat(member(body, 'id') === member(after, 'id'), {
              response,
              expected: `id ${show(member(after, 'id'))}`,
              got: `id ${show(member(body, 'id'))}`,
            }),
          ...['lastModified', 'version'].map(name => () => {
            const [there, here] = [metaOf(after, name), metaOf(body, name)]
            expectThat(there === here, {
              response,
              expected: `meta.${name} ${show(there)}, as a GET shows`,
              got: `meta.${name} ${show(here)}`,
            })
          }),
        )
      })
    },
  ),

  check(
    'patch-answer/attributes',
    {
      title: 'a PATCH with the attributes parameter is answered 200 with just these attributes',
      verifies: '7644-3.5.2-29',
      fix: 'When a PATCH has the attributes parameter, answer 200 with those attributes and id, never 204.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type)
        const value = context.resources.unique()
        const { name } = text.attribute
        const judgement = { extra: { query: { attributes: name } } }
        const operation = { op: 'replace', path: name, value }
        const { response, stored } = await patchAndCompare(context, resource, [operation], judgement)
        const body = expectResponse(response).toBeJsonObject(200)
        const always = new Set(
          [...type.schemas.base.attributes]
            .filter(({ returned }) => returned === 'always')
            .map(attribute => attribute.name.toLowerCase()),
        )
        const allowed = new Set(['schemas', 'id', 'meta', name.toLowerCase(), ...always])
        const surplus = Object.keys(body).filter(
          key => !allowed.has(key.toLowerCase()) && !isUnassigned(member(body, key)),
        )
        expectAll(
          () =>
            expectThat(member(body, name) === member(stored, name), {
              response,
              expected: `${name} ${show(member(stored, name))}`,
              got: `${name} ${show(member(body, name))}`,
            }),
          () =>
            expectThat(member(body, 'id') === resource.id, {
              response,
              expected: `id ${show(resource.id)}`,
              got: `id ${show(member(body, 'id'))}`,
            }),
          () =>
            expectThat(surplus.length === 0, {
              response,
              expected: `no attribute but ${name} and those that are always returned`,
              got: surplus.join(', '),
            }),
        )
      })
    },
  ),

  check(
    'patch-answer/last-modified',
    {
      title: 'meta.lastModified moves forward when a PATCH changes the resource, and meta.created stays',
      verifies: ['7643-3.1-25', '7643-3.1-20'],
      needs: ['patch.supported'],
      fix: 'Set meta.lastModified to the current time in every PATCH that changes the resource.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type)
        const before = Date.parse(metaOf(resource.stored, 'lastModified') ?? '')
        if (Number.isNaN(before)) context.blocked(`meta.lastModified of the ${type.name} is no DateTime`)
        const change = () =>
          context.scim.patch(type, resource.id, [
            { op: 'replace', path: text.attribute.name, value: context.resources.unique() },
          ])
        let response = await change()
        if (!isSuccess(response)) context.blocked(`A PATCH of a ${type.name} is answered ${describeResponse(response)}`)
        let { json: after } = await readBack(context, resource)
        if (metaOf(after, 'lastModified') === metaOf(resource.stored, 'lastModified')) {
          // The clock of the service provider may tick in whole seconds.
          await new Promise(resolve => setTimeout(resolve, 1100))
          response = await change()
          after = (await readBack(context, resource)).json
        }
        const [old, now] = [metaOf(resource.stored, 'created'), metaOf(after, 'created')]
        expectAll(
          () =>
            expectThat(Date.parse(metaOf(after, 'lastModified') ?? '') > before, {
              response,
              expected: `lastModified later than ${show(metaOf(resource.stored, 'lastModified'))}`,
              got: `lastModified ${show(metaOf(after, 'lastModified'))} after a change`,
            }),
          () =>
            expectThat(Math.abs(Date.parse(now ?? '') - Date.parse(old ?? '')) < 1000, {
              requirement: '7643-3.1-20',
              response,
              expected: `meta.created ${show(old)} as before`,
              got: `meta.created ${show(now)}`,
            }),
        )
      })
    },
  ),

  check(
    'patch-answer/version',
    {
      title: 'the version of a resource changes with a PATCH that changes it, and the answer carries the new one',
      verifies: ['7644-3.14-07', '7644-3.14-02'],
      needs: ['patch.supported'],
      fix: 'Compute a new entity tag whenever a PATCH changes the resource, and send it in the answer.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const { created, before } = await (async () => {
          const prepared = await prepare(context, type)
          return { created: prepared, before: (await readBack(context, prepared)).response.headers.etag }
        })()
        const change = async () => {
          const value = context.resources.unique()
          const operations = [{ op: 'replace', path: text.attribute.name, value }]
          const response = await context.scim.patch(type, created.id, operations)
          if (!isSuccess(response))
            context.blocked(`A PATCH of a ${type.name} is answered ${describeResponse(response)}`)
          return { response, after: (await readBack(context, created)).response.headers.etag }
        }
        const first = await change()
        // A weak version need not tell two changes within a second apart (RFC 9110 §8.8.1).
        const isCoarse = first.after === before && before !== undefined && isWeak(before)
        if (isCoarse) await new Promise(resolve => setTimeout(resolve, coarseMs))
        const { response, after } = isCoarse ? await change() : first
        expectAll(
          () =>
            expectThat(after !== undefined && after !== before, {
              response,
              expected: `an ETag other than ${before ?? 'none'} after the change`,
              got: `ETag: ${after ?? 'absent'}`,
            }),
          () => {
            // Without a body the headers that fit may be left out (RFC 7644 §3.5.2).
            const { etag } = response.headers
            expectThat(etag === after || (response.status === 204 && etag === undefined), {
              requirement: '7644-3.14-02',
              response,
              expected: `ETag ${show(after)} in the answer to the PATCH`,
              got: `ETag ${show(etag)}`,
            })
          },
        )
      })
    },
  ),
])

// The excludedAttributes parameter on reads: everything but what is named (RFC 7644 §3.4.2.5, §3.9).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { projectionProblems } from '../../src/scim/project.ts'
import { topLevelAttributes } from '../../src/scim/resource-schemas.ts'
import { eachDataset, narrowed } from '../support/dataset.ts'
import {
  eachResource,
  expectProjection,
  expectReadProjected,
  extensionTextOf,
  firstOptional,
  optionalNames,
  requireUsual,
  shownComplex,
} from './projected.ts'

export const excludedAttributesParameter = suite('The excludedAttributes parameter', [
  check(
    'excluded-attributes-parameter/only-named',
    {
      title: 'excludedAttributes takes away the named attribute, and only that',
      verifies: ['7644-3.9-08', '7644-3.4.2.5-01'],
      fix: 'Leave the attributes named in excludedAttributes out, and return all others as usual, extensions included.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const name = firstOptional(context, type, full)
        await expectReadProjected(context, shown, { excludedAttributes: [name] })
      }),
  ),

  check(
    'excluded-attributes-parameter/several',
    {
      title: 'excludedAttributes takes several names, separated by commas',
      verifies: ['7644-3.9-08', '7644-3.4.2.5-03'],
      fix: 'Split the excludedAttributes parameter at commas, after percent-decoding.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const names = optionalNames(type, full).slice(0, 2)
        if (names.length < 2) return context.unsupported('there are not two attributes to name')
        await expectReadProjected(context, shown, { excludedAttributes: names })
      }),
  ),

  check(
    'excluded-attributes-parameter/sub-attribute',
    {
      title: 'excludedAttributes can take away one sub-attribute and leave the others',
      verifies: ['7644-3.9-08', '7644-3.4.2.5-03', '7644-3.10-04'],
      fix: 'Follow the dot of a name in excludedAttributes: only that sub-attribute goes.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const complex =
          shownComplex(type, full, { multiValued: false }) ?? shownComplex(type, full, { multiValued: true })
        if (complex === undefined) return context.unsupported('no complex attribute with two sub-attributes is shown')
        const path = `${complex.name}.${complex.second}`
        await expectReadProjected(context, shown, { excludedAttributes: [path] })
      }),
  ),

  check(
    'excluded-attributes-parameter/always-kept',
    {
      title: 'excludedAttributes does not take away what is always returned',
      verifies: ['7644-3.9-07', '7643-7-33', '7644-3.4.2.5-04'],
      fix: 'Pass over names in excludedAttributes whose attribute has returned "always", such as id.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const always = topLevelAttributes(type.schemas)
          .filter(({ returned }) => returned === 'always')
          .map(({ name }) => name)
        const names = [...new Set([...always, firstOptional(context, type, full)])]
        await expectReadProjected(context, shown, { excludedAttributes: names })
      }),
  ),

  check(
    'excluded-attributes-parameter/notation',
    {
      title: 'excludedAttributes takes names in any letter case, and with the URN of the schema',
      verifies: ['7644-3.4.2.5-03', '7644-3.10-02', '7644-3.10-05'],
      fix: 'Read the names in excludedAttributes as any attribute path.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const name = optionalNames(type, full).find(candidate => candidate.toLowerCase() !== 'externalid')
        if (name === undefined) return context.unsupported('no attribute of the base schema could be named')
        await requireUsual(context, shown, 'excludedAttributes', name)
        for (const [spelling, requirement] of [
          [name.toUpperCase(), '7644-3.10-05'],
          [`${type.schemas.base.id}:${name}`, '7644-3.10-02'],
        ] as const) {
          await expectReadProjected(context, shown, { excludedAttributes: [spelling] }, { requirement })
        }
      }),
  ),

  check(
    'excluded-attributes-parameter/extension-attribute',
    {
      title: 'excludedAttributes can take away an attribute of an extension by its URN',
      verifies: ['7644-3.9-08', '7644-3.10-02'],
      fix: 'Look a name with the URN of an extension up in that extension.',
    },
    context =>
      eachDataset(context, async data => {
        const { path, shown } = extensionTextOf(context, data)
        await expectReadProjected(context, shown, { excludedAttributes: [path] })
      }),
  ),

  check(
    'excluded-attributes-parameter/list',
    {
      title: 'excludedAttributes applies to every resource of a list',
      verifies: ['7644-3.4.2.5-01', '7644-3.9-08'],
      fix: 'Apply excludedAttributes to each resource of a ListResponse as to a single one.',
    },
    context =>
      eachDataset(context, async data => {
        const { type, members } = data
        const name = firstOptional(context, type, members[0]?.resource ?? {})
        const query = { ...narrowed(data), startIndex: 1, excludedAttributes: name }
        const response = await context.scim.list(type, query)
        const list = expectResponse(response).toBeListResponse()
        const own = list.resources.flatMap(resource => {
          const one = members.find(({ id }) => id === member(resource, 'id'))
          return one === undefined ? [] : [{ resource, full: one.resource }]
        })
        if (own.length === 0) return context.unsupported('none of our own resources is listed')
        for (const { resource, full } of own) {
          expectProjection(response, resource, type, { excludedAttributes: [name] }, full)
        }
      }),
  ),

  check(
    'excluded-attributes-parameter/with-attributes',
    {
      title: 'attributes and excludedAttributes together are refused, or one of them counts',
      verifies: '7644-3.9-03',
      fix: 'Answer 400 with scimType invalidValue when both are given, or let one of them count alone.',
    },
    context =>
      eachResource(context, async ({ type, id, full }) => {
        const [first, second] = optionalNames(type, full)
        if (first === undefined || second === undefined)
          return context.unsupported('there are not two attributes to name')
        const query = { attributes: first, excludedAttributes: second }
        const response = await context.scim.read(type, id, { query })
        if (response.status === 400) return
        const json = isObject(response.json) ? response.json : {}
        const fits = [{ attributes: [first] }, { excludedAttributes: [second] }, {}].some(
          parameters => projectionProblems(json, type.schemas, parameters, full).length === 0,
        )
        expectThat(response.status === 200 && fits, {
          expected: '400 Bad Request, or 200 OK with what one of the two asks for',
          got: response.status === 200 ? '200 OK with other attributes' : describeResponse(response),
          response,
        })
      }),
  ),
])

// The attributes parameter on reads: only what is named, and what is always returned (RFC 7644 §3.4.2.5, §3.9).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { amount, describeResponse, show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { eachDataset, narrowed } from '../support/dataset.ts'
import { groupOf, readWithGroups, requireGroups } from '../support/groups.ts'
import { ifPossible } from '../support/patch-choice.ts'
import { eachCreatableType, fullResource } from '../support/types.ts'
import {
  eachResource,
  expectProjection,
  expectReadProjected,
  extensionTextOf,
  firstOptional,
  optionalNames,
  requireUsual,
  resourceIn,
  shownComplex,
  textOfSeveral,
} from './projected.ts'

export const attributesParameter = suite('The attributes parameter', [
  check(
    'attributes-parameter/named-only',
    {
      title: 'with attributes only the named attribute is returned, and what is always returned',
      verifies: ['7644-3.9-04', '7644-3.9-05', '7643-7-33', '7643-7-36', '7644-3.4.2.5-02'],
      fix: 'Return the attributes named, plus those with returned "always" (id), and nothing else: no meta either.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const name = firstOptional(context, type, full)
        await expectReadProjected(context, shown, { attributes: [name] })
      }),
  ),

  check(
    'attributes-parameter/several',
    {
      title: 'attributes takes several names, separated by commas',
      verifies: ['7644-3.9-06', '7644-3.9-05'],
      fix: 'Split the attributes parameter at commas, after percent-decoding.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const [first, second] = optionalNames(type, full)
        if (first === undefined || second === undefined)
          return context.unsupported('there are not two attributes to name')
        await expectReadProjected(context, shown, { attributes: [first, second] })
      }),
  ),

  check(
    'attributes-parameter/sub-attribute',
    {
      title: 'attributes can name a sub-attribute: the others of that attribute are not returned',
      verifies: ['7644-3.9-05', '7644-3.4.2.5-03', '7644-3.10-04'],
      fix: 'Follow the dot of a name in attributes, and return that sub-attribute alone within its attribute.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const complex = shownComplex(type, full, { multiValued: false })
        if (complex === undefined) return context.unsupported('no complex attribute with two sub-attributes is shown')
        const path = `${complex.name}.${complex.first}`
        await expectReadProjected(context, shown, { attributes: [path] })
      }),
  ),

  check(
    'attributes-parameter/sub-attribute-of-elements',
    {
      title: 'attributes can name a sub-attribute of a multi-valued attribute: each element has it alone',
      verifies: ['7644-3.9-05', '7644-3.4.2.5-03', '7644-3.10-04'],
      fix: 'Apply a sub-attribute in attributes to every element of a multi-valued attribute.',
    },
    context =>
      eachResource(context, async ({ type, id, full }) => {
        const complex = shownComplex(type, full, { multiValued: true })
        if (complex === undefined) return context.unsupported('no multi-valued attribute with sub-attributes is shown')
        const path = `${complex.name}.${complex.first}`
        const response = await context.scim.read(type, id, { query: { attributes: path } })
        const actual = resourceIn(response, [200])
        expectProjection(response, actual, type, { attributes: [path] }, full)
        const [all, some] = [full, actual].map(one => [member(one, complex.name)].flat().length)
        expectThat(all === some, {
          expected: `all ${all} elements of ${complex.name}`,
          got: amount(some ?? 0, 'element'),
          response,
        })
      }),
  ),

  check(
    'attributes-parameter/urn',
    {
      title: 'attributes takes names with the URN of the schema',
      verifies: ['7644-3.10-02', '7644-3.4.2.5-03', '7644-3.9-06'],
      fix: 'Accept the schema URN and a colon before a name in attributes, for the base schema too.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const name = optionalNames(type, full).find(candidate => candidate.toLowerCase() !== 'externalid')
        if (name === undefined) return context.unsupported('no attribute of the base schema could be named')
        const urn = `${type.schemas.base.id}:${name}`
        await requireUsual(context, shown, 'attributes', name)
        await expectReadProjected(context, shown, { attributes: [urn] })
      }),
  ),

  check(
    'attributes-parameter/letter-case',
    {
      title: 'names in attributes are understood in any letter case',
      verifies: ['7644-3.10-05', '7644-3.4.2.5-03'],
      fix: 'Compare names in attributes without regard to letter case.',
    },
    context =>
      eachResource(context, async shown => {
        const { type, full } = shown
        const usual = firstOptional(context, type, full)
        await requireUsual(context, shown, 'attributes', usual)
        const name = usual.toUpperCase()
        await expectReadProjected(context, shown, { attributes: [name] })
      }),
  ),

  check(
    'attributes-parameter/extension-attribute',
    {
      title: 'attributes can name an attribute of an extension by its URN',
      verifies: ['7644-3.10-02', '7644-3.9-05'],
      fix: 'Look a name with the URN of an extension up in that extension, and return it in its container.',
    },
    context =>
      eachDataset(context, async data => {
        const { path, shown } = extensionTextOf(context, data)
        await expectReadProjected(context, shown, { attributes: [path] })
      }),
  ),

  check(
    'attributes-parameter/one-of-an-extension',
    {
      title: 'attributes can name one attribute of an extension: the others of that extension are not returned',
      verifies: ['7644-3.9-05', '7644-3.10-02'],
      fix: 'Return the container of an extension with the attributes that were named in it, and no others.',
    },
    context =>
      eachCreatableType(context, async type => {
        const whole = await ifPossible(() => fullResource(context, type))
        if (whole === undefined) return context.unsupported(`no ${type.name} could be created with all its attributes`)
        const { created, read } = whole
        const full = resourceIn(read, [200])
        const path = textOfSeveral(type, full)
        if (path === undefined) return context.unsupported('no extension is stored with a text and another attribute')
        await expectReadProjected(context, { type, id: created.id, full }, { attributes: [path] })
      }),
  ),

  check(
    'attributes-parameter/time-of-change',
    {
      title: 'attributes can name a sub-attribute of meta',
      verifies: ['7644-3.9-05', '7644-3.10-04'],
      fix: 'Look names in attributes up among the common attributes too, and follow the dot there: meta.lastModified.',
    },
    context =>
      eachResource(context, async shown => {
        const meta = member(shown.full, 'meta')
        if (!isObject(meta) || isUnassigned(member(meta, 'lastModified'))) {
          return context.unsupported('no meta.lastModified is shown')
        }
        await expectReadProjected(context, shown, { attributes: ['meta.lastModified'] })
      }),
  ),

  check(
    'attributes-parameter/groups',
    {
      title: 'attributes can name groups, which the service provider works out itself',
      verifies: '7644-3.9-05',
      needs: ['user-resource', 'group-resource'],
      fix: 'Cut a resource down to what attributes names after groups has been filled in, not before.',
    },
    async context => {
      requireGroups(context)
      const user = await context.resources.create('User')
      await groupOf(context, [user])
      const { json: full } = await readWithGroups(context, user)
      if (isUnassigned(member(full, 'groups'))) return context.unsupported('groups is not shown')
      await expectReadProjected(context, { type: context.type('User'), id: user.id, full }, { attributes: ['groups'] })
    },
  ),

  check(
    'attributes-parameter/unknown-name',
    {
      title: 'a name in attributes that no schema has does not keep the others from being returned',
      verifies: '7644-3.4.2.5-02',
      fix: 'Pass over names in attributes that the resource does not have.',
    },
    context =>
      eachResource(context, async ({ type, id, full }) => {
        const name = firstOptional(context, type, full)
        await requireUsual(context, { type, id, full }, 'attributes', name)
        const response = await context.scim.read(type, id, { query: { attributes: `${name},scimcUnknown` } })
        expectThat(response.status === 200, { expected: '200 OK', got: describeResponse(response), response })
        expectProjection(response, resourceIn(response, [200]), type, { attributes: [name] }, full)
      }),
  ),

  check(
    'attributes-parameter/list',
    {
      title: 'attributes applies to every resource of a list',
      verifies: ['7644-3.4.2.5-01', '7644-3.9-04', '7644-3.9-05'],
      fix: 'Apply attributes to each resource of a ListResponse as to a single one.',
    },
    context =>
      eachDataset(context, async data => {
        const { type, members } = data
        const name = firstOptional(context, type, members[0]?.resource ?? {})
        const response = await context.scim.list(type, { ...narrowed(data), startIndex: 1, attributes: name })
        const list = expectResponse(response).toBeListResponse()
        const own = list.resources.flatMap(resource => {
          const one = members.find(({ id }) => id === member(resource, 'id'))
          return one === undefined ? [] : [{ resource, full: one.resource }]
        })
        if (own.length === 0 && data.narrow === undefined)
          return context.unsupported('none of our own resources is listed')
        expectThat(own.length > 0, {
          requirement: '7644-3.9-05',
          expected: 'resources with their id',
          got: `${list.resources.length} resources, none with an id of ours`,
          response,
        })
        for (const { resource, full } of own) expectProjection(response, resource, type, { attributes: [name] }, full)
      }),
  ),

  check(
    'attributes-parameter/schemas-kept',
    {
      title: 'a partial representation still names its schemas',
      verifies: '7644-3.9-05',
      fix: 'Return schemas with every resource, whatever attributes says.',
    },
    context =>
      eachResource(context, async ({ type, id, full }) => {
        const name = firstOptional(context, type, full)
        const response = await context.scim.read(type, id, { query: { attributes: name } })
        const given = isObject(response.json) ? member(response.json, 'schemas') : undefined
        if (response.status !== 200) return context.blocked(`the read was answered ${describeResponse(response)}`)
        expectThat(Array.isArray(given) && given.length > 0, {
          arguable: 8,
          expected: 'schemas with the URNs of the resource',
          got: `schemas ${show(given)}`,
          response,
        })
      }),
  ),
])

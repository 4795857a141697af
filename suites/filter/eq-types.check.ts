// Filters with eq on several values, on Booleans, and on values the service provider filled in (RFC 7644 §3.4.2.2).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { Blocked } from '../../src/check/outcome.ts'
import { show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { listWithPrimary } from '../support/attribute-choice.ts'
import { type Dataset, eachDataset, type Member, storedText, storedValues } from '../support/dataset.ts'
import { equals, expectOnly, listBy } from '../support/filtered.ts'
import { idsOf } from '../support/walk.ts'

export const equalityByType = suite('Filters with eq, by kind of value', [
  check(
    'eq-types/multi-valued',
    {
      title: 'eq on a multi-valued attribute matches whichever of its values is equal',
      verifies: '7644-3.4.2.2-44',
      fix: 'Compare every element of a multi-valued attribute, not the first or the primary one alone.',
    },
    context =>
      eachDataset(context, async data => {
        const list = listWithPrimary(data.type)
        const one = data.members[5]
        const path = `${list?.name}.value`
        const values = one === undefined || list === undefined ? [] : storedValues(data, one, path)
        const texts = values.filter(value => typeof value === 'string')
        if (one === undefined || texts.length < 2) {
          return context.unsupported('no attribute with several values is stored')
        }
        for (const text of texts) {
          expectOnly(await listBy(context, data.type, equals(path, text)), [one.id], `the one with this ${path}`)
        }
      }),
  ),

  check(
    'eq-types/boolean',
    {
      title: 'eq on a Boolean attribute compares with true and false',
      verifies: '7644-3.4.2.2-08',
      fix: 'Read true and false in a filter as Booleans and compare them with the value of the attribute.',
    },
    context =>
      eachDataset(context, async data => {
        const { type, label } = data
        const attribute = type.schemas.base.attributes.find(
          one =>
            one.type === 'boolean' && !one.multiValued && one.mutability !== 'writeOnly' && one.returned !== 'never',
        )
        if (attribute === undefined) return context.unsupported('the schema has no Boolean attribute')
        const members = [...data.members.slice(0, 1), ...(await withFalse(context, data, attribute.name))]
        const subjects = members.flatMap(one => {
          const text = storedText(data, one, label)
          const [value] = storedValues(data, one, attribute.name)
          return text === undefined || typeof value !== 'boolean' ? [] : [{ id: one.id, text, value }]
        })
        if (subjects.length === 0) context.unsupported(`no ${attribute.name} is stored`)
        for (const { id, text, value } of subjects) {
          for (const wanted of [true, false]) {
            const filter = `${equals(label, text)} and ${equals(attribute.name, wanted)}`
            const found = await listBy(context, type, filter)
            expectOnly(found, value === wanted ? [id] : [], `${attribute.name} is ${show(value)} there`)
          }
        }
      }),
  ),

  check(
    'eq-types/defaulted-attribute',
    {
      title: 'a filter on an attribute that the service provider filled in uses the value it has returned',
      verifies: '7644-3.4.2.2-46',
      fix: 'Store the defaults you return with a resource, or apply them before filters are evaluated.',
    },
    context =>
      eachDataset(context, async ({ type, label }) => {
        const made = await context.resources.create(type, {}, { extent: 'required' })
        const read = await context.scim.read(type, made.id)
        const shown = isObject(read.json) ? read.json : {}
        const text = member(shown, label)
        const attribute = type.schemas.base.attributes.find(
          ({ name, type: kind, multiValued, mutability }) =>
            member(made.sent, name) === undefined &&
            !multiValued &&
            mutability === 'readWrite' &&
            ((kind === 'boolean' && typeof member(shown, name) === 'boolean') ||
              (kind === 'string' && typeof member(shown, name) === 'string' && member(shown, name) !== '')),
        )
        if (attribute === undefined || typeof text !== 'string') return context.unsupported('no default is filled in')
        const filter = `${equals(label, text)} and ${equals(attribute.name, member(shown, attribute.name))}`
        expectOnly(await listBy(context, type, filter), [made.id], `the one whose ${attribute.name} was returned so`)
      }),
  ),
])

/** A resource whose Boolean is false; none where that is refused or keeps the resource out of lists. */
async function withFalse(context: CheckContext, data: Dataset, name: string): Promise<readonly Member[]> {
  const { resources, scim } = context
  try {
    const { id, resource } = await resources.create(data.type, { [name]: false })
    const read = await scim.read(data.type, id)
    const made: Member = { id, word: '', resource: isObject(read.json) ? read.json : resource }
    const { list } = await listBy(context, data.type, equals(data.label, storedText(data, made, data.label)))
    return idsOf(list).includes(id) ? [made] : []
  } catch (error) {
    if (error instanceof Blocked) return []
    throw error
  }
}

// Letter case in filters with eq: of values by caseExact, of names and operators never (RFC 7644 §3.4.2.2, RFC 7643 §2.2).

import { check, suite } from '../../src/check/check.ts'
import { sameName } from '../../src/scim/json.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import { type Dataset, eachDataset, memberWith } from '../support/dataset.ts'
import { equals, expectFound, expectOnly, listBy, listBySpelling, otherCase } from '../support/filtered.ts'

export const letterCaseInFilters = suite('Letter case in filters', [
  check(
    'eq-case/user-name',
    {
      title: 'userName eq finds the User in whatever letter case the value is written',
      verifies: ['7643-4.1.1-03', '7644-3.4.2.2-50'],
      needs: ['user-resource', 'filter.supported'],
      fix: 'Compare userName without regard to letter case.',
    },
    async context => {
      const user = context.type('User')
      await eachDataset({ ...context, provider: { ...context.provider, types: [user] } }, async data => {
        const { id, text } = memberWith(context, data, 1, 'userName')
        await expectFound(context, user, equals('userName', text), [id])
        const found = await listBy(context, user, equals('userName', otherCase(text) ?? text))
        expectOnly(found, [id], 'the User with this userName in another letter case')
      })
    },
  ),

  check(
    'eq-case/not-case-exact',
    {
      title: 'eq on an attribute that is not caseExact matches in whatever letter case the value is written',
      verifies: ['7644-3.4.2.2-50', '7643-7-21'],
      fix: 'Compare strings without regard to letter case unless the schema says caseExact true.',
    },
    context =>
      eachDataset(context, async data => {
        const path = [data.label, data.sparse].find(
          name => name !== undefined && !sameName(name, 'userName') && !isCaseExact(data, name),
        )
        const { id, text } = memberWith(context, data, 0, path)
        const turned = otherCase(text)
        if (path === undefined || turned === undefined) return context.unsupported('the value has no letters')
        await expectFound(context, data.type, equals(path, text), [id])
        const found = await listBy(context, data.type, equals(path, turned))
        expectOnly(found, [id], `the one with this ${path} in another letter case`)
      }),
  ),

  check(
    'eq-case/id',
    {
      title: 'id eq does not match an id in another letter case',
      verifies: ['7643-3.1-11', '7644-3.4.2.2-50', '7643-7-24'],
      needs: ['filter.supported'],
      fix: 'Compare ids letter by letter: id is caseExact.',
    },
    context =>
      eachDataset(context, async ({ type, members }) => {
        const ids = members.map(({ id }) => id)
        const turned = ids.map(otherCase).find(id => id !== undefined && !ids.includes(id))
        if (turned === undefined) return context.unsupported('the ids have no letters')
        expectOnly(await listBy(context, type, equals('id', turned)), [], 'no id is written so')
      }),
  ),

  check(
    'eq-case/external-id',
    {
      title: 'externalId eq does not match an externalId in another letter case',
      verifies: ['7643-3.1-18', '7644-3.4.2.2-50'],
      fix: 'Compare externalIds letter by letter: externalId is caseExact.',
    },
    context =>
      eachDataset(context, async data => {
        const { text } = memberWith(context, data, 0, 'externalId')
        const turned = otherCase(text)
        if (turned === undefined) return context.unsupported('the value has no letters')
        const found = await listBy(context, data.type, equals('externalId', turned))
        expectOnly(found, [], 'no externalId is written so')
      }),
  ),

  check(
    'eq-case/attribute-name',
    {
      title: 'attribute names in a filter are understood in any letter case',
      verifies: '7644-3.4.2.2-03',
      fix: 'Look attributes of a filter up without regard to letter case.',
    },
    context =>
      eachDataset(context, async data => {
        const { id, text } = memberWith(context, data, 2, data.label)
        for (const name of [data.label.toUpperCase(), data.label.toLowerCase()]) {
          const spelling = { usual: equals(data.label, text), spelt: equals(name, text), finds: [id] }
          const found = await listBySpelling(context, data.type, spelling)
          expectOnly(found, [id], `${name} is ${data.label}`)
        }
      }),
  ),

  check(
    'eq-case/operator',
    {
      title: 'operators in a filter are understood in any letter case',
      verifies: '7644-3.4.2.2-03',
      fix: 'Read operators without regard to letter case.',
    },
    context =>
      eachDataset(context, async data => {
        const { id, text } = memberWith(context, data, 3, data.label)
        for (const operator of ['EQ', 'Eq']) {
          const spelt = `${data.label} ${operator} ${JSON.stringify(text)}`
          const found = await listBySpelling(context, data.type, {
            usual: equals(data.label, text),
            spelt,
            finds: [id],
          })
          expectOnly(found, [id], `${operator} is eq`)
        }
      }),
  ),
])

function isCaseExact({ type }: Dataset, path: string): boolean {
  const found = findAttribute(type.schemas, path)
  return (found?.subAttribute ?? found?.attribute)?.caseExact ?? false
}

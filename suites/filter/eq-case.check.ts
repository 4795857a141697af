// Letter case in filters with eq: of values by caseExact, of names and operators never; accents always count
// (RFC 7644 §3.4.2.2, RFC 7643 §2.2).

import { check, suite } from '../../src/check/check.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isObject, type JsonObject, sameName } from '../../src/scim/json.ts'
import { type FoundAttribute, findAttribute, pathOf } from '../../src/scim/resource-schemas.ts'
import { valueAt, valuesAt } from '../../src/scim/value.ts'
import { createdId, isSuccess, readBack } from '../support/answers.ts'
import { attributesOf, freeTextOf, withAttribute } from '../support/attributes.ts'
import { type Dataset, eachDataset, memberWith } from '../support/dataset.ts'
import { equals, expectFound, expectOnly, listBy, listBySpelling, otherCase } from '../support/filtered.ts'
import { ifPossible } from '../support/patch-choice.ts'
import { eachCreatableType, fullResource } from '../support/types.ts'

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
    'eq-case/case-exact',
    {
      title: 'eq on a caseExact attribute of the schemas does not match in another letter case',
      verifies: ['7644-3.4.2.2-50', '7643-7-21'],
      fix: 'Take caseExact from the schema of the attribute, for custom types, sub-attributes and extensions too.',
    },
    context =>
      eachCreatableType(context, async type => {
        const whole = await ifPossible(() => fullResource(context, type))
        const shown = whole?.read.json
        if (whole === undefined || !isObject(shown))
          return context.unsupported(`no ${type.name} is shown as it is created`)
        const texts = caseExactTexts(type, shown)
        if (texts.length === 0) return context.unsupported('no caseExact text of its own is shown')
        for (const { path, text, turned } of texts) {
          await context.subject(`${type.name} ${path}`, async () => {
            await expectFound(context, type, equals(path, text), [whole.created.id])
            expectOnly(await listBy(context, type, equals(path, turned)), [], `no ${path} is written so`)
          })
        }
      }),
  ),

  check(
    'eq-case/accents',
    {
      title: 'eq does not match a text that has another accent',
      verifies: '7644-3.4.2.2-08',
      fix: 'Compare with a collation that tells accents apart: only letter case is overlooked, and only without caseExact.',
    },
    context =>
      eachCreatableType(context, async type => {
        const found = freeTextOf(type)
        if (found === undefined) return context.unsupported('no text attribute can be set to any word')
        const path = pathOf(found)
        const mark = context.resources.unique()
        const [accented, plain] = [`${mark} Zoë`, `${mark} Zoe`]
        const body = withAttribute(await context.resources.build(type), found, accented)
        const created = await context.scim.create(type, body)
        const id = isSuccess(created) ? createdId(created) : undefined
        if (id === undefined)
          return context.unsupported(`a text with an accent is answered ${describeResponse(created)}`)
        const { json } = await readBack(context, { type, id })
        if (valueAt(json, found) !== accented) return context.unsupported('the accent is not kept')
        await expectFound(context, type, equals(path, accented), [id])
        expectOnly(await listBy(context, type, equals(path, plain)), [], `no ${path} is written without the accent`)
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

/** Texts of our own that a resource shows in caseExact attributes, a few of each type, with their letter case turned over. */
function caseExactTexts(type: ProviderType, shown: JsonObject) {
  const candidates = attributesOf(type).flatMap((found): readonly FoundAttribute[] => [
    found,
    ...found.attribute.subAttributes.map(subAttribute => ({ ...found, subAttribute })),
  ])
  return candidates
    .filter(found => {
      const { type: kind, caseExact, mutability, canonicalValues } = found.subAttribute ?? found.attribute
      return kind === 'string' && caseExact && mutability !== 'readOnly' && canonicalValues.length === 0
    })
    .flatMap(found => {
      const [text] = valuesAt(shown, found)
      const turned = typeof text === 'string' && text.includes('scimc-') ? otherCase(text) : undefined
      return typeof text === 'string' && turned !== undefined ? [{ path: pathOf(found), text, turned }] : []
    })
    .slice(0, 4)
}

function isCaseExact({ type }: Dataset, path: string): boolean {
  const found = findAttribute(type.schemas, path)
  return (found?.subAttribute ?? found?.attribute)?.caseExact ?? false
}

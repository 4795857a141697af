// How PATCH paths name attributes: URNs, letter case, sub-attributes (RFC 7644 §3.5.2, §3.10).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { findDefinition } from '../../src/scim/attribute.ts'
import { isObject, member, sameName } from '../../src/scim/json.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { enterpriseUserSchemaUri } from '../../src/scim/standard-schemas.ts'
import { valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { swapCase } from '../support/attributes.ts'
import { patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import { complexOf, eachTypeWith, extensionOf, ifPossible, listOf, replaceableTextOf } from '../support/patch-choice.ts'

export const patchPaths = suite('Notation of PATCH paths', [
  check(
    'patch-notation/urn-of-base-schema',
    {
      title: 'a path may name an attribute of the base schema by its URN',
      verifies: ['7644-3.10-02', '7644-3.10-01', '7644-3.5.2-12'],
      needs: ['patch.supported'],
      fix: 'Accept the URN of the base schema before an attribute name in a PATCH path.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type, [[text, `${context.resources.unique()} old`]])
        const path = `${type.schemas.base.id}:${text.attribute.name}`
        const value = `${context.resources.unique()} new`
        await patchAndCompare(context, resource, [{ op: 'replace', path, value }])
      })
    },
  ),

  check(
    'patch-notation/urn-and-sub-attribute',
    {
      title: 'a path may name a sub-attribute after the URN of the base schema',
      verifies: ['7644-3.10-04', '7644-3.10-02'],
      needs: ['patch.supported'],
      fix: 'Split a path after the schema URN before looking for the dot: URNs hold dots too.',
    },
    async context => {
      await eachTypeWith(context, 'complex attribute', complexOf, async (type, { found, one, other }) => {
        const unique = context.resources.unique()
        const whole = { [one.name]: `${unique} one`, [other.name]: `${unique} other` }
        const resource = await prepare(context, type, [[found, whole]])
        const path = `${type.schemas.base.id}:${found.attribute.name}.${one.name}`
        await patchAndCompare(context, resource, [{ op: 'replace', path, value: `${unique} new` }])
      })
    },
  ),

  check(
    'patch-notation/letter-case',
    {
      title: 'letter case does not matter in the path, nor in attribute names of the value',
      verifies: ['7644-3.10-05'],
      needs: ['patch.supported'],
      fix: 'Look attribute names up without regard to case, in the path and in the value.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[text, `${unique} old`]])
        const path = swapCase(text.attribute.name)
        const replaced = await patchAndCompare(context, resource, [{ op: 'replace', path, value: `${unique} new` }])
        const value = { [path]: `${unique} newer` }
        await patchAndCompare(context, replaced, [{ op: 'replace', value }])
      })
    },
  ),

  check(
    'patch-notation/letter-case-in-filter',
    {
      title: 'letter case does not matter in the attribute names and operators of a filter in the path',
      verifies: ['7644-3.10-05', '7644-3.5.2-11'],
      fix: 'Look attribute names and operators in the filter of a path up without regard to case.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const elements = [element(`${unique}a`, types[0]), element(`${unique}b`, types[1])]
        const resource = await prepare(context, type, [[found, elements]])
        const path = `${swapCase(found.attribute.name)}[TYPE EQ "${types[1]}"]`
        await patchAndCompare(context, resource, [{ op: 'remove', path }])
      })
    },
  ),

  check(
    'patch-notation/urn-before-filter',
    {
      title: 'a path may have the URN of the base schema before an attribute with a filter',
      verifies: ['7644-3.10-02', '7644-3.5.2-12'],
      needs: ['complex-filter.supported'],
      fix: 'Split a path after the schema URN before looking for the bracket.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const elements = [element(`${unique}a`, types[0]), element(`${unique}b`, types[1])]
        const resource = await prepare(context, type, [[found, elements]])
        const path = `${type.schemas.base.id}:${found.attribute.name}[type eq "${types[0]}"]`
        await patchAndCompare(context, resource, [{ op: 'remove', path }])
      })
    },
  ),

  check(
    'patch-notation/urn-in-other-case',
    {
      title: 'letter case does not matter in the URN of an extension in a path',
      verifies: '7644-3.10-05',
      needs: ['patch.supported'],
      fix: 'Compare schema URNs in paths without regard to case.',
    },
    async context => {
      await eachTypeWith(context, 'extension attribute', extensionOf, async (type, { found, values }) => {
        const resource = await prepare(context, type, [[found, values[0]]])
        const path = pathOf(found).toUpperCase()
        await patchAndCompare(context, resource, [{ op: 'replace', path, value: values[1] }])
      })
    },
  ),

  check(
    'patch-notation/sub-attribute-in-extension',
    {
      title: 'a path may name a sub-attribute after the URN of an extension',
      verifies: ['7644-3.10-04', '7644-3.5.2-12'],
      needs: ['patch.supported', 'user-resource'],
      fix: 'Split a path after the URN of the extension, then at the dot: urn:…:User:manager.value is the value of manager.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      const user = context.type('User')
      const extension = user.schemas.extensions.find(({ schema }) =>
        sameName(schema.id, enterpriseUserSchemaUri),
      )?.schema
      const manager = findDefinition(extension?.attributes ?? [], 'manager')
      const value = findDefinition(manager?.subAttributes ?? [], 'value')
      if (manager?.mutability !== 'readWrite' || value?.mutability !== 'readWrite') {
        return unsupported('Users have no manager that clients can set')
      }
      const isMore = manager.subAttributes.some(sub => sub.required && sub !== value)
      if (isMore) return unsupported('a manager wants more than a value, which would have to change with it')
      const [one, other] = [await resources.create(user), await resources.create(user)]
      const inObject = { [enterpriseUserSchemaUri]: { manager: { value: one.id } } }
      const report = await ifPossible(() =>
        resources.create(user, { schemas: [user.schemas.base.id, enterpriseUserSchemaUri], ...inObject }),
      )
      if (report === undefined) return unsupported('a new User with a manager is not taken')
      const managerOf = async (): Promise<unknown> => {
        const { json } = await readBack(context, report)
        const stored = valueAt(json, { extension: enterpriseUserSchemaUri, attribute: manager })
        return isObject(stored) ? member(stored, 'value') : undefined
      }
      if ((await managerOf()) !== one.id) return unsupported('the manager of a new User is not kept')
      const operation = { op: 'replace', path: `${enterpriseUserSchemaUri}:manager.value`, value: other.id }
      const response = await scim.patch(user, report.id, [operation])
      expectThat(isSuccess(response), {
        expected: '200 OK or 204 No Content for replace manager.value',
        got: describeResponse(response),
        response,
      })
      const now = await managerOf()
      expectThat(now === other.id, {
        expected: `manager.value ${show(other.id)}`,
        got: `manager.value ${show(now)}`,
        response,
      })
    },
  ),
])

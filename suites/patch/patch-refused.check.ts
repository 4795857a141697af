// Operations that do not fit the schema: mutability, data types, unknown attributes (RFC 7644 §3.5.2).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import type { AttributeDefinition } from '../../src/scim/attribute.ts'
import { sameValue } from '../../src/scim/compare.ts'
import { type FoundAttribute, pathOf } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { readBack } from '../support/answers.ts'
import { anotherValue, attributesOf } from '../support/attributes.ts'
import { patchAndCompare, prepare } from '../support/patch-and-compare.ts'
import { complexOf, type Example, eachTypeWith, listOf, replaceableTextOf } from '../support/patch-choice.ts'

/** Topmost attributes of the base schema that are readOnly, besides id and meta. */
function readOnlyOf({ type }: Example) {
  return attributesOf(type).filter(
    ({ attribute, extension }) => extension === undefined && attribute.mutability === 'readOnly',
  )
}

/** readOnly attributes of extensions, and readOnly sub-attributes of singular attributes that can be written. */
function innerReadOnlyOf({ type }: Example): readonly FoundAttribute[] | undefined {
  const found = attributesOf(type).flatMap((one): FoundAttribute[] => {
    const { attribute, extension } = one
    if (attribute.mutability === 'readOnly') return extension === undefined ? [] : [one]
    if (attribute.multiValued || attribute.mutability !== 'readWrite') return []
    return attribute.subAttributes
      .filter(({ mutability, type }) => mutability === 'readOnly' && type === 'string')
      .map(subAttribute => ({ ...one, subAttribute }))
  })
  return found.length === 0 ? undefined : found.slice(0, 3)
}

/** An immutable attribute that has a value from its creation on. */
function immutableOf(example: Example) {
  return attributesOf(example.type).find(
    found =>
      found.attribute.mutability === 'immutable' &&
      !found.attribute.multiValued &&
      found.attribute.returned !== 'never' &&
      !isUnassigned(valueAt(example.stored, found)) &&
      anotherValue(found.attribute, valueAt(example.stored, found), 'scimc-other') !== undefined,
  )
}

/** A value that the data type does not allow, whoever reads it generously. */
function wrongValueFor({ type }: AttributeDefinition): unknown {
  switch (type) {
    case 'boolean':
      return 'maybe'
    case 'integer':
    case 'decimal':
      return 'many'
    case 'dateTime':
      return 'yesterday'
    case 'complex':
      return 'a text'
    default:
      return { value: { nested: true } }
  }
}

export const refusing = suite('PATCH operations that do not fit the schema', [
  check(
    'patch-refused/id-and-meta',
    {
      title: 'id and meta cannot be patched: mutability',
      verifies: ['7644-3.5.2-14', '7644-3.12-20'],
      fix: 'Check the mutability of the attribute at the path: 400 with scimType "mutability" for readOnly ones.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async type => {
        const resource = await prepare(context, type)
        const value = context.resources.unknownId()
        await patchAndCompare(context, resource, [{ op: 'replace', path: 'id', value }])
        await patchAndCompare(context, resource, [
          { op: 'replace', path: 'meta.created', value: '2001-02-03T04:05:06Z' },
        ])
      })
    },
  ),

  check(
    'patch-refused/read-only',
    {
      title: 'attributes that the schema calls readOnly cannot be patched: mutability',
      verifies: ['7644-3.5.2-14', '7644-3.12-20'],
      fix: 'Check the mutability of the attribute at the path: 400 with scimType "mutability" for readOnly ones.',
    },
    async context => {
      await eachTypeWith(
        context,
        'readOnly attribute',
        example => {
          const found = readOnlyOf(example).slice(0, 3)
          return found.length === 0 ? undefined : found
        },
        async (type, attributes) => {
          const resource = await prepare(context, type)
          for (const found of attributes) {
            const { attribute } = found
            const one = attribute.type === 'complex' ? { value: context.resources.unknownId() } : 'scimc-other'
            const value = attribute.multiValued ? [one] : one
            await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(found), value }])
          }
        },
      )
    },
  ),

  check(
    'patch-refused/read-only-within',
    {
      title: 'readOnly sub-attributes, and readOnly attributes of extensions, cannot be patched: mutability',
      verifies: ['7644-3.5.2-14', '7644-3.12-20'],
      fix: 'Look up the mutability of the sub-attribute at the path, in extensions too; 400 with scimType "mutability".',
    },
    async context => {
      const what = 'readOnly sub-attribute or attribute of an extension'
      await eachTypeWith(context, what, innerReadOnlyOf, async (type, attributes) => {
        const resource = await prepare(context, type)
        for (const found of attributes) {
          const { type: dataType, multiValued } = found.subAttribute ?? found.attribute
          const one = dataType === 'complex' ? { value: context.resources.unknownId() } : 'scimc-other'
          const value = multiValued ? [one] : one
          await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(found), value }])
        }
      })
    },
  ),

  check(
    'patch-refused/read-only-without-path',
    {
      title: 'a value without path that holds another id or meta changes neither',
      verifies: '7644-3.5.2-14',
      fix: 'Pass over readOnly attributes in the value of an operation without path, or refuse them with "mutability".',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type)
        const value = { id: context.resources.unknownId(), [text.attribute.name]: context.resources.unique() }
        await patchAndCompare(context, resource, [{ op: 'replace', value }])
      })
    },
  ),

  check(
    'patch-refused/immutable',
    {
      title: 'an immutable attribute that has a value cannot be patched: mutability',
      verifies: ['7644-3.5.2-14', '7644-3.12-20'],
      fix: 'Refuse a PATCH that gives an immutable attribute another value or none: 400 with scimType "mutability".',
    },
    async context => {
      await eachTypeWith(context, 'immutable attribute', immutableOf, async (type, found) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[found, anotherValue(found.attribute, undefined, unique)]])
        const value = anotherValue(found.attribute, valueAt(resource.stored, found), `${unique}-other`)
        await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(found), value }])
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(found), value }])
        await patchAndCompare(context, resource, [{ op: 'remove', path: pathOf(found) }])
      })
    },
  ),

  check(
    'patch-refused/immutable-without-path',
    {
      title: 'an immutable attribute keeps its value when an operation without a path gives it another one',
      verifies: '7644-3.5.2-14',
      needs: ['patch.supported'],
      fix: 'Check the mutability of every attribute in the value of an operation without a path, as you check that of a path.',
    },
    async context => {
      await eachTypeWith(context, 'immutable attribute', immutableOf, async (type, found) => {
        const unique = context.resources.unique()
        const resource = await prepare(context, type, [[found, anotherValue(found.attribute, undefined, unique)]])
        const { extension, attribute } = found
        const old = valueAt(resource.stored, found)
        const inner = { [attribute.name]: anotherValue(attribute, old, `${unique}-other`) }
        const operation = { op: 'replace', value: extension === undefined ? inner : { [extension]: inner } }
        // Refused or passed over, as readOnly attributes are in such an object (interpretation 20).
        const response = await context.scim.patch(type, resource.id, [operation])
        const now = valueAt((await readBack(context, resource)).json, found)
        expectThat(sameValue(old, now, attribute), {
          expected: `${pathOf(found)} ${show(old)} as before`,
          got: `${describeResponse(response)}, ${pathOf(found)} ${show(now)}`,
          response,
        })
      })
    },
  ),

  check(
    'patch-refused/wrong-type',
    {
      title: 'a value of the wrong data type is refused with invalidValue',
      verifies: ['7644-3.5.2-13', '7644-3.12-24'],
      needs: ['patch.supported'],
      fix: 'Check the value of every operation against the data type of the attribute: 400 with scimType "invalidValue".',
    },
    async context => {
      await eachTypeWith(
        context,
        'writable attribute',
        ({ type }) => {
          const seen = new Set<string>()
          const found = attributesOf(type).filter(({ attribute }) => {
            const key = `${attribute.type} ${attribute.multiValued}`
            if (attribute.mutability !== 'readWrite' || attribute.returned !== 'default' || seen.has(key)) return false
            if (attribute.type === 'reference' || attribute.type === 'binary') return false
            seen.add(key)
            return true
          })
          return found.length === 0 ? undefined : found
        },
        async (type, attributes) => {
          const resource = await prepare(context, type)
          for (const found of attributes) {
            const value = wrongValueFor(found.attribute)
            await patchAndCompare(context, resource, [{ op: 'replace', path: pathOf(found), value }])
          }
        },
      )
    },
  ),

  check(
    'patch-refused/text-for-complex',
    {
      title: 'a text is refused for a complex attribute, in add as in replace',
      verifies: ['7644-3.5.2.1-05', '7644-3.5.2.3-05', '7644-3.5.2-13'],
      fix: 'Answer 400 with scimType "invalidValue" when the value for a complex attribute is no object.',
    },
    async context => {
      await eachTypeWith(context, 'complex attribute', complexOf, async (type, { found }) => {
        const resource = await prepare(context, type)
        for (const op of ['add', 'replace']) {
          await patchAndCompare(context, resource, [{ op, path: pathOf(found), value: 'a text' }])
        }
      })
    },
  ),

  check(
    'patch-refused/unknown-attribute',
    {
      title: 'a path that names no attribute of the schemas is refused',
      verifies: ['7644-3.5.2-13', '7644-3.5.2-16'],
      fix: 'Look the path up in the schemas of the resource type: 400 with scimType "invalidPath" where it names nothing.',
    },
    async context => {
      await eachTypeWith(
        context,
        'text',
        example => (replaceableTextOf(example) === undefined ? undefined : { complex: complexOf(example) }),
        async (type, { complex }) => {
          const resource = await prepare(context, type)
          const paths = ['scimcNoSuchAttribute', 'urn:scimc:no:such:schema:attribute']
          if (complex !== undefined) paths.push(`${pathOf(complex.found)}.scimcNoSuchPart`)
          for (const path of paths) {
            await patchAndCompare(context, resource, [{ op: 'replace', path, value: 'a text' }])
          }
        },
      )
    },
  ),

  check(
    'patch-refused/no-value',
    {
      title: 'add without a value is refused, and so are add and replace without path whose value is no object',
      verifies: ['7644-3.5.2.1-01', '7644-3.5.2.1-03', '7644-3.5.2.3-01'],
      fix: 'Check that an add has a value, and that a value without path is an object: 400 with scimType "invalidValue".',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type)
        await patchAndCompare(context, resource, [{ op: 'add', path: pathOf(text) }])
        await patchAndCompare(context, resource, [{ op: 'add', value: 'a text' }], { requirement: '7644-3.5.2.1-03' })
        await patchAndCompare(context, resource, [{ op: 'replace', value: ['a text'] }], {
          requirement: '7644-3.5.2.3-01',
        })
      })
    },
  ),

  check(
    'patch-refused/array-index',
    {
      title: 'an array index in a path is refused',
      verifies: '7644-3.5.2-02',
      fix: 'Read the brackets of a path as a filter only: 400 with scimType "invalidPath" for a number.',
    },
    async context => {
      await eachTypeWith(context, 'list', listOf, async (type, { found, types, element }) => {
        const unique = context.resources.unique()
        const elements = [element(`${unique}a`, types[0]), element(`${unique}b`, types[1])]
        const resource = await prepare(context, type, [[found, elements]])
        await patchAndCompare(context, resource, [{ op: 'remove', path: `${found.attribute.name}[0]` }])
      })
    },
  ),

  check(
    'patch-refused/malformed-path',
    {
      title: 'a path that follows no rule of the notation is refused',
      verifies: ['7644-3.5.2-10', '7644-3.12-22'],
      fix: 'Parse the path by the PATH rule, and answer 400 with scimType "invalidPath" where it does not fit.',
    },
    async context => {
      await eachTypeWith(context, 'text', replaceableTextOf, async (type, text) => {
        const resource = await prepare(context, type)
        const { name } = text.attribute
        for (const path of [`${name}[`, `${name}..sub`, `${name}.`, '[type eq "work"]', `${name} ${name}`]) {
          await patchAndCompare(context, resource, [{ op: 'replace', path, value: 'a text' }])
        }
      })
    },
  ),
])

// How values and names travel: text, letter case, order (RFC 7643 §2).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { sameValue } from '../../src/scim/compare.ts'
import { compareInstants, parseDateTime } from '../../src/scim/data-type.ts'
import { isArray, isObject, type JsonObject, member, sameName, withMember } from '../../src/scim/json.ts'
import { type FoundAttribute, pathOf } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { ensureUsualCreate, isKept, isSuccess, readBack, readCreated, replacementOf } from '../support/answers.ts'
import { attributesOf, freeTextOf, isFreeText, isPlain, swapCase, withAttribute } from '../support/attributes.ts'
import { complexInExtensionOf, complexOf, type Example, eachTypeWith } from '../support/patch-choice.ts'
import { eachCreatableType } from '../support/types.ts'

/** Combining marks are left out: a service provider may keep the composed form. */
const texts: Readonly<Record<string, string>> = {
  'letters of other scripts': 'Zoë Łukasz Ελένη Иван 李明 محمد',
  'a character beyond the basic plane': 'smile 😀 𝒳',
  'quotes, backslashes and a slash': 'a "quoted" \\ back / slash',
  'markup and signs': `<b>&amp;</b> 'x'; -- 100%`,
}

export const bodyValues = suite('Values and names as they travel', [
  check(
    'body-values/unicode',
    {
      title: 'text is kept as it was sent, whatever its characters',
      verifies: '7643-2.3.1-01',
      fix: 'Store text as Unicode from end to end, and escape it only where it is written into JSON.',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const text = freeTextOf(type)
        if (text === undefined) return unsupported(`${type.name} has no text attribute`)
        for (const [words, value] of Object.entries(texts)) {
          await subject(`${type.name} ${text.attribute.name}: ${words}`, async () => {
            const sent = `${value} ${resources.unique()}`
            const body = withAttribute(await resources.build(type), text, sent)
            const response = await scim.create(type, body)
            expectThat(isSuccess(response) || response.status === 400, {
              expected: '201 Created',
              got: describeResponse(response),
              response,
            })
            if (response.status === 400) unsupported(`such text is refused: ${describeResponse(response)}`)
            const stored = await readCreated(context, type, response)
            const found = valueAt(stored.json, text)
            if (isUnassigned(found)) unsupported(`${text.attribute.name} is not kept`)
            expectThat(isKept(found, sent, text.attribute.caseExact), {
              expected: `${text.attribute.name} ${show(sent)}`,
              got: `${text.attribute.name} ${show(found)}`,
              response: stored.response,
            })
          })
        }
      })
    },
  ),

  check(
    'body-values/date-times',
    {
      title: 'a dateTime with a time zone is still the same point in time when it is read',
      verifies: '7643-2.3.5-01',
      fix: 'Keep the offset of a dateTime, or change the time to UTC and say Z.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const isUsable = ({ attribute }: FoundAttribute): boolean =>
          attribute.type === 'dateTime' && !attribute.multiValued && isPlain(attribute)
        const found = attributesOf(type).find(isUsable)
        if (found === undefined) return unsupported(`${type.name} has no dateTime that can be set`)
        const sent = '2026-03-01T01:30:00+02:00'
        const response = await scim.create(type, withAttribute(await resources.build(type), found, sent))
        if (!isSuccess(response)) return unsupported(`such a dateTime is refused: ${describeResponse(response)}`)
        const { json, response: read } = await readCreated(context, type, response)
        const shown = valueAt(json, found)
        if (isUnassigned(shown)) return unsupported(`${found.attribute.name} is not kept`)
        const [wanted, instant] = [parseDateTime(sent), parseDateTime(typeof shown === 'string' ? shown : '')]
        const isSame = wanted !== undefined && instant?.zoned === true && compareInstants(wanted, instant) === 0
        expectThat(isSame, {
          ...(instant?.zoned === false ? { arguable: 44 } : {}),
          expected: `${found.attribute.name} ${show(sent)}, in this or another time zone`,
          got: `${found.attribute.name} ${show(shown)}`,
          response: read,
        })
      })
    },
  ),

  check(
    'body-values/names-in-other-case',
    {
      title: 'attribute names in a body are read without regard to letter case',
      verifies: '7643-2.1-01',
      fix: 'Look attributes up by their names in lower case when you read a body.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const usual = await resources.build(type)
        const swapped = Object.fromEntries(
          Object.entries(usual).map(([name, value]) => [
            name.includes(':') ? name : swapCase(name),
            isObject(value) ? swapNames(value) : value,
          ]),
        )
        // Whoever reads none of these names still shows by this one whose resource it is, so that it can be deleted.
        const body = { ...swapped, externalId: resources.unique() }
        const response = await scim.create(type, body)
        await ensureUsualCreate(context, type, response)
        expectThat(isSuccess(response), {
          expected: '201 Created, as with the usual letter case',
          got: describeResponse(response),
          response,
        })
        const stored = await readCreated(context, type, response)
        const created = await resources.create(type)
        const normal = await readCreated(context, type, created.response)
        expectAll(
          ...Object.keys(usual).map(name => () => {
            if (isUnassigned(member(normal.json, name))) return
            expectThat(!isUnassigned(member(stored.json, name)), {
              expected: `${name}, as with the usual letter case`,
              got: `no ${name}`,
              response: stored.response,
            })
          }),
        )
      })
    },
  ),

  check(
    'body-values/sub-attribute-names-in-other-case',
    {
      title: 'a PUT reads the names of sub-attributes without regard to letter case, in extensions too',
      verifies: '7643-2.1-01',
      fix: 'Look sub-attributes up by their names in lower case, in the base schema and in extensions.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      const choose = (example: Example) => {
        const complex = complexOf(example)
        const inner = complexInExtensionOf(example)
        const base = complex && {
          found: complex.found,
          sub: complex.one,
          stored: {},
          values: [`${resources.unique()} one`, `${resources.unique()} other`],
        }
        const extended = inner && { ...inner, values: [inner.value, member(inner.stored, inner.sub.name)] }
        const chosen = [base, extended].filter(one => one !== undefined)
        return chosen.length === 0 ? undefined : chosen
      }
      await eachTypeWith(context, 'complex attribute', choose, async (type, chosen) => {
        const created = await resources.create(type)
        let judged = 0
        for (const { found, sub, stored: before, values } of chosen) {
          const written = async (name: string, value: unknown) => {
            const complex = withMember(withMember(before, sub.name, undefined), name, value)
            const body = withAttribute(replacementOf(created), found, complex)
            const response = await scim.replace(type, created.id, body)
            const stored = valueAt((await readBack(context, created)).json, found)
            return { response, now: isObject(stored) ? member(stored, sub.name) : undefined }
          }
          const [one, other] = values
          const usual = await written(sub.name, one)
          if (!sameValue(usual.now, one, sub)) continue
          judged++
          const turned = await written(swapCase(sub.name), other)
          const path = pathOf({ ...found, subAttribute: sub })
          expectThat(sameValue(turned.now, other, sub), {
            expected: `${path} ${show(other)} after a PUT of it as ${swapCase(sub.name)}`,
            got: `${describeResponse(turned.response)}, ${path} ${show(turned.now)}`,
            response: turned.response,
          })
        }
        if (judged === 0) unsupported(`a PUT changes no sub-attribute of a ${type.name}`)
      })
    },
  ),

  check(
    'body-values/names-in-other-case-on-replace',
    {
      title: 'a PUT reads attribute names without regard to letter case, those of an extension too',
      verifies: '7643-2.1-01',
      fix: 'Look attributes up by their names in lower case wherever you read a body, in extensions as in the base schema.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const text = freeTextOf(type)
        const inExtension = attributesOf(type).find(
          found =>
            found.extension !== undefined && isFreeText(found.attribute) && found.attribute.uniqueness === 'none',
        )
        const created = await resources.create(type)
        let judged = 0
        for (const found of [text, inExtension]) {
          if (found === undefined) continue
          const written = async (spell: (name: string) => string) => {
            const value = resources.unique()
            const body = withAttribute(replacementOf(created), found, value)
            const response = await scim.replace(type, created.id, respelt(body, found, spell))
            const { json } = await readBack(context, created)
            return { response, value, stored: valueAt(json, found) }
          }
          const usual = await written(name => name)
          if (usual.stored !== usual.value) continue
          judged++
          const turned = await written(swapCase)
          expectThat(turned.stored === turned.value, {
            expected: `${pathOf(found)} ${show(turned.value)} after a PUT of it as ${swapCase(found.attribute.name)}`,
            got: `${describeResponse(turned.response)}, ${pathOf(found)} ${show(turned.stored)}`,
            response: turned.response,
          })
        }
        if (judged === 0) unsupported(`a PUT changes no text of a ${type.name}`)
      })
    },
  ),

  check(
    'body-values/order-of-attributes',
    {
      title: 'the order of the attributes in a body makes no difference',
      verifies: ['7643-2.3.8-02', '7643-2.4-03'],
      fix: 'Read the whole JSON object before you interpret it; do not expect schemas to come first.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const usual = await resources.build(type)
        const response = await scim.create(type, reversed(usual))
        await ensureUsualCreate(context, type, response)
        expectThat(isSuccess(response), {
          expected: '201 Created, as with the usual order',
          got: describeResponse(response),
          response,
        })
        const stored = await readCreated(context, type, response)
        const created = await resources.create(type)
        const normal = await readCreated(context, type, created.response)
        expectAll(
          ...Object.keys(usual).map(name => () => {
            if (isUnassigned(member(normal.json, name))) return
            expectThat(sizeOf(member(stored.json, name)) === sizeOf(member(normal.json, name)), {
              expected: `${name} as with the usual order`,
              got: `${name} ${show(member(stored.json, name))}`,
              response: stored.response,
            })
          }),
        )
      })
    },
  ),

  check(
    'body-values/repeated-elements',
    {
      title: 'an element sent twice is not shown twice',
      verifies: '7643-2.4-13',
      fix: 'Merge elements of a multi-valued attribute that agree in type and value.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const body = await resources.build(type, {}, { extent: 'all' })
        const list = type.schemas.base.attributes.find(attribute => {
          const [element] = listOf(member(body, attribute.name))
          return attribute.multiValued && isObject(element) && member(element, 'value') !== undefined
        })
        if (list === undefined) return unsupported(`${type.name} has no multi-valued attribute with values`)
        const element = { ...firstOf(member(body, list.name)) }
        delete element.primary
        const response = await scim.create(type, { ...body, [list.name]: [element, element] })
        if (!isSuccess(response)) return unsupported(`it is refused: ${describeResponse(response)}`)
        const stored = await readCreated(context, type, response)
        const found = listOf(member(stored.json, list.name)).filter(
          one => isObject(one) && member(one, 'value') === member(element, 'value'),
        )
        expectThat(found.length <= 1, {
          expected: `the element of ${list.name} once`,
          got: `the element of ${list.name} ${found.length} times`,
          response: stored.response,
        })
      })
    },
  ),
])

/** The body with the name of this attribute spelt otherwise. */
function respelt(
  body: JsonObject,
  { attribute, extension }: FoundAttribute,
  spell: (name: string) => string,
): JsonObject {
  const inside = (object: JsonObject) =>
    Object.fromEntries(
      Object.entries(object).map(([name, value]) => [sameName(name, attribute.name) ? spell(name) : name, value]),
    )
  if (extension === undefined) return inside(body)
  const container = member(body, extension)
  return isObject(container) ? withMember(body, extension, inside(container)) : body
}

function swapNames(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [swapCase(name), part]))
}

/** The object with its members in the opposite order, and so for the objects in it. */
function reversed(value: JsonObject): JsonObject {
  const turn = (part: unknown): unknown => (isArray(part) ? part.map(turn) : isObject(part) ? reversed(part) : part)
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, turn(part)]),
  )
}

/** How many values there are in a value, itself included. */
function sizeOf(value: unknown): number {
  if (isUnassigned(value)) return 0
  if (isArray(value)) return value.reduce((sum: number, part) => sum + sizeOf(part), 1)
  return isObject(value) ? Object.values(value).reduce((sum: number, part) => sum + sizeOf(part), 1) : 1
}

function listOf(value: unknown): readonly unknown[] {
  return isArray(value) ? value : []
}

function firstOf(value: unknown): Record<string, unknown> {
  const [first] = listOf(value)
  return isObject(first) ? { ...first } : {}
}

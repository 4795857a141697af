// How names and values are written in filters with eq: URNs, JSON escapes, percent-encoding (RFC 7644 §3.4.2.2, §3.10).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { extensionTexts, furtherTexts } from '../support/attribute-choice.ts'
import { eachDataset, memberWith, storedText } from '../support/dataset.ts'
import { equals, expectOnly, listBy, listBySpelling, type Spelling } from '../support/filtered.ts'

export const notationInFilters = suite('Notation in filters', [
  check(
    'eq-notation/urn',
    {
      title: 'an attribute in a filter can be written with the URN of its schema',
      verifies: ['7644-3.4.2.2-40', '7644-3.10-02'],
      needs: ['filter.supported'],
      fix: 'Accept the schema URN and a colon before an attribute name, for the base schema too.',
    },
    context =>
      eachDataset(context, async data => {
        const { id, text } = memberWith(context, data, 1, data.label)
        const path = `${data.type.schemas.base.id}:${data.label}`
        const spelling = { usual: equals(data.label, text), spelt: equals(path, text), finds: [id] }
        const found = await listBySpelling(context, data.type, spelling)
        expectOnly(found, [id], `${path} is ${data.label}`)
      }),
  ),

  check(
    'eq-notation/urn-letter-case',
    {
      title: 'the URN before an attribute name is understood in any letter case',
      verifies: ['7644-3.10-05', '7643-2.1-04'],
      needs: ['filter.supported'],
      fix: 'Compare schema URNs without regard to letter case.',
    },
    context =>
      eachDataset(context, async data => {
        const { id, text } = memberWith(context, data, 1, data.label)
        const path = `${data.type.schemas.base.id}:${data.label}`.toUpperCase()
        const spelling = { usual: equals(data.label, text), spelt: equals(path, text), finds: [id] }
        const found = await listBySpelling(context, data.type, spelling)
        expectOnly(found, [id], `${path} is ${data.label}`)
      }),
  ),

  check(
    'eq-notation/extension-attribute',
    {
      title: 'an attribute of an extension is found by the URN of the extension and its name',
      verifies: ['7644-3.4.2.2-40', '7644-3.10-02'],
      needs: ['filter.supported'],
      fix: 'Look an attribute with the URN of an extension up in that extension of the resource.',
    },
    context =>
      eachDataset(context, async data => {
        const paths = extensionTexts(data.type).map(({ urn, attribute }) => `${urn}:${attribute.name}`)
        const path = paths.find(candidate => data.members.every(one => storedText(data, one, candidate) !== undefined))
        const { id, text } = memberWith(context, data, 4, path)
        const found = await listBy(context, data.type, equals(path ?? '', text))
        expectOnly(found, [id], `the one with this ${path}`)
      }),
  ),

  check(
    'eq-notation/json-escapes',
    {
      title: 'quotation marks and backslashes in a filter value are written as in JSON',
      verifies: '7644-3.4.2.2-38',
      fix: 'Read the quoted value of a filter as a JSON string, with its escapes.',
    },
    async context => {
      await eachWithText(context, ' say "hi" \\ O\'Neil', async ({ type, id, path, text, plain }) => {
        const spelling = { ...plain, spelt: equals(path, text) }
        expectOnly(await listBySpelling(context, type, spelling), [id], `the one with this ${path}`)
        const half = text.slice(0, text.indexOf('"'))
        expectOnly(await listBy(context, type, equals(path, half)), [], 'the value goes on after the \\"')
      })
    },
  ),

  check(
    'eq-notation/unicode-escapes',
    {
      title: 'a character in a filter value may be written as a JSON \\u escape',
      verifies: '7644-3.4.2.2-38',
      fix: 'Read the quoted value of a filter as a JSON string: \\u00e9 is é.',
    },
    async context => {
      await eachWithText(context, ' Zo\u00e9', async ({ type, id, path, text, plain }) => {
        const escaped = JSON.stringify(text).replaceAll('\u00e9', '\\u00e9')
        const spelling = { ...plain, spelt: `${path} eq ${escaped}` }
        expectOnly(await listBySpelling(context, type, spelling), [id], `the one with this ${path}`)
      })
    },
  ),

  check(
    'eq-notation/percent-encoding',
    {
      title: 'a percent-encoded filter is decoded: plus, ampersand, percent, hash and letters beyond ASCII',
      verifies: '7644-1.2-01',
      needs: ['filter.supported'],
      fix: 'Percent-decode the query as UTF-8, once, after splitting it at & and =.',
    },
    async context => {
      await eachWithText(context, ' a+b&c=d%41#\u00e9\u65e5', async ({ type, id, path, text, plain }) => {
        const spelling = { ...plain, spelt: equals(path, text) }
        expectOnly(await listBySpelling(context, type, spelling), [id], `the one with this ${path}`)
      })
    },
  ),
])

interface WithText {
  readonly type: ProviderType
  readonly id: string
  readonly path: string
  readonly text: string
  /** A filter on the same attribute without any such character, and what it finds. */
  readonly plain: Pick<Spelling, 'usual' | 'finds'>
}

/** Creates a resource of each type whose text attribute ends in these characters, and examines it where they were kept. */
function eachWithText(context: CheckContext, ending: string, examine: (one: WithText) => Promise<void>): Promise<void> {
  return eachDataset(context, async data => {
    const { type, members } = data
    // userName may be held to the form of an e-mail address: any other text will do.
    const displayName = type.schemas.base.attributes.find(
      ({ name, type: kind, mutability }) =>
        /^displayName$/i.test(name) && kind === 'string' && mutability === 'readWrite',
    )
    const path = (displayName ?? furtherTexts(type)[0])?.name
    if (path === undefined) return context.unsupported('the schema has no text that may hold any character')
    const usual = memberWith(context, data, 0, path).text
    const finds = members.filter(one => storedText(data, one, path) === usual).map(({ id }) => id)
    const text = `${context.resources.unique()}${ending}`
    const made = await context.resources.create(type, { [path]: text })
    const read = await context.scim.read(type, made.id)
    const shown = isObject(read.json) ? member(read.json, path) : undefined
    if (shown !== text) return context.unsupported(`${path} is not kept as it was sent`)
    await examine({ type, id: made.id, path, text, plain: { usual: equals(path, usual), finds } })
  })
}

// Values in quotes that hold what a careless reader takes for part of the filter: operator words, signs, escapes, letters
// beyond ASCII (RFC 7644 §3.4.2.2). Each is stored, then found alone: by eq, and by sw or co.

import { type ActiveCheck, check, suite } from '../../src/check/check.ts'
import type { CheckContext, SharedContext } from '../../src/check/context.ts'
import type { RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isObject, type JsonObject, member, sameName, withMember } from '../../src/scim/json.ts'
import { isFreeText, labelOf } from '../support/attribute-choice.ts'
import { expectMatches, findOne } from '../support/filter-answer.ts'
import { type FilterData, type FilterMember, shownValues } from '../support/filter-data.ts'

/** What follows the run's mark in each value, by what it tries. */
const endings = {
  words: [' Sales Supervisor', ' Ops and Field', ' Vendor or Partner', ' Stand By OR', ' is not (x) pr', ' x eq y'],
  signs: [' (a) [b] {c}', " O'Neil; --", ' a.b,c:d', ' 50% + 1 & 2 = 3 # 4 ? /', ' a_b%c', ' <b>'],
  escapes: [' "or" x', ' a\\b', ' ends in \\', ' " or id pr or "'],
  letters: [' Zo\u00eb \u65e5\u672c', ' \u{1f600} end', ' \u05e9\u05dc\u05d5\u05dd', ' e\u0301 \u00e9'],
} as const
type Family = keyof typeof endings
const plain = '-Plain'
/** Differs from one above in the place of a sign that some databases take for any letter. */
const lookAlike = ' aXbYYc'
const texts = [plain, lookAlike, ...Object.values(endings).flat()]

const plainUserName = '-plain'
/** userNames that real people have; a service provider may want them otherwise. */
const userNames = [plainUserName, '.or.and.not', '+tag.eq', "-o'neil", '-vendor or partner'] as const

interface Quoted {
  readonly data: FilterData
  readonly path: string
  /** Resources by what their value ends in; those the service provider refused or changed are missing. */
  readonly byEnding: ReadonlyMap<string, FilterMember>
}

type Outcome = { readonly quoted: Quoted } | { readonly nothing: string }

interface Described {
  readonly family: Family
  /** The operator that is tried beside eq. */
  readonly operator: 'sw' | 'co'
  readonly title: string
  readonly requirement: RequirementId
  readonly fix: string
}

const families: readonly Described[] = [
  {
    family: 'words',
    operator: 'sw',
    title: 'words such as or, and, not and eq within a quoted value are part of the value',
    requirement: '7644-3.4.2.2-37',
    fix: 'Take everything up to the closing quotation mark for the value before you look for operators.',
  },
  {
    family: 'signs',
    operator: 'co',
    title: 'brackets, punctuation and wildcard signs within a quoted value are part of the value',
    requirement: '7644-3.4.2.2-37',
    fix: 'Take everything up to the closing quotation mark for the value, and escape it for your database.',
  },
  {
    family: 'escapes',
    operator: 'co',
    title: 'quotation marks and backslashes in a quoted value are found, escaped as in JSON',
    requirement: '7644-3.4.2.2-38',
    fix: 'Read the quoted value with a JSON reader, and let no \\" end it.',
  },
  {
    family: 'letters',
    operator: 'sw',
    title: 'letters beyond ASCII in a quoted value are found',
    requirement: '7644-3.4.2.2-37',
    fix: 'Decode the query as UTF-8 and compare whole characters.',
  },
]

export const quotedValues = suite('Quoted values in filters', [
  ...families.map(quotedCheck),

  check(
    'filter/quoted-user-name',
    {
      title: 'a userName with operator words and signs in it is found',
      verifies: ['7644-3.4.2.2-37', '7644-3.4.2.2-08'],
      needs: ['user-resource', 'filter.supported'],
      fix: 'Take everything up to the closing quotation mark for the value before you look for operators.',
    },
    async context => {
      const type = context.type('User')
      const made: FilterMember[] = []
      for (const ending of userNames) {
        const usual = String(member(await context.resources.build(type), 'userName'))
        const at = usual.includes('@') ? usual.indexOf('@') : usual.length
        const sent = `${usual.slice(0, at)}${ending}${usual.slice(at)}`
        const response = await context.scim.create(type, await context.resources.build(type, { userName: sent }))
        const id = isObject(response.json) ? member(response.json, 'id') : undefined
        if (response.status < 200 || response.status > 299 || typeof id !== 'string') continue
        const { json } = await context.scim.read(type, id)
        if (isObject(json)) made.push({ id, resource: json })
      }
      if (made.length === 0) context.unsupported('no such userName is accepted')
      const data: FilterData = { type, members: made, label: 'userName', mark: '', prefix: '', narrow: undefined }
      if (!(await worksForPlain(context, data, 'userName', 'eq'))) {
        context.unsupported('eq on userName does not find a plain text either')
      }
      for (const one of made) {
        const text = String(shownValues(data, one, 'userName')[0])
        if (text.includes(plainUserName)) continue
        await context.subject(text, () =>
          expectFound(context, data, 'userName', text, 12, { operator: 'co', requirement: '7644-3.4.2.2-37' }),
        )
      }
    },
  ),
])

function quotedCheck(described: Described): ActiveCheck {
  const { family, title, requirement, fix } = described
  return check(`filter/quoted-${family}`, { title, verifies: [requirement, '7644-3.4.2.2-02'], fix }, async context => {
    const { types } = context.provider
    const usual = types.filter(type => sameName(type.name, 'User') || sameName(type.name, 'Group'))
    for (const { name } of usual.length > 0 ? usual : types.slice(0, 1)) {
      const outcome = await context.shared<Outcome>(`quoted-values-${name}`, shared => makeQuoted(shared, name))
      const kept = 'nothing' in outcome ? [] : endings[family].filter(ending => outcome.quoted.byEnding.has(ending))
      if ('nothing' in outcome || kept.length === 0) {
        const reason = 'nothing' in outcome ? outcome.nothing : 'no such value is kept as it was sent'
        await context.subject(name, () => context.unsupported(reason))
        continue
      }
      const { data, path, byEnding } = outcome.quoted
      if (!(await worksForPlain(context, data, path, 'eq'))) {
        await context.subject(name, () => context.unsupported(`eq on ${path} does not find a plain text either`))
        continue
      }
      for (const ending of kept) {
        const one = byEnding.get(ending)
        const text = one === undefined ? undefined : shownValues(data, one, path)[0]
        if (typeof text !== 'string') continue
        await context.subject(`${name} ${path} ending in ${JSON.stringify(ending)}`, () =>
          expectFound(context, data, path, text, ending.length, described),
        )
      }
    }
  })
}

/** Holds when eq, and sw or co, find the resource with this text; where an operator is not offered it is left out. */
async function expectFound(
  context: CheckContext,
  data: FilterData,
  path: string,
  text: string,
  endingLength: number,
  { operator, requirement }: Pick<Described, 'operator' | 'requirement'>,
): Promise<void> {
  const whole = JSON.stringify(text)
  const end = path === 'userName' && text.includes('@') ? text.indexOf('@') : text.length
  const beginning = JSON.stringify(withoutHalf(text.slice(0, -1)))
  const middle = JSON.stringify(text.slice(Math.max(1, end - endingLength - 4), end))
  const part = operator === 'sw' ? (['sw', beginning] as const) : (['co', middle] as const)
  for (const [tool, value] of [['eq', whole] as const, part]) {
    if (!(await worksForPlain(context, data, path, tool))) continue
    await expectMatches(context, data, `${path} ${tool} ${value}`, {
      what: `${tool} on ${path}`,
      by: path,
      requirement,
      answered: true,
    })
  }
}

/** Whether an operator finds the resource with a plain text; where it does not, other checks say so. */
async function worksForPlain(
  context: CheckContext,
  data: FilterData,
  path: string,
  operator: 'eq' | 'sw' | 'co',
): Promise<boolean> {
  const isPlain = (text: unknown) => typeof text === 'string' && (text.endsWith(plain) || text.includes(plainUserName))
  const one = data.members.find(candidate => isPlain(shownValues(data, candidate, path)[0]))
  if (one === undefined) return false
  const filter = `${path} ${operator} ${JSON.stringify(shownValues(data, one, path)[0])}`
  return (await findOne(context, data, filter, one.id)) === 'found'
}

/** A text that does not end in half of a character. */
function withoutHalf(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text
}

async function makeQuoted({ resources, scim, type: typeOf }: SharedContext, typeName: string): Promise<Outcome> {
  const type = typeOf(typeName)
  const isGroup = sameName(type.name, 'Group')
  const displayName = type.schemas.base.attributes.find(one => sameName(one.name, 'displayName') && isFreeText(one))
  const attribute = displayName ?? labelOf(type)
  if (attribute === undefined) return { nothing: `${type.name} has no text that may hold any character` }
  const mark = resources.unique()
  // Groups get the names real ones have; every sign is tried on one type alone.
  const wanted = isGroup ? [plain, ...endings.words.slice(0, 4)] : texts
  const byEnding = new Map<string, FilterMember>()
  let refusal = ''
  const make = async (ending: string): Promise<void> => {
    const text = `${mark}${ending}`
    const built: JsonObject = await resources.build(type, { [attribute.name]: text })
    const response = await scim.create(type, withMember(built, attribute.name, text))
    const id = isObject(response.json) ? member(response.json, 'id') : undefined
    if (response.status < 200 || response.status > 299 || typeof id !== 'string') {
      refusal = describeResponse(response)
      return
    }
    const { json } = await scim.read(type, id)
    if (isObject(json) && typeof member(json, attribute.name) === 'string') byEnding.set(ending, { id, resource: json })
  }
  await Promise.all(wanted.map(make))
  if (byEnding.size === 0)
    return { nothing: `no ${type.name} with such a ${attribute.name} can be created: ${refusal}` }
  const data: FilterData = {
    type,
    members: [...byEnding.values()],
    label: attribute.name,
    mark,
    prefix: mark,
    narrow: undefined,
  }
  return { quoted: { data, path: attribute.name, byEnding } }
}

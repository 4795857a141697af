// Lanes of values in quotes: a resource with an odd name is created and found by exactly that name, whatever it holds.

import fc from 'fast-check'
import type { CheckContext } from '../check/context.ts'
import { NotConformant } from '../check/outcome.ts'
import type { Scim } from '../check/scim.ts'
import type { HttpResponse, ProviderType, RequirementId } from '../check/vocabulary.ts'
import { describeResponse } from '../check/words.ts'
import { isObject, member } from '../scim/json.ts'
import { readValues } from '../scim/value.ts'
import { isDeclined, isNoVerdict, offersSearch } from './ask.ts'
import { filterWords } from './filter-words.ts'
import { type Lane, lane } from './lane.ts'
import { firstNames, isOddName, type OddName, oddNames } from './odd-names.ts'
import { stripesOf } from './search.ts'

const operators = ['eq', 'sw', 'co', 'ew'] as const
type Operator = (typeof operators)[number]
const ways = ['GET', 'GET with + for spaces', '.search'] as const

interface Quoted {
  readonly name: OddName
  /** Besides eq, which is always tried. */
  readonly operator: Operator
  readonly way: (typeof ways)[number]
  /** How much of the name the operator is given, in hundredths. */
  readonly part: number
  /** Letters beyond ASCII and "/" written as JSON escapes. */
  readonly escaped: boolean
}

/** An attribute whose text is given odd names. */
export interface NamedAttribute {
  readonly type: ProviderType
  readonly name: string
}

type Tools = Pick<CheckContext, 'resources'>

/** A resource with an odd name, as it is stored. */
interface Stored {
  readonly id: string
  readonly text: string
  /** Where in the text the part that no other resource has begins, and where it ends. */
  readonly start: number
  readonly end: number
}

/** The lanes of one attribute; `index` is its place among the attributes, so that each begins with other names. */
export async function quotedLanes(
  tools: Tools & Pick<CheckContext, 'scim'>,
  attribute: NamedAttribute,
  index: number,
): Promise<(stripes: number) => readonly Lane[]> {
  const offered = await offeredOperators(tools, tools.scim, attribute)
  if (!offered.has('eq')) return () => []
  const usable = (await offersSearch(tools.scim, attribute.type)) ? ways : ways.slice(0, 2)
  const kind = `quoted/${attribute.type.name}.${attribute.name}`
  return stripes =>
    stripesOf(kind, stripes).map((name, stripe) => {
      const shift = (2 * (index + stripe)) % firstNames.length
      const names = [...firstNames.slice(shift), ...firstNames.slice(0, shift)]
      return quotedLane(name, tools, attribute, { offered, ways: usable, names })
    })
}

interface Plan {
  readonly offered: ReadonlySet<Operator>
  readonly ways: readonly Quoted['way'][]
  /** Names that come first. */
  readonly names: readonly OddName[]
}

function quotedLane(name: string, tools: Tools, attribute: NamedAttribute, plan: Plan): Lane {
  const example = (odd: OddName, index: number): Quoted => ({
    name: odd,
    operator: operators[index % operators.length] ?? 'eq',
    way: 'GET',
    part: 100,
    escaped: false,
  })
  return lane<Quoted>({
    name,
    share: 1,
    arbitrary: fc.record({
      name: oddNames,
      operator: fc.constantFrom(...operators),
      way: fc.constantFrom(...plan.ways),
      part: fc.integer({ min: 0, max: 100 }),
      escaped: fc.boolean(),
    }),
    examples: plan.names.map(example),
    accepts: isQuoted,
    describe: ({ name: odd, operator }) =>
      `${attribute.name} ${operator} ${JSON.stringify(`${odd.before.join('')}{unique}${odd.after.join('')}`)}`,
    async examine(quoted, scim) {
      const stored = await store(tools, scim, attribute, quoted.name)
      if (stored === undefined) return
      try {
        await find(scim, attribute, stored, { ...quoted, operator: 'eq', part: 100 })
        if (quoted.operator !== 'eq' && plan.offered.has(quoted.operator)) await find(scim, attribute, stored, quoted)
      } finally {
        await scim.remove(attribute.type, stored.id)
      }
    },
  })
}

function isQuoted(value: unknown): value is Quoted {
  if (!isObject(value) || !isOddName(value.name)) return false
  return (
    operators.some(one => one === value.operator) &&
    ways.some(one => one === value.way) &&
    typeof value.part === 'number' &&
    typeof value.escaped === 'boolean'
  )
}

/** Creates a resource with a name; undefined where that name is not taken, which is not our business here. */
async function store(
  { resources }: Tools,
  scim: Scim,
  { type, name }: NamedAttribute,
  odd: OddName,
): Promise<Stored | undefined> {
  // The dot ends the unique part, or that of the first resource would be the beginning of the tenth's.
  const unique = `${resources.unique()}.`
  const wanted = `${odd.before.join('')}${unique}${odd.after.join('')}`
  const sent = await resources.build(type, { [name]: wanted })
  const created = await scim.create(type, sent)
  const id = isObject(created.json) ? member(created.json, 'id') : undefined
  if (created.status < 200 || created.status > 299 || typeof id !== 'string' || !isObject(created.json))
    return undefined
  // Service providers trim, fold and normalise names: what is stored is what must be found.
  const [shown = wanted] = readValues(created.json, name, type.schemas)
  const text = typeof shown === 'string' ? shown : ''
  const start = text.toLowerCase().indexOf(unique.toLowerCase())
  if (start >= 0) return { id, text, start, end: start + unique.length }
  await scim.remove(type, id)
  return undefined
}

async function offeredOperators(tools: Tools, scim: Scim, attribute: NamedAttribute): Promise<ReadonlySet<Operator>> {
  const stored = await store(tools, scim, attribute, { before: [], after: ['plain'] })
  if (stored === undefined) return new Set()
  const answers = await Promise.all(
    operators.map(async operator => {
      const filter = `${attribute.name} ${operator} ${JSON.stringify(stored.text)}`
      return { operator, response: await scim.list(attribute.type, { filter }) }
    }),
  )
  await scim.remove(attribute.type, stored.id)
  return new Set(answers.filter(({ response }) => idsIn(response)?.includes(stored.id)).map(({ operator }) => operator))
}

/** Looks for the resource and throws where anything else comes back than it alone. */
async function find(scim: Scim, { type, name }: NamedAttribute, stored: Stored, quoted: Quoted): Promise<void> {
  const operand = operandOf(stored, quoted)
  const literal = quoted.escaped ? escapedJson(operand) : JSON.stringify(operand)
  const filter = `${name} ${quoted.operator} ${literal}`
  const isLoose = quoted.way === 'GET with + for spaces'
  const response = await send(scim, type, filter, quoted.way)
  if (isNoVerdict(response) || [403, 413, 414, 431].includes(response.status)) return
  // "+" for a space is what HTML forms do; a service provider that reads it as a plus has the RFC on its side.
  if (isLoose && isDeclined(response)) return
  const ids = idsIn(response)
  const isFound = ids?.length === 1 && ids[0] === stored.id
  if (isFound || (isLoose && ids?.length === 0)) return
  throw new NotConformant([
    {
      requirement: ids === undefined ? textRequirement(literal) : requirementOf(quoted.operator, literal),
      expected: `for ${filterWords(filter, 400)}: 200 OK and the one ${type.name} of that name (id ${stored.id})`,
      got: ids === undefined ? describeResponse(response) : foundWords(ids, stored.id),
      exchanges: [response.exchange.id],
    },
  ])
}

function send(scim: Scim, type: ProviderType, filter: string, way: Quoted['way']): Promise<HttpResponse> {
  if (way === '.search') return scim.search(type, { filter })
  if (way === 'GET') return scim.list(type, { filter })
  const query = encodeURIComponent(filter).replaceAll('%20', '+')
  return scim.request({ method: 'GET', path: `${scim.endpointOf(type)}?filter=${query}` })
}

/** What of the stored text the operator is given: always the unique part, and more or less of what stands around it. */
function operandOf({ text, start, end }: Stored, { operator, part }: Quoted): string {
  const before = Math.round((start * (100 - part)) / 100)
  const after = end + Math.round(((text.length - end) * part) / 100)
  switch (operator) {
    case 'eq':
      return text
    case 'sw':
      return text.slice(0, wholeTo(text, after))
    case 'ew':
      return text.slice(wholeFrom(text, before))
    case 'co':
      return text.slice(wholeFrom(text, before), wholeTo(text, after))
  }
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** A place that cuts no letter from its accents: service providers may compose them, or compare whole letters. */
function wholeFrom(text: string, at: number): number {
  return letters.segment(text).containing(at)?.index ?? at
}

function wholeTo(text: string, at: number): number {
  const cut = letters.segment(text).containing(at)
  return cut === undefined || cut.index === at ? at : cut.index + cut.segment.length
}

function escapedJson(text: string): string {
  return JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replace(/[^ -~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function idsIn({ status, json }: HttpResponse): readonly string[] | undefined {
  if (status !== 200 || !isObject(json)) return undefined
  const found = member(json, 'Resources')
  const list: readonly unknown[] = Array.isArray(found) ? found : []
  return list.map(one => String(isObject(one) ? member(one, 'id') : one))
}

function foundWords(ids: readonly string[], wanted: string): string {
  const others = ids.filter(id => id !== wanted)
  if (ids.length === 0) return 'an empty list'
  return `${ids.includes(wanted) ? 'it' : 'not it'} and ${others.length} others (ids ${others.slice(0, 3).join(', ')})`
}

function textRequirement(literal: string): RequirementId {
  return literal.includes('\\') ? '7644-3.4.2.2-38' : '7644-3.4.2.2-37'
}

function requirementOf(operator: Operator, literal: string): RequirementId {
  if (literal.includes('\\')) return '7644-3.4.2.2-38'
  const ofOperator = {
    eq: '7644-3.4.2.2-08',
    sw: '7644-3.4.2.2-11',
    co: '7644-3.4.2.2-10',
    ew: '7644-3.4.2.2-12',
  } as const
  return ofOperator[operator]
}

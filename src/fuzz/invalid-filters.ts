// Lanes of texts that are no filters: they are refused, break nothing, and never give everything.

import fc from 'fast-check'
import type { CheckContext } from '../check/context.ts'
import { NotConformant } from '../check/outcome.ts'
import type { Scim } from '../check/scim.ts'
import type { HttpResponse, RequirementId } from '../check/vocabulary.ts'
import { describeResponse } from '../check/words.ts'
import { isObject, member } from '../scim/json.ts'
import { isScimType } from '../scim/scim-type.ts'
import { readValues } from '../scim/value.ts'
import { isNoVerdict, offersSearch } from './ask.ts'
import { type Expectation, expectationOf } from './expectation.ts'
import { filterCases, filterOf, isTerms, type Terms } from './filter-case.ts'
import { filterWords } from './filter-words.ts'
import { forbiddenFilters, strangeFilters } from './forbidden.ts'
import { type FuzzData, masked, shapesOf } from './fuzz-data.ts'
import { hostileFilter, hostileNames } from './hostile-filters.ts'
import { wantedOf } from './judge.ts'
import { type Lane, lane } from './lane.ts'
import {
  type CharacterEdit,
  characterEdits,
  editCharacters,
  editTokens,
  isCharacterEdit,
  isTokenEdit,
  type TokenEdit,
  tokenEdits,
} from './mutation.ts'
import { stripesOf } from './search.ts'
import { plainSpelling, spell } from './spelling.ts'
import { firstUnquoted, isUnquoted, type Unquoted, unquoted, unquotedFilter } from './unquoted.ts'

interface Spoiled<Edit> {
  readonly terms: Terms
  readonly edits: readonly Edit[]
}

interface Hostile {
  readonly name: string
  readonly member: number
  readonly way: 'GET' | '.search'
}

const surroundings = {
  nothing: (text: string) => text,
  and: (text: string, name: string) => `${name} pr and ${text}`,
  or: (text: string, name: string) => `${text} or ${name} pr`,
  not: (text: string) => `not (${text})`,
  parentheses: (text: string, name: string) => `(${name} pr and (${text}))`,
}
type Within = keyof typeof surroundings
const withins: readonly Within[] = ['nothing', 'and', 'or', 'not', 'parentheses']

interface Forbidden {
  readonly text: string
  readonly within: Within
}

/** How much an answer may differ from 400: a text with control characters or of great length may not reach SCIM at all. */
type Tolerance = 'none' | 'any refusal'

/** The lanes of one set of data. */
export async function invalidLanes(
  { scim }: Pick<CheckContext, 'scim'>,
  data: FuzzData,
): Promise<(stripes: number) => readonly Lane[]> {
  const shapes = shapesOf(data)
  if (shapes.plain.length === 0) return () => []
  const cases = filterCases(shapes)
  const { name: type } = data.type
  const searches = await offersSearch(scim, data.type)
  return stripes => [
    ...stripesOf(`invalid/unquoted/${type}`, Math.ceil(stripes / 4)).map(name => unquotedLane(name, data)),
    ...stripesOf(`invalid/tokens/${type}`, stripes).map(name =>
      spoiledLane<TokenEdit>(name, data, cases, tokenEdits, editTokens, isTokenEdit),
    ),
    ...stripesOf(`invalid/characters/${type}`, stripes).map(name =>
      spoiledLane<CharacterEdit>(name, data, cases, characterEdits, editCharacters, isCharacterEdit),
    ),
    ...forbiddenLanes(type, data),
    ...strangeLane(`invalid/strange/${type}`, data),
    hostileLane(`invalid/hostile/${type}`, data, searches),
  ]
}

/** A name that should stand in quotes stands without. */
function unquotedLane(name: string, data: FuzzData): Lane {
  return lane<Unquoted>({
    name,
    share: 1,
    arbitrary: unquoted,
    examples: firstUnquoted,
    accepts: isUnquoted,
    describe: value => unquotedFilter(value, data),
    examine: async (value, scim) => {
      const text = unquotedFilter(value, data)
      judge(data, text, await scim.list(data.type, { filter: text }), 'none')
    },
  })
}

/** The grammar allows it, the schema does not. */
function forbiddenLanes(type: string, data: FuzzData): readonly Lane[] {
  const { schemas } = data.type
  const isLenient = (text: string): boolean => 'lenient' in expectationOf(text, schemas)
  const { complex = [], forbidden = [] } = Object.groupBy(forbiddenFilters(schemas), text =>
    isLenient(text) ? 'complex' : 'forbidden',
  )
  // A lane ends with its first finding: one that only warns must not stand before others.
  return [
    ...forbiddenLane(`invalid/forbidden/${type}`, forbidden, data),
    ...forbiddenLane(`invalid/complex/${type}`, complex, data),
  ]
}

/** Each one alone first: there are few, and few of their kind. */
function strangeLane(name: string, data: FuzzData): readonly Lane[] {
  const texts = strangeFilters(data.type.schemas, data.label)
  return forbiddenLane(name, texts, data, { share: 2, examples: texts.map(text => ({ text, within: 'nothing' })) })
}

function forbiddenLane(
  name: string,
  texts: readonly string[],
  data: FuzzData,
  { share, examples }: { readonly share: number; readonly examples: readonly Forbidden[] } = { share: 1, examples: [] },
): readonly Lane[] {
  if (texts.length === 0) return []
  const textOf = ({ text, within }: Forbidden): string => surroundings[within](text, data.label)
  const forbidden = lane<Forbidden>({
    name,
    share,
    examples,
    arbitrary: fc.record({ text: fc.constantFrom(...texts), within: fc.constantFrom(...withins) }),
    accepts: (value): value is Forbidden =>
      isObject(value) && texts.some(text => text === value.text) && withins.some(one => one === value.within),
    describe: textOf,
    async examine(value, scim) {
      const text = textOf(value)
      judge(data, text, await scim.list(data.type, { filter: text }), 'none')
    },
  })
  return [forbidden]
}

/** A valid filter, spoiled. */
function spoiledLane<Edit>(
  name: string,
  data: FuzzData,
  cases: fc.Arbitrary<Terms>,
  edits: fc.Arbitrary<Edit>,
  apply: (text: string, edit: Edit) => string,
  accepts: (value: unknown) => value is Edit,
): Lane {
  const textOf = ({ terms, edits: changes }: Spoiled<Edit>): string | undefined => {
    const filter = filterOf(terms, data)
    if (filter === undefined) return undefined
    return changes.reduce(apply, spell(filter, plainSpelling, data.type.schemas)).toWellFormed()
  }
  return lane<Spoiled<Edit>>({
    name,
    share: 2,
    arbitrary: fc.record({ terms: cases, edits: fc.array(edits, { minLength: 1, maxLength: 3 }) }),
    accepts: (value): value is Spoiled<Edit> =>
      isObject(value) && isTerms(value.terms) && Array.isArray(value.edits) && value.edits.every(accepts),
    describe: value => masked(data, textOf(value) ?? ''),
    async examine(value, scim) {
      const text = textOf(value)
      // An empty parameter may be taken for none.
      if (text === undefined || text.trim() === '') return
      const response = await scim.list(data.type, { filter: text })
      await judgeAndGoOn(scim, data, text, response, /\p{Cc}/u.test(text) ? 'any refusal' : 'none')
    },
  })
}

/** A filter that aims at what stands behind it. */
function hostileLane(name: string, data: FuzzData, searches: boolean): Lane {
  const textOf = ({ name: which, member: index }: Hostile): string => {
    const one = data.members[index % data.members.length]
    const [value] = one === undefined ? [] : readValues(one.resource, data.label, data.type.schemas)
    return hostileFilter(which, data, typeof value === 'string' ? value : 'x')
  }
  return lane<Hostile>({
    name,
    share: 1,
    arbitrary: fc.record({
      name: fc.constantFrom(...hostileNames),
      member: fc.nat(6),
      way: searches ? fc.constantFrom('GET' as const, '.search' as const) : fc.constant('GET' as const),
    }),
    accepts: (value): value is Hostile =>
      isObject(value) &&
      hostileNames.some(one => one === value.name) &&
      typeof value.member === 'number' &&
      (value.way === 'GET' || value.way === '.search'),
    describe: ({ name: which }) => which,
    async examine(value, scim) {
      const filter = textOf(value)
      const response =
        value.way === 'GET' ? await scim.list(data.type, { filter }) : await scim.search(data.type, { filter })
      await judgeAndGoOn(scim, data, filter, response, 'any refusal')
    },
  })
}

/** Judges, and where the service provider broke sees whether it still answers. */
async function judgeAndGoOn(
  scim: Scim,
  data: FuzzData,
  text: string,
  response: HttpResponse,
  tolerance: Tolerance,
): Promise<void> {
  try {
    judge(data, text, response, tolerance)
  } catch (error) {
    if (!(error instanceof NotConformant) || (response.status !== 0 && response.status < 500)) throw error
    const [first] = data.members
    const next = await scim.list(data.type, { filter: `id eq ${JSON.stringify(first?.id)}` })
    const words = next.status === 0 ? ', and no answer to the next request' : ''
    throw new NotConformant(error.faults.map(fault => ({ ...fault, got: `${fault.got}${words}` })))
  }
}

/** Throws where the answer is not one that the text allows. */
function judge(data: FuzzData, text: string, response: HttpResponse, tolerance: Tolerance): void {
  if (isNoVerdict(response) && response.problem?.kind !== 'timeout') return
  const expectation = expectationOf(text, data.type.schemas)
  const { status, json } = response
  const isRefused = status >= 400 && status < 500
  // Limits of length, and what stands before the service provider to protect it.
  if ([403, 413, 414, 431, 501].includes(status) || (isRefused && tolerance === 'any refusal')) return
  const scimType = isObject(json) ? member(json, 'scimType') : undefined
  const isNamed = scimType === undefined || scimType === null || scimType === 'invalidFilter'
  const refusal = '400 Bad Request, scimType "invalidFilter"'
  // For what the grammar allows and no schema knows the keyword is not said beyond doubt (interpretation 13).
  const isArguable = expectation.kind === 'either' && status === 400 && isScimType(scimType)
  const fail = (expected: string, got: string, requirement: RequirementId = '7644-3.12-17'): never => {
    throw new NotConformant([
      {
        requirement,
        ...(isArguable ? { arguable: 13 } : {}),
        expected: `for ${filterWords(text)}: ${expected}`,
        got,
        exchanges: [response.exchange.id],
      },
    ])
  }
  if (status === 400 && isObject(json) && isNamed) return
  if (status === 400) fail(`${refusal} in a SCIM error body`, describeResponse(response))
  const allowed = expectation.kind === 'refuse' ? refusal : `${refusal}, or what matches`
  if (status !== 200) fail(allowed, describeResponse(response))
  const ids = idsIn(json)
  const all = data.members.every(({ id }) => ids.has(id))
  const found = `200 OK with ${all ? 'every resource' : `${ids.size} resources`}`
  if (expectation.kind === 'refuse') {
    const { lenient, requirement } = expectation
    const isLenientReading = lenient !== undefined && wantedOf(lenient, data).others.every(({ id }) => !ids.has(id))
    throw new NotConformant([
      {
        requirement,
        ...(isLenientReading ? { arguable: 14 } : {}),
        expected: `for ${filterWords(text)}: ${refusal}`,
        got: found,
        exchanges: [response.exchange.id],
      },
    ])
  }
  const isRead = expectation.kind === 'valid' || expectation.readings.length > 0
  if (!isAllowed(expectation, data, ids, all)) fail(allowed, found, isRead ? '7644-3.4.2.2-02' : '7644-3.12-17')
}

/** Whether one of the readings gives these resources; where there is none, whether these are not simply all. */
function isAllowed(
  expectation: Exclude<Expectation, { kind: 'refuse' }>,
  data: FuzzData,
  ids: ReadonlySet<string>,
  all: boolean,
): boolean {
  const readings = expectation.kind === 'valid' ? [expectation.filter] : expectation.readings
  if (readings.length === 0) return !all
  return readings.some(reading => wantedOf(reading, data).others.every(({ id }) => !ids.has(id)))
}

function idsIn(json: unknown): ReadonlySet<string> {
  const found = isObject(json) ? member(json, 'Resources') : undefined
  const list: readonly unknown[] = Array.isArray(found) ? found : []
  return new Set(list.map(one => String(isObject(one) ? member(one, 'id') : one)))
}

// Lanes of valid filters: the result is the oracle's; equal filters give equal results; GET, .search and pages agree.

import fc from 'fast-check'
import type { CheckContext } from '../check/context.ts'
import { type Fault, NotConformant } from '../check/outcome.ts'
import type { Scim } from '../check/scim.ts'
import type { RequirementId } from '../check/vocabulary.ts'
import { describeResponse, listWords } from '../check/words.ts'
import type { Filter } from '../scim/filter/filter.ts'
import { parseFilter } from '../scim/filter/parse-filter.ts'
import { isObject } from '../scim/json.ts'
import { readValues } from '../scim/value.ts'
import { type Answer, type Asked, ask, isCrowded, offersSearch } from './ask.ts'
import { createDeclined, type Declined } from './declined.ts'
import { filterCases, filterOf, isTerms, type Terms } from './filter-case.ts'
import { type FuzzData, masked, nameOf, shapesOf } from './fuzz-data.ts'
import { faultOf, wantedOf } from './judge.ts'
import { type Lane, lane } from './lane.ts'
import { applies, isOfLetters, isOfSpelling, type Relation, related, relations } from './relations.ts'
import { stripesOf } from './search.ts'
import { isPlain, isSpelling, plainSpelling, type Spelling, spell, spellings } from './spelling.ts'

interface Plain {
  readonly terms: Terms
  readonly spelling: Spelling
  readonly via: 'GET' | '.search'
}

interface Pair {
  readonly terms: Terms
  readonly relation: Relation
}

interface Paged {
  readonly terms: Terms
  /** Resources on a page. */
  readonly size: number
}

/** Filters over one set of data: makes them, asks with them, and knows what is declined. */
interface Ground {
  readonly data: FuzzData
  readonly declined: Declined
  /** The filter of a case, where it has values and nothing of it was declined. */
  filterOf(terms: Terms): Filter | undefined
  /** The text of a filter, narrowed to the data where many other resources are there. */
  textOf(filter: Filter, spelling?: Spelling): string
  ask(scim: Scim, text: string, asked?: Partial<Asked>): Promise<Answer>
  /** A filter for findings and files: the mark and the ids of this run masked. */
  masked(filter: Filter | undefined): string
}

/** Which lanes valid filters are tried in, for one type. */
export async function validLanes(
  { scim }: Pick<CheckContext, 'scim'>,
  data: FuzzData,
): Promise<(stripes: number) => readonly Lane[]> {
  // Brackets and .search may not be offered: the first are found to be declined, the second is asked for once.
  const shapes = shapesOf(data)
  if (shapes.plain.length === 0) return () => []
  const ground = groundOf(data, createDeclined(), await isCrowded(scim, data))
  const cases = filterCases(shapes)
  const searches = await offersSearch(scim, data.type)
  return stripes => [
    ...stripesOf(`valid/oracle/${data.type.name}`, stripes).map(name => oracleLane(name, ground, cases, searches)),
    ...stripesOf(`valid/same/${data.type.name}`, Math.ceil(stripes / 2)).map(name => sameLane(name, ground, cases)),
    ...(searches ? [searchLane(`valid/search/${data.type.name}`, ground, cases)] : []),
    pagingLane(`valid/paging/${data.type.name}`, ground, cases),
  ]
}

function groundOf(data: FuzzData, declined: Declined, crowded: boolean): Ground {
  const { schemas } = data.type
  const narrow = crowded ? data.narrow : undefined
  const textOf: Ground['textOf'] = (filter, spelling = plainSpelling) => {
    if (narrow === undefined) return spell(filter, spelling, schemas)
    return spell({ kind: 'and', operands: [parseFilter(narrow), filter] }, spelling, schemas)
  }
  return {
    data,
    declined,
    filterOf(terms) {
      const filter = filterOf(terms, data)
      return filter !== undefined && declined.allows(filter) ? filter : undefined
    },
    textOf,
    ask: (scim, text, asked) => ask(scim, data.type, text, { requirement: '7644-3.12-17', ...asked }),
    masked: filter => (filter === undefined ? '' : masked(data, spell(filter, plainSpelling, schemas))),
  }
}

/** The result of a filter is what the oracle says, in any of its spellings. */
function oracleLane(name: string, ground: Ground, cases: fc.Arbitrary<Terms>, searches: boolean): Lane {
  const { data, declined } = ground
  return lane<Plain>({
    name,
    share: 5,
    arbitrary: fc.record({ terms: cases, spelling: spellings, via: searches ? ways : fc.constant('GET' as const) }),
    accepts: (value): value is Plain =>
      isObject(value) &&
      isTerms(value.terms) &&
      isSpelling(value.spelling) &&
      (value.via === 'GET' || value.via === '.search'),
    describe: ({ terms }) => ground.masked(filterOf(terms, data)),
    async examine({ terms, spelling, via }, scim) {
      const filter = ground.filterOf(terms)
      if (filter === undefined) return
      const { matching, others } = wantedOf(filter, data)
      if (matching.length + others.length === 0) return
      const text = ground.textOf(filter, spelling)
      const answer = await ground.ask(scim, text, { via })
      if (answer.kind === 'declined' && !isPlain(spelling)) {
        // What is declined in its plain spelling too is not offered; else the spelling is not understood.
        const plain = await ground.ask(scim, ground.textOf(filter))
        if (plain.kind === 'resources') return expectSpellingTaken(ground, scim, filter, spelling)
      }
      if (answer.kind === 'declined') {
        await expectNotTaken(ground, scim, filter)
        return declined.learn(filter, part => ground.ask(scim, ground.textOf(part)))
      }
      if (answer.kind === 'no verdict') return
      const fault = await lasting(
        answer,
        () => ground.ask(scim, text, { via }),
        one => faultOf(data, filter, text, one),
      )
      if (fault === undefined) return expectTotal(ground, scim, filter, answer)
      if (via === 'GET') return throwIf(fault)
      const byGet = await ground.ask(scim, text)
      const isOfSearch = byGet.kind === 'resources' && faultOf(data, filter, text, byGet) === undefined
      throwIf(isOfSearch ? { ...fault, requirement: '7644-3.4.3-13', got: `by .search ${fault.got}` } : fault)
    },
  })
}

type Resources = Answer & { readonly kind: 'resources' }

/** Others may come and go in a list that is read in pages: what is wrong with it has to be wrong three times running. */
async function lasting(
  first: Resources,
  again: () => Promise<Answer>,
  faultIn: (answer: Resources) => Fault | undefined,
): Promise<Fault | undefined> {
  let answer: Answer = first
  for (let attempt = 1; answer.kind === 'resources'; attempt++) {
    const fault = faultIn(answer)
    if (fault === undefined || answer.exchanges.length === 1 || attempt === 3) return fault
    answer = await again()
  }
  return undefined
}

/** What the oracle says of an answer that is there anyhow; where it took several pages, the oracle's own lane asks again. */
function faultInOnePage(data: FuzzData, filter: Filter, text: string, answer: Answer): Fault | undefined {
  return answer.kind === 'resources' && answer.exchanges.length === 1 ? faultOf(data, filter, text, answer) : undefined
}

/**
 * totalResults counts what matches. Where it tells more than all pages give, it is looked at where only our own resources
 * can match: there may be others that we are not shown.
 */
async function expectTotal({ data }: Ground, scim: Scim, filter: Filter, answer: Resources): Promise<void> {
  if (!answer.complete || answer.totalResults <= answer.ids.size + answer.repeated) return
  const { narrow, label, members, type } = data
  const [name] = members.flatMap(({ resource }) => readValues(resource, label, type.schemas))
  const own: Filter =
    narrow === undefined
      ? parseFilter(`${label} eq ${JSON.stringify(name)}`)
      : { kind: 'and', operands: [parseFilter(narrow), filter] }
  const narrowed = spell(own, plainSpelling, type.schemas)
  const again = await ask(scim, type, narrowed, { requirement: '7644-3.12-17' })
  if (again.kind !== 'resources' || !again.complete || again.repeated > 0 || !isOwn(data, again)) return
  if (again.totalResults <= again.ids.size) return
  throwIf({
    requirement: '7644-3.4.2-05',
    expected: `for ${narrowed}: totalResults ${again.ids.size}, as many as all pages give`,
    got: `totalResults ${again.totalResults}`,
    exchanges: again.exchanges,
  })
}

const ways = fc.oneof(
  { weight: 3, arbitrary: fc.constant('GET' as const) },
  { weight: 1, arbitrary: fc.constantFrom('GET' as const, '.search' as const) },
)

/** Parentheses may not be offered at all; letter case, URIs and JSON escapes are no feature that could be missing. */
async function expectSpellingTaken(ground: Ground, scim: Scim, filter: Filter, spelling: Spelling): Promise<void> {
  const bare: Spelling = { ...spelling, parentheses: 0 }
  if (isPlain(bare)) return
  const text = ground.textOf(filter, bare)
  const answer = await ground.ask(scim, text)
  if (answer.kind !== 'declined') return
  const { letters, uri, joinedNot } = bare
  const isJoinedAlone = joinedNot === true && isPlain({ ...bare, joinedNot: false })
  // Of several oddities "not(" may be the one that is refused: a case with it alone tells.
  if (joinedNot === true && !isJoinedAlone) return
  const isCased = letters !== 'as it is'
  const byUri = uri && isCased ? await ground.ask(scim, ground.textOf(filter, { ...plainSpelling, uri })) : undefined
  const ofLetters = uri ? '7644-3.10-05' : '7644-3.4.2.2-03'
  const requirement: RequirementId =
    isCased && byUri?.kind !== 'declined' ? ofLetters : uri ? '7644-3.4.2.2-40' : '7644-3.4.2.2-38'
  throwIf({
    requirement: isJoinedAlone ? '7644-3.4.2.2-32' : requirement,
    ...(isJoinedAlone ? { arguable: 15 } : {}),
    expected: `for ${text}: 200 OK, as for the same filter spelt otherwise`,
    got: describeResponse(answer.response),
    exchanges: [answer.response.exchange.id],
  })
}

/** The examples of the RFC have "not (": whoever takes "not(" and declines that misreads the space. */
async function expectNotTaken(ground: Ground, scim: Scim, filter: Filter): Promise<void> {
  const text = ground.textOf(filter)
  const joined = ground.textOf(filter, { ...plainSpelling, joinedNot: true })
  if (joined === text) return
  const together = await ground.ask(scim, joined)
  if (together.kind !== 'resources') return
  const apart = await ground.ask(scim, text)
  if (apart.kind !== 'declined') return
  throwIf({
    requirement: '7644-3.4.2.2-52',
    expected: `for ${text}: 200 OK, as for ${joined}`,
    got: describeResponse(apart.response),
    exchanges: [apart.response.exchange.id],
  })
}

/** Two filters that mean the same give the same resources. */
function sameLane(name: string, ground: Ground, cases: fc.Arbitrary<Terms>): Lane {
  const { data } = ground
  return lane<Pair>({
    name,
    share: 3,
    arbitrary: fc.record({ terms: cases, relation: fc.constantFrom(...relations) }),
    accepts: (value): value is Pair =>
      isObject(value) && isTerms(value.terms) && relations.some(one => one === value.relation),
    describe: ({ terms, relation }) => `${relation}: ${ground.masked(filterOf(terms, data))}`,
    async examine({ terms, relation }, scim) {
      const filter = ground.filterOf(terms)
      if (filter === undefined || !applies(relation, filter)) return
      const other = related(relation, filter)
      if (!ground.declined.allows(other)) return
      const spelling: Spelling = {
        ...plainSpelling,
        letters: lettersOf(relation),
        uri: relation === 'URI in capitals',
        parentheses: relation === 'parentheses' ? 2 : 0,
      }
      const texts = [ground.textOf(filter), ground.textOf(other, spelling)] as const
      const one = await ground.ask(scim, texts[0])
      if (one.kind === 'declined') {
        return ground.declined.learn(filter, part => ground.ask(scim, ground.textOf(part)))
      }
      const two = await ground.ask(scim, texts[1])
      if (one.kind === 'resources' && two.kind === 'declined') {
        if (isOfLetters(relation)) return expectSpellingTaken(ground, scim, filter, spelling)
        if (!isOfSpelling(relation)) await ground.declined.learn(other, part => ground.ask(scim, ground.textOf(part)))
        return
      }
      throwIf(differenceOf(data, texts, [one, two], sentenceOf(relation)))
      throwIf(faultInOnePage(data, filter, texts[0], one))
      throwIf(faultInOnePage(data, other, texts[1], two))
    },
  })
}

function lettersOf(relation: Relation): Spelling['letters'] {
  switch (relation) {
    case 'letter case':
      return 'mixed'
    case 'small letters':
      return 'lower'
    case 'URI in capitals':
      return 'upper'
    default:
      return 'as it is'
  }
}

function sentenceOf(relation: Relation): RequirementId {
  switch (relation) {
    case 'f and f':
      return '7644-3.4.2.2-23'
    case 'f or f':
      return '7644-3.4.2.2-24'
    case 'not (not (f))':
    case 'De Morgan':
      return '7644-3.4.2.2-25'
    case 'letter case':
    case 'small letters':
      return '7644-3.4.2.2-03'
    case 'URI in capitals':
      return '7644-3.10-05'
    case 'order of operands':
    case 'parentheses':
      return '7644-3.4.2.2-43'
  }
}

/** GET and POST .search give the same resources. */
function searchLane(name: string, ground: Ground, cases: fc.Arbitrary<Terms>): Lane {
  const { data } = ground
  return lane<Terms>({
    name,
    share: 1,
    arbitrary: cases,
    accepts: (value): value is Terms => isTerms(value),
    describe: terms => ground.masked(filterOf(terms, data)),
    async examine(terms, scim) {
      const filter = ground.filterOf(terms)
      if (filter === undefined) return
      const text = ground.textOf(filter)
      const byGet = await ground.ask(scim, text)
      if (byGet.kind !== 'resources') return
      throwIf(faultInOnePage(data, filter, text, byGet))
      const bySearch = await ground.ask(scim, text, { via: '.search', requirement: '7644-3.4.3-13' })
      throwIf(differenceOf(data, [`GET with ${text}`, `.search with ${text}`], [byGet, bySearch], '7644-3.4.3-13'))
    },
  })
}

/** All pages together are the whole list, each resource once. */
function pagingLane(name: string, ground: Ground, cases: fc.Arbitrary<Terms>): Lane {
  const { data } = ground
  return lane<Paged>({
    name,
    share: 2,
    arbitrary: fc.record({ terms: cases, size: fc.integer({ min: 1, max: 4 }) }),
    accepts: (value): value is Paged => isObject(value) && isTerms(value.terms) && typeof value.size === 'number',
    describe: ({ terms, size }) => `pages of ${size}: ${ground.masked(filterOf(terms, data))}`,
    async examine({ terms, size }, scim) {
      const filter = ground.filterOf(terms)
      if (filter === undefined || wantedOf(filter, data).matching.length < 2) return
      const text = ground.textOf(filter)
      const whole = await ground.ask(scim, text)
      // Others may come and go in a list of theirs, and move what is on its pages.
      if (whole.kind !== 'resources' || !isOwn(data, whole)) return
      throwIf(faultInOnePage(data, filter, text, whole))
      const paged = await ground.ask(scim, text, { count: size, requirement: '7644-3.4.2.4-13' })
      if (paged.kind !== 'resources' || !isOwn(data, paged)) return
      const texts = [text, `${text} in pages of ${size}`] as const
      throwIf(differenceOf(data, texts, [whole, paged], '7644-3.4.2.4-13'))
      if (paged.repeated > 0) {
        const expected = `for ${texts[1]}: each resource once`
        throwIf({
          requirement: '7644-3.4.2.4-13',
          expected,
          got: `${paged.repeated} twice`,
          exchanges: paged.exchanges,
        })
      }
    },
  })
}

function isOwn({ members }: FuzzData, answer: Resources): boolean {
  const own = new Set(members.map(({ id }) => id))
  return [...answer.ids].every(id => own.has(id))
}

/** What two answers differ in, as far as the data goes. */
function differenceOf(
  data: FuzzData,
  [one, other]: readonly [string, string],
  [first, second]: readonly [Answer, Answer],
  requirement: RequirementId,
): Fault | undefined {
  if (first.kind !== 'resources' || second.kind !== 'resources' || !first.complete || !second.complete) return undefined
  // Others may come and go in a list of theirs while its pages are read.
  if ([first, second].some(answer => answer.exchanges.length > 1 && !isOwn(data, answer))) return undefined
  const inFirst = data.members.filter(({ id }) => first.ids.has(id))
  const inSecond = data.members.filter(({ id }) => second.ids.has(id))
  if (inFirst.length === inSecond.length && inFirst.every(({ id }) => second.ids.has(id))) return undefined
  const words = (members: typeof inFirst): string =>
    members.length === 0
      ? 'none'
      : listWords(
          members.map(member => nameOf(data, member)),
          4,
        )
  return {
    requirement,
    expected: `for ${other}: ${words(inFirst)}, as for ${one}`,
    got: words(inSecond),
    exchanges: [...first.exchanges, ...second.exchanges],
  }
}

function throwIf(fault: Fault | undefined): void {
  if (fault !== undefined) throw new NotConformant([fault])
}

// Sends a filter, reads all it gives, and compares that with what the oracle says of every resource.

import type { CheckContext } from '../../src/check/context.ts'
import { type Basis, expectResponse, expectThat } from '../../src/check/expect.ts'
import { NotConformant } from '../../src/check/outcome.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { amount, describeResponse, show, statusText } from '../../src/check/words.ts'
import { evaluateFilter } from '../../src/scim/filter/evaluate-filter.ts'
import type { Filter } from '../../src/scim/filter/filter.ts'
import { parseFilter } from '../../src/scim/filter/parse-filter.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { isScimType } from '../../src/scim/scim-type.ts'
import { readValues } from '../../src/scim/value.ts'
import { type FilterData, type FilterMember, namesOf, shortFilter } from './filter-data.ts'
import { steadily } from './steadily.ts'

/** Pages read of one list at the most; a list that is not narrowed to own data may be very long. */
const mostPages = 25
const pageSize = 100

/** A filter the service provider does not offer: what was asked, and with what it declined. */
export interface Declined {
  readonly what: string
  readonly filter: string
  readonly response: HttpResponse
}

/** Everything that was declined in this run, and what was answered, by the words that say what it is. */
export interface Offers {
  readonly declined: Map<string, Declined>
  readonly answered: Set<string>
}

/** The record of what filters are offered, kept for the whole run. */
export function offersOf({ shared }: Pick<CheckContext, 'shared'>): Promise<Offers> {
  return shared('filter-offers', async () => ({ declined: new Map(), answered: new Set() }))
}

/**
 * Whether the service provider says that it does not offer this filter (RFC 7644 table 9): 400 with scimType invalidFilter
 * or none, 403 or 501.
 */
export function isDeclinedFilter({ status, json }: HttpResponse): boolean {
  if (status === 501 || status === 403) return true
  const scimType = isObject(json) ? member(json, 'scimType') : undefined
  return (
    status === 400 && isObject(json) && (scimType === 'invalidFilter' || scimType === undefined || scimType === null)
  )
}

/** Whether a filter is refused, with a keyword of RFC 7644 table 9 that is made for something else. */
export function refusesWithAnotherKeyword({ status, json }: HttpResponse): boolean {
  return status === 400 && isObject(json) && isScimType(member(json, 'scimType'))
}

export interface Asked extends Basis {
  /** What is tried, as the list of declined filters names it: `co on displayName`. */
  readonly what: string
  /** The path by which findings name resources. */
  readonly by: string
  /** Joins the narrowing comparison with "and" where that works: for filters that foreign data may match. */
  readonly narrow?: boolean
  /** Declining is a departure here: the same with a plain value was answered. */
  readonly answered?: boolean
  /** Resources of which the RFC does not say whether they match. */
  readonly unclear?: (one: FilterMember) => boolean
  /** Says more of a departure: another requirement that it breaks. */
  readonly diagnose?: (returned: ReadonlySet<string>) => Basis | undefined
}

/**
 * Makes sure that a filter gives what it should before another way to write it is judged. Where it does not, the check with
 * this id fails for it, and this one (or its subject) is blocked. Declining it ends the subject as unsupported.
 */
export async function expectControl(
  context: CheckContext,
  data: FilterData,
  filter: string,
  asked: Asked,
  checkId: string,
): Promise<void> {
  try {
    await expectMatches(context, data, filter, asked)
  } catch (error) {
    if (!(error instanceof NotConformant)) throw error
    context.blocked(`the usual spelling does not give what it should either: ${asked.what}, see ${checkId}`)
  }
}

/** What comes of a filter that should give exactly this one resource; asked once per run. */
export function findOne(
  { shared }: Pick<CheckContext, 'shared'>,
  { type }: FilterData,
  filter: string,
  id: string | undefined,
): Promise<'found' | 'not found' | 'declined'> {
  return shared(`filter-finds-one-${type.name}-${filter}`, async ({ scim }) => {
    const response = await scim.list(type, { filter })
    if (isDeclinedFilter(response)) return 'declined'
    const { status, json } = response
    const found = isObject(json) ? member(json, 'Resources') : undefined
    const [first] = Array.isArray(found) && found.length === 1 ? found : []
    return status === 200 && isObject(first) && idOf(first) === id ? 'found' : 'not found'
  })
}

interface Answered {
  readonly resources: readonly JsonObject[]
  readonly repeated: number
  readonly complete: boolean
  /** Whether the list grew or shrank while it was read. */
  readonly moved: boolean
  readonly exchanges: readonly number[]
}

/**
 * Holds when the filter gives every resource of the data that matches, none that does not, and no other resource that
 * shows that it does not. Ends the subject as unsupported where the filter is declined.
 */
export async function expectMatches(
  context: CheckContext,
  data: FilterData,
  filter: string,
  asked: Asked,
): Promise<void> {
  const tree = parseFilter(filter)
  const { type, members } = data
  const clear = members.filter(one => asked.unclear?.(one) !== true)
  const judged = clear.map(one => ({ one, ...evaluateFilter(tree, one.resource, type.schemas) }))
  const wanted = judged.filter(({ matches }) => matches === true).map(({ one }) => one)
  const unwanted = judged.filter(({ matches }) => matches === false).map(({ one }) => one)
  if (wanted.length + unwanted.length === 0) context.unsupported('what this filter matches is not defined')

  const sent = asked.narrow === true && data.narrow !== undefined ? `${data.narrow} and ${filter}` : filter
  const own = new Set(members.map(({ id }) => id))
  const matching = wanted.length === 0 ? `none of the ${members.length} made for it` : namesOf(data, wanted, asked.by)
  const judge = (answer: Answered): void => {
    const ids = new Set(answer.resources.map(idOf))
    const missing = wanted.filter(({ id }) => !ids.has(id))
    const others = unwanted.filter(({ id }) => ids.has(id))
    const foreign = answer.resources.filter(one => !own.has(idOf(one)) && showsItDoesNotMatch(tree, one, type))
    if (missing.length > 0 && !answer.complete && others.length + foreign.length === 0) {
      context.unsupported(
        `the list could not be read beyond ${answer.resources.length} resources, and no filter narrows it`,
      )
    }
    const allMissing = missing.length === wanted.length
    const faults = [
      ...(missing.length > 0
        ? [`without ${allMissing ? (wanted.length === 1 ? 'it' : 'any of them') : namesOf(data, missing, asked.by)}`]
        : []),
      ...(others.length > 0 ? [`with ${namesOf(data, others, asked.by)}`] : []),
      ...(foreign.length > 0
        ? [
            `with ${amount(foreign.length, `other ${type.name} that does not match`, `other ${type.name} resources that do not match`)}`,
          ]
        : []),
      ...(answer.repeated > 0 ? [`with ${amount(answer.repeated, 'resource')} twice on one page`] : []),
    ]
    expectThat(faults.length === 0, {
      ...(asked.requirement === undefined ? {} : { requirement: asked.requirement }),
      ...asked.diagnose?.(new Set(members.map(({ id }) => id).filter(id => ids.has(id)))),
      ...(asked.arguable === undefined ? {} : { arguable: asked.arguable }),
      expected: `for ${shortFilter(data, filter)}: ${matching}`,
      got: answer.resources.length === 0 ? 'an empty list' : `a list ${faults.join(', ')}`,
      exchanges: answer.exchanges,
    })
  }
  const first = await readAll(context, data, { sent, filter }, asked)
  const unjudged = [first]
  if (first.exchanges.length === 1) judge(first)
  else await steadily(async () => judge(unjudged.pop() ?? (await readAll(context, data, { sent, filter }, asked))))
}

/** Reads a list to its end, or to the bound; declining ends the subject as unsupported. */
async function readAll(
  context: CheckContext,
  data: FilterData,
  { sent, filter }: { readonly sent: string; readonly filter: string },
  asked: Asked,
): Promise<Answered> {
  const resources: JsonObject[] = []
  const seen = new Set<string>()
  const exchanges: number[] = []
  let repeated = 0
  let total: number | undefined
  let moved = false
  let place: Record<string, string | number> = {}
  for (let page = 0; page < mostPages; page++) {
    const response = await context.scim.list(data.type, { filter: sent, count: pageSize, ...place })
    exchanges.push(response.exchange.id)
    if (page === 0 && asked.answered !== true) await noteOffer(context, asked.what, sent, response)
    expectThat(response.status === 200, {
      ...(asked.requirement === undefined ? {} : { requirement: asked.requirement }),
      expected: `for ${shortFilter(data, filter)}: 200 OK and what matches${asked.answered === true ? '' : ', or 400 Bad Request, scimType "invalidFilter"'}`,
      got: describeResponse(response),
      response,
    })
    const list = expectResponse(response, asked).toBeListResponse()
    // A list that grows or shrinks while it is read hides some of what it has.
    if (total !== undefined && list.totalResults !== total) moved = true
    total = list.totalResults
    const ids = list.resources.map(idOf)
    repeated += ids.length - new Set(ids).size
    const news = list.resources.filter(one => !seen.has(idOf(one)))
    for (const one of news) seen.add(idOf(one))
    resources.push(...news)
    const next = member(list.json, 'nextCursor')
    // A page that repeats what came before leads nowhere: paging is another check's business.
    if (news.length === 0 && ids.length > 0) return { resources, repeated, complete: false, moved, exchanges }
    const isEnd = seen.size >= list.totalResults || news.length === 0
    if (isEnd && typeof next !== 'string') return { resources, repeated, complete: !moved, moved, exchanges }
    place = typeof next === 'string' ? { cursor: next } : { startIndex: seen.size + 1 }
  }
  return { resources, repeated, complete: false, moved, exchanges }
}

/** Keeps in mind whether a filter is offered; ends the subject as unsupported where it is not. */
export async function noteOffer(
  context: CheckContext,
  what: string,
  filter: string,
  response: HttpResponse,
): Promise<void> {
  const offers = await offersOf(context)
  if (isDeclinedFilter(response)) {
    offers.declined.set(what, { what, filter, response })
    context.unsupported(`${what} is declined (${statusText(response.status)})`)
  }
  if (response.status === 200) offers.answered.add(what)
}

function showsItDoesNotMatch(tree: Filter, resource: JsonObject, type: ProviderType): boolean {
  if (evaluateFilter(tree, resource, type.schemas).matches !== false) return false
  return pathsOf(tree).every(path => readValues(resource, path, type.schemas).length > 0)
}

function pathsOf(tree: Filter): readonly (Filter & { kind: 'present' })['path'][] {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return tree.operands.flatMap(pathsOf)
    case 'not':
      return pathsOf(tree.filter)
    default:
      return [tree.path]
  }
}

function idOf(resource: JsonObject): string {
  const id = member(resource, 'id')
  return typeof id === 'string' ? id : show(id)
}

// Do filters find what exists? A resource of the list is looked for by its own values; whatever else comes has to match, too.

import type { HttpResponse } from '../http/exchange.ts'
import { evaluateFilter } from '../scim/filter/evaluate-filter.ts'
import { parseFilter } from '../scim/filter/parse-filter.ts'
import { isObject, type JsonObject, member, sameName } from '../scim/json.ts'
import { findAttribute } from '../scim/resource-schemas.ts'
import { mayPageByCursor } from '../scim/service-provider-config.ts'
import { isUnassigned } from '../scim/value.ts'
import type { Provider, ProviderType } from '../target/provider.ts'
import type { Findings, Judgement } from './findings.ts'
import { idOf, type ListPage, readPage } from './list-page.ts'
import type { Look } from './look.ts'
import { listed, named, outcomeOf } from './words.ts'

interface Question {
  readonly type: ProviderType
  readonly id: string
  /** `userName`. */
  readonly attribute: string
  readonly value: string
}

type Outcome =
  | { readonly kind: 'found' }
  /** 400, 403, 501 and the like: an attribute that cannot be filtered by. */
  | { readonly kind: 'declined' }
  /** The resource has changed or gone meanwhile, or the service provider was busy. */
  | { readonly kind: 'open' }
  /** `words` follow "Filtering by ATTRIBUTE for a TYPE that exists". */
  | { readonly kind: 'wrong'; readonly words: string; readonly shown: readonly HttpResponse[] }

/** Texts that need no care in a URL or a filter: what goes wrong with them goes wrong with all. */
const plainText = /^[\w.@-]{1,120}$/

/** Looks for resources of the pages by id, by the name of their type and by externalId. Throws LimitReached. */
export async function judgeFilters(
  look: Look,
  { capabilities, config }: Provider,
  pages: readonly ListPage[],
  findings: Findings,
): Promise<Judgement> {
  if (look.target.leaveOut.includes('filter.supported')) {
    return { state: 'not-examined', words: 'Filters are left out, as the target file says.' }
  }
  const { met, detail } = capabilities['filter.supported']
  if (!met) return { state: 'not-examined', words: `Filters are not offered: ${named(detail, 120)}.` }
  const byCursor = mayPageByCursor(config)
  const page = pages.find(({ resources }) => resources.some(resource => idOf(resource) !== undefined))
  if (page === undefined) return askForNobody(look, pages, byCursor)
  const questions = questionsFor(page)
  for (const { id, value } of questions) for (const text of [id, value]) findings.hide(text)
  const outcomes: { readonly question: Question; readonly outcome: Outcome }[] = []
  for (const question of questions) outcomes.push({ question, outcome: await ask(look, question, byCursor) })
  const names = (kind: Outcome['kind']): readonly string[] =>
    outcomes.flatMap(({ question, outcome }) => (outcome.kind === kind ? [named(question.attribute)] : []))
  const wrong = outcomes.flatMap(({ question, outcome }) => (outcome.kind === 'wrong' ? [{ question, outcome }] : []))
  const [first] = wrong
  if (first !== undefined) {
    const isOnlyId = names('wrong').every(name => name === 'id') && names('found').length > 0
    return {
      // Clients look for people by their names; by id they read them.
      state: isOnlyId ? 'concern' : 'bad',
      words: `Filtering by ${listed(names('wrong'))} for a ${named(page.type.name)} that exists ${first.outcome.words}.`,
      remedy: isOnlyId
        ? 'Let id be filtered by like any other attribute, or answer 400 with scimType invalidFilter.'
        : 'Clients look so whether somebody is there already, and make people twice: look at the index behind the filters.',
      shown: wrong.flatMap(({ outcome }) => outcome.shown),
    }
  }
  const found = names('found')
  const declined = names('declined')
  const not = declined.length === 0 ? '' : ` ${listed(declined)} cannot be filtered by.`
  if (found.length > 0) {
    return { state: 'good', words: `A ${named(page.type.name)} that exists is found by ${listed(found)}.${not}` }
  }
  return {
    state: 'not-examined',
    words:
      not === '' ? 'Nothing could be told: what was looked for changed meanwhile.' : `No filter was answered:${not}`,
  }
}

/** Where nobody is there, a filter can still show that it is answered, and finds nobody. */
async function askForNobody(look: Look, pages: readonly ListPage[], byCursor: boolean): Promise<Judgement> {
  const nothing = 'There is no resource to look for.'
  const found = pages.flatMap(({ type }) => labelsOf(type).map(attribute => ({ type, attribute })))[0]
  if (found === undefined) return { state: 'not-examined', words: nothing }
  const { type, attribute } = found
  const filter = `${attribute} eq "scimc-nobody"`
  const answer = await look.send({ method: 'GET', path: type.endpoint, query: { filter } })
  if (isDeclined(answer)) return { state: 'not-examined', words: nothing }
  const list = readPage(type, answer, byCursor)
  const stray = list.kind === 'page' ? list.page.resources.filter(one => isStray(filter, one, type, attribute)) : []
  if (list.kind === 'refused' || (list.kind === 'page' && stray.length === 0)) {
    return {
      state: list.kind === 'page' ? 'good' : 'not-examined',
      words:
        list.kind === 'page'
          ? `There is no resource to look for; by a ${attribute} that nobody has, nobody is found.`
          : nothing,
    }
  }
  return {
    state: 'bad',
    words: `Filtering by ${attribute} for somebody who does not exist ${list.kind === 'broken' ? list.words : `finds ${stray.length}`}.`,
    remedy:
      'Clients look so whether somebody is there already: look at the index behind the filters, and into the log.',
    shown: [answer],
  }
}

/** Attributes that clients look for resources by. */
function labelsOf({ schemas }: ProviderType): readonly string[] {
  return ['userName', 'displayName', 'externalId'].filter(
    name => findAttribute(schemas, name)?.attribute.type === 'string',
  )
}

/** An attribute that cannot be filtered by, a limit, a right that is missing. */
function isDeclined({ status }: HttpResponse): boolean {
  return status === 400 || status === 403 || status === 501
}

/** Up to three questions about one resource, preferably one with plain values. */
function questionsFor({ type, resources }: ListPage): readonly Question[] {
  const labels = labelsOf(type)
  const [label] = labels
  const asked = [
    ...(label === undefined ? [] : [label]),
    ...(labels.includes('externalId') && label !== 'externalId' ? ['externalId'] : []),
  ]
  const isPlain = (resource: JsonObject): boolean =>
    ['id', ...asked].every(name => {
      const value = member(resource, name)
      return value === undefined ? name === 'externalId' : typeof value === 'string' && plainText.test(value)
    })
  const known = resources.filter(resource => idOf(resource) !== undefined)
  const chosen =
    known.find(resource => isPlain(resource) && member(resource, 'externalId') !== undefined) ??
    known.find(isPlain) ??
    known[0]
  if (chosen === undefined) return []
  const id = idOf(chosen) ?? ''
  return ['id', ...asked].flatMap((attribute): readonly Question[] => {
    const value = member(chosen, attribute)
    return typeof value === 'string' && value !== '' && value.length < 500 && value.isWellFormed()
      ? [{ type, id, attribute, value }]
      : []
  })
}

/** Asks once, and where the answer is wrong makes sure: in a tenant in use things change while one looks. */
async function ask(look: Look, question: Question, byCursor: boolean): Promise<Outcome> {
  const first = await askOnce(look, question, byCursor)
  if (first.kind !== 'wrong' && first.kind !== 'open') return first
  const { type, id, attribute, value } = question
  const now = await look.send({ method: 'GET', path: `${type.endpoint}/${encodeURIComponent(id.toWellFormed())}` })
  const isStill = now.status === 200 && isObject(now.json) && member(now.json, attribute) === value
  return isStill ? askOnce(look, question, byCursor) : { kind: 'open' }
}

async function askOnce(look: Look, { type, id, attribute, value }: Question, byCursor: boolean): Promise<Outcome> {
  const filter = `${attribute} eq ${JSON.stringify(value)}`
  const answer = await look.send({ method: 'GET', path: type.endpoint, query: { filter } })
  const { status } = answer
  const wrong = (words: string): Outcome => ({ kind: 'wrong', words, shown: [answer] })
  if (status === 429 || status === 401) return { kind: 'open' }
  if (isDeclined(answer)) return { kind: 'declined' }
  const list = readPage(type, answer, byCursor)
  if (list.kind !== 'page') return wrong(list.kind === 'broken' ? list.words : `is ${outcomeOf(answer)}`)
  const { resources, totalResults } = list.page
  const others = resources.filter(resource => idOf(resource) !== id)
  const stray = others.filter(resource => isStray(filter, resource, type, attribute))
  if (stray.length > 0) {
    return wrong(
      stray.length === resources.length - 1 && resources.length > 3
        ? `gives ${resources.length} resources, as if there were no filter`
        : `gives ${stray.length} that do not match`,
    )
  }
  if (others.length < resources.length) return { kind: 'found' }
  // It may stand on a later page, of matches that are all as good.
  if (resources.length > 0 && totalResults !== undefined && totalResults > resources.length) return { kind: 'found' }
  return wrong(resources.length === 0 ? 'finds nothing' : 'does not find it')
}

/** Whether a resource shows that it should not have come. */
function isStray(filter: string, resource: JsonObject, { schemas }: ProviderType, attribute: string): boolean {
  if (isUnassigned(member(resource, attribute))) return sameName(attribute, 'id')
  return evaluateFilter(parseFilter(filter), resource, schemas).matches === false
}

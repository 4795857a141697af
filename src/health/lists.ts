// Can what exists be listed? One page of each resource type, as far as there are not too many.

import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import { sameName } from '../scim/json.ts'
import { mayPageByCursor } from '../scim/service-provider-config.ts'
import type { Provider, ProviderType } from '../target/provider.ts'
import type { Judgement } from './findings.ts'
import { type ListAnswer, type ListPage, readPage } from './list-page.ts'
import type { Look } from './look.ts'
import { amount, listed, named } from './words.ts'

/** Resource types that are listed at the most. */
const mostTypes = 4
/** Resources asked for of each. */
export const sampleSize = 20

export interface Lists {
  readonly answers: readonly { readonly type: ProviderType; readonly list: ListAnswer }[]
  readonly pages: readonly ListPage[]
}

/** Users first, then groups, then what else there is. */
export function inOrder(types: readonly ProviderType[]): readonly ProviderType[] {
  const rank = ({ name }: ProviderType): number => (sameName(name, 'User') ? 0 : sameName(name, 'Group') ? 1 : 2)
  return types.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostTypes)
}

/** Asks for one page of each type. Throws LimitReached. */
export async function readLists(look: Look, { types, config }: Provider): Promise<Lists> {
  const byCursor = mayPageByCursor(config)
  const answers = await Promise.all(
    inOrder(types).map(async type => {
      const ask = (query: HttpRequest['query']): Promise<HttpResponse> =>
        look.send({ method: 'GET', path: type.endpoint, ...(query === undefined ? {} : { query }) })
      const answer = await ask({ count: sampleSize })
      if (answer.problem?.kind !== 'too-large') return { type, list: readPage(type, answer, byCursor) }
      // Groups with very many members, most likely.
      const list = readPage(type, await ask({ count: 3, excludedAttributes: 'members' }), byCursor)
      return { type, list: list.kind === 'page' ? { ...list, page: { ...list.page, partial: true as const } } : list }
    }),
  )
  return { answers, pages: answers.flatMap(({ list }) => (list.kind === 'page' ? [list.page] : [])) }
}

/** Judges what came: broken lists are bad, those that are declined are told, as long as there is another. */
export function judgeLists({ answers, pages }: Lists): Judgement {
  const broken = answers.filter(({ list }) => list.kind === 'broken')
  const refused = answers.filter(({ list }) => list.kind === 'refused')
  const shown = (some: typeof answers): readonly HttpResponse[] =>
    some.flatMap(({ list }) => (list.kind === 'page' ? [] : [list.answer]))
  if (answers.length === 0) {
    return {
      state: 'bad',
      words: 'No resource type could be found: neither discovery nor /Users and /Groups show one.',
      remedy: 'Check baseUrl in the target file: /Users, /ResourceTypes and /Schemas are looked for below it.',
    }
  }
  if (broken.length > 0) {
    return {
      state: 'bad',
      words: `${listed(broken.map(({ type, list }) => `${named(type.endpoint)} ${list.kind === 'page' ? '' : list.words}`))}.`,
      remedy: 'Look into the log of the service provider for these requests.',
      shown: shown(broken),
    }
  }
  const odd = pages.flatMap(page => oddity(page) ?? [])
  if (odd.length > 0) return odd[0] ?? { state: 'good', words: '' }
  const told = pages.map(({ type, resources, totalResults }) =>
    totalResults === undefined
      ? `${amount(resources.length, `${named(type.name)} or more`, `${named(type.name)}s or more`)}`
      : amount(totalResults, named(type.name)),
  )
  if (pages.length === 0) {
    return {
      state: 'not-examined',
      words: `Nothing can be listed: ${listed(refused.map(({ type, list }) => `${named(type.endpoint)} ${list.kind === 'page' ? '' : list.words}`))}.`,
    }
  }
  const left = refused.map(({ type, list }) => ` ${named(type.endpoint)} ${list.kind === 'page' ? '' : list.words}.`)
  return { state: 'good', words: `The lists can be read: ${listed(told)}.${left.join('')}` }
}

/** What is wrong within a page that can be read. */
function oddity({ type, resources, totalResults, answer }: ListPage): Judgement | undefined {
  const { length } = resources
  const name = named(type.endpoint)
  const bad = (words: string, remedy: string): Judgement => ({ state: 'bad', words, remedy, shown: [answer] })
  if (totalResults !== undefined && totalResults > 0 && length === 0) {
    return bad(
      `${name} says that there are ${amount(totalResults, 'resource')}, and shows none of them.`,
      'Look whether the store behind the lists can be read, and whether its index is up to date.',
    )
  }
  if (totalResults !== undefined && totalResults < length) {
    return bad(
      `${name} shows ${amount(length, 'resource')} and says that there are ${totalResults}.`,
      'Count all matches in totalResults: clients stop reading where it says that they have seen all.',
    )
  }
  return undefined
}

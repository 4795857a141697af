// Do pages add up? A few small pages of the longest list, by index and by cursor where that is offered; never the whole list.

import type { HttpResponse } from '../http/exchange.ts'
import type { Provider } from '../target/provider.ts'
import type { Judgement } from './findings.ts'
import { idOf, type ListPage, readPage } from './list-page.ts'
import { LimitReached, type Look } from './look.ts'
import { amount, listed, named } from './words.ts'

/** Pages that one walk reads. */
const pagesRead = 3
/** Without sorting no order is promised, and a tenant in use changes: a walk that goes wrong once proves nothing. */
const tries = 3
/** Part of a large list that may change while a few pages of it are read. */
const usualDrift = 0.02

/** What one walk came to; `wrong` is what it shows, as words that follow "by startIndex". */
type Walk =
  | { readonly kind: 'good'; readonly pages: number; readonly words: string }
  | {
      readonly kind: 'wrong'
      readonly words: string
      readonly state: 'concern' | 'bad'
      readonly shown: readonly HttpResponse[]
    }
  | { readonly kind: 'open'; readonly words: string }

/** Walks through the first pages. Throws LimitReached. */
export async function judgePaging(look: Look, { config }: Provider, pages: readonly ListPage[]): Promise<Judgement> {
  const longest = choose(pages)
  if (longest === undefined || lengthOf(longest) < 2) {
    return { state: 'not-examined', words: 'No list is long enough for two pages.' }
  }
  if (longest.resources.some(resource => idOf(resource) === undefined)) {
    return { state: 'not-examined', words: 'There are resources without an id, by which pages could be told apart.' }
  }
  const { leaveOut } = look.target
  const byIndex = (config.pagination?.index ?? true) && !leaveOut.includes('index.supported')
  const byCursor = (config.pagination?.cursor ?? false) && !leaveOut.includes('cursor.supported')
  if (!byIndex && !byCursor) return { state: 'not-examined', words: 'Paging is not offered.' }
  const ways: { readonly name: string; readonly walk: () => Promise<Walk> }[] = [
    ...(byIndex ? [{ name: 'startIndex', walk: () => walkByIndex(look, longest) }] : []),
    ...(byCursor ? [{ name: 'cursor', walk: () => walkByCursor(look, longest) }] : []),
  ]
  const walks: { readonly name: string; readonly walk: Walk }[] = []
  for (const { name, walk } of ways) walks.push({ name, walk: await steadily(walk) })
  for (const state of ['bad', 'concern'] as const) {
    const wrong = walks.flatMap(({ name, walk }) =>
      walk.kind === 'wrong' && walk.state === state ? [{ name, walk }] : [],
    )
    const [first] = wrong
    if (first === undefined) continue
    return {
      state,
      words: `Paging through ${named(longest.type.endpoint)} by ${first.name} ${first.walk.words}.`,
      remedy: / were asked for/.test(first.walk.words)
        ? 'Cut pages after count resources: in a large tenant every page is the whole list otherwise.'
        : 'Keep one order over all pages, and count startIndex in resources, from 1: clients miss people otherwise.',
      shown: first.walk.shown,
    }
  }
  const good = walks.flatMap(({ name, walk }) => (walk.kind === 'good' ? [`by ${name} ${walk.words}`] : []))
  const open = walks.flatMap(({ name, walk }) => (walk.kind === 'open' ? [`by ${name} ${walk.words}`] : []))
  if (good.length === 0) return { state: 'not-examined', words: `Paging could not be judged: ${open.join('; ')}.` }
  return { state: 'good', words: `Pages of ${named(longest.type.endpoint)} add up: ${[...good, ...open].join('; ')}.` }
}

/** So many people are enough to see how lists are cut; groups can be very large each. */
const enough = 6

/** The list to walk through: the first that is long enough, else the longest. */
function choose(pages: readonly ListPage[]): ListPage | undefined {
  const some = pages.filter(({ resources }) => resources.length > 0)
  return some.find(page => lengthOf(page) >= enough) ?? some.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0]
}

function lengthOf({ totalResults, resources, nextCursor }: ListPage): number {
  return totalResults ?? resources.length + (nextCursor === undefined ? 0 : 1)
}

/** Takes a fault for one only where it shows each time. */
async function steadily(walk: () => Promise<Walk>): Promise<Walk> {
  let last = await walk()
  try {
    for (let attempt = 2; attempt <= tries && last.kind === 'wrong'; attempt++) last = await walk()
    return last
  } catch (error) {
    if (!(error instanceof LimitReached) || error.limit === 'interrupted' || last.kind !== 'wrong') throw error
    return { ...last, state: 'concern', words: `${last.words} (there was no time to make sure)` }
  }
}

/** So small that there are several pages of a short list, and not so small that many a list shows nothing. */
function pageSizeFor(total: number): number {
  return Math.max(1, Math.min(10, Math.ceil(total / pagesRead)))
}

async function walkByIndex(look: Look, sample: ListPage): Promise<Walk> {
  const { type, totalResults = 2 } = sample
  const size = pageSizeFor(totalResults)
  const pages: ListPage[] = []
  let startIndex = 1
  const wrong = (words: string, state: 'concern' | 'bad' = 'bad'): Walk => ({
    kind: 'wrong',
    words,
    state,
    shown: pages.map(({ answer }) => answer),
  })
  // Where little is left, one page more shows whether the end is the end.
  const isNearEnd = (): boolean => pages.length === pagesRead && totalResults - startIndex < size
  while (pages.length < pagesRead || isNearEnd()) {
    const answer = await look.send({ method: 'GET', path: type.endpoint, query: { startIndex, count: size } })
    const list = readPage(type, answer, false)
    if (list.kind === 'refused') return { kind: 'open', words: list.words }
    if (list.kind === 'broken') {
      return { kind: 'wrong', words: list.words, state: 'bad', shown: [answer] }
    }
    pages.push(list.page)
    const { resources, totalResults: total = totalResults } = list.page
    if (resources.length > size) {
      const isWhole = resources.length >= total
      return wrong(
        `gives ${amount(resources.length, 'resource')} where ${size} were asked for${isWhole ? ', which is all there are' : ''}`,
        'concern',
      )
    }
    if (resources.length === 0) {
      return startIndex > total
        ? judgeWalk(pages, total, wrong)
        : wrong(`gives an empty page at ${startIndex}, of ${amount(total, 'resource')}`)
    }
    startIndex += resources.length
    if (startIndex > total) break
  }
  const total = pages.at(-1)?.totalResults ?? totalResults
  // How many there are does not depend on how many are asked for.
  if (total === size && total < totalResults && pages.length === 1) {
    return wrong(`tells ${total} in totalResults where ${size} are asked for, and ${totalResults} where more are`)
  }
  const judged = judgeWalk(pages, startIndex > total ? total : undefined, wrong)
  return judged.kind === 'good' && startIndex <= total ? besideSample(look, sample, pages, judged, wrong) : judged
}

/** A long list is not read to its end, so what its first pages left out shows only beside the same part of it in one page. */
async function besideSample(
  look: Look,
  sample: ListPage,
  pages: readonly ListPage[],
  judged: Walk,
  wrong: (words: string, state: 'concern' | 'bad') => Walk,
): Promise<Walk> {
  const ids = pages.flatMap(idsOf)
  const differs = (page: ListPage): boolean => idsOf(page).some((id, index) => index < ids.length && id !== ids[index])
  if (!differs(sample)) return judged
  const { type, resources } = sample
  const again = readPage(
    type,
    await look.send({ method: 'GET', path: type.endpoint, query: { count: resources.length } }),
    sample.totalResults === undefined,
  )
  // Where the list comes in another order each time, nothing can be left out of it for sure.
  const isSteady = again.kind === 'page' && idsOf(again.page).join('\n') === idsOf(sample).join('\n')
  return isSteady && differs(again.page)
    ? wrong('shows other resources than the same part of the list in one page', 'concern')
    : judged
}

function idsOf({ resources }: ListPage): readonly string[] {
  return resources.map(resource => idOf(resource) ?? '')
}

/** `total`: how many there have to be, where the end was reached. */
function judgeWalk(pages: readonly ListPage[], total: number | undefined, wrong: (words: string) => Walk): Walk {
  const ids = pages.flatMap(idsOf)
  const twice = ids.length - new Set(ids).size
  const totals = pages.flatMap(({ totalResults }) => totalResults ?? [])
  const most = Math.max(...totals)
  const drift = most - Math.min(...totals)
  if (totals.length > 1 && drift > 0) {
    // In a large tenant somebody is made or deleted while one looks.
    if (most > 50 && drift <= most * usualDrift) return { kind: 'open', words: 'the list changes while it is read' }
    return wrong(`tells ${listed([...new Set(totals)].map(String))} in totalResults from page to page`)
  }
  if (twice > 0) return wrong(`shows ${amount(twice, 'resource')} twice in ${amount(pages.length, 'page')}`)
  if (total !== undefined && ids.length !== total) {
    return wrong(`shows ${ids.length} of ${amount(total, 'resource')} on all pages together`)
  }
  const whole = total === undefined ? `the first ${ids.length}, none twice` : `all ${total}, none missing or twice`
  return { kind: 'good', pages: pages.length, words: `${whole}, in ${amount(pages.length, 'page')}` }
}

async function walkByCursor(look: Look, { type, totalResults }: ListPage): Promise<Walk> {
  const size = pageSizeFor(totalResults ?? pagesRead * 2)
  const pages: ListPage[] = []
  const wrong = (words: string, state: 'concern' | 'bad' = 'bad'): Walk => ({
    kind: 'wrong',
    words,
    state,
    shown: pages.map(({ answer }) => answer),
  })
  let cursor = ''
  let ended = false
  while (pages.length < pagesRead && !ended) {
    const answer = await look.send({ method: 'GET', path: type.endpoint, query: { cursor, count: size } })
    const list = readPage(type, answer, true)
    if (list.kind === 'refused') return { kind: 'open', words: list.words }
    if (list.kind === 'broken') return { kind: 'wrong', words: list.words, state: 'bad', shown: [answer] }
    pages.push(list.page)
    const { resources, nextCursor } = list.page
    if (nextCursor !== undefined && nextCursor === cursor)
      return wrong('gives the cursor of a page as that of the next one')
    if (resources.length > size) {
      return wrong(`gives ${amount(resources.length, 'resource')} where ${size} were asked for`, 'concern')
    }
    ended = nextCursor === undefined
    cursor = nextCursor ?? ''
  }
  return judgeWalk(pages, ended ? pages.at(-1)?.totalResults : undefined, wrong)
}

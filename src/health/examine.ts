// The course of a look: first whether anything answers and lets us in, then what it says of itself, then what can be read.

import { AuthenticationError } from '../errors.ts'
import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import type { HealthAspect } from '../result/health-result.ts'
import { isDiscoverySchema } from '../scim/resource-type.ts'
import { learnProvider } from '../target/learn-provider.ts'
import type { Provider, Send } from '../target/provider.ts'
import { credentialSeconds, judgeAccepted, judgeRefused, judgeUnobtainable } from './credentials.ts'
import { judgeDiscovery } from './discovery.ts'
import { judgeFilters } from './filters.ts'
import type { Findings, Judgement } from './findings.ts'
import { judgeLists, type Lists, readLists } from './lists.ts'
import { LimitReached, type Look } from './look.ts'
import { judgePaging } from './paging.ts'
import { goTheWay, reachable, unreachable } from './reachability.ts'
import { judgeSample } from './sample.ts'
import { judgeNotScim, looksLikeSignIn } from './sign-in-page.ts'
import type { HealthThresholds } from './thresholds.ts'
import { judgeTls } from './tls.ts'

/** Looks at everything in turn; true where the credentials are what is not accepted. Throws LimitReached, AuthenticationError. */
export async function examine(look: Look, findings: Findings, thresholds: HealthThresholds): Promise<boolean> {
  const { target, credentials } = look
  const first = await arrive(look, findings, thresholds)
  if (first === undefined) return false
  if (first.problem !== undefined) {
    findings.say('credentials', judgeUnobtainable(first.problem))
    return !first.problem.isOutage
  }
  const provider = await learn(look, first)
  findings.say('discovery', judgeDiscovery(target, provider))
  const lists = await readLists(look, provider)
  const refusal = refusalIn(provider, lists)
  if (refusal !== undefined) {
    findings.say('credentials', judgeRefused(refusal, credentials))
    return true
  }
  if (!Object.values(provider.answers).some(isScim) && lists.pages.length === 0) {
    const page = [...Object.values(provider.answers), first.answer].find(looksLikeSignIn)
    findings.say(page === undefined ? 'list' : 'credentials', judgeNotScim(page ?? first.answer, credentials))
    return page !== undefined
  }
  findings.say('list', judgeLists(lists))
  const counted = lists.pages.flatMap(({ type, totalResults }) =>
    totalResults === undefined ? [] : [[type.name, totalResults] as const],
  )
  if (counted.length > 0) findings.figure('resources', Object.fromEntries(counted))
  if (
    lists.answers.some(({ list }) => list.kind === 'page' || (list.kind === 'refused' && list.answer.status !== 429))
  ) {
    findings.say('credentials', judgeAccepted(target, credentials, thresholds))
    const seconds = credentialSeconds(target, credentials)
    if (seconds !== undefined) findings.figure('credentialSeconds', seconds)
  } else {
    findings.say('credentials', { state: 'not-examined', words: 'No list was answered that would need them.' })
  }
  findings.say('schema', judgeSample(provider, lists.pages))
  await judge(findings, 'filter', () => judgeFilters(look, provider, lists.pages, findings))
  await judge(findings, 'paging', () => judgePaging(look, provider, lists.pages))
  return false
}

/** One aspect; where requests run out the next may still have its word. */
async function judge(findings: Findings, aspect: HealthAspect, work: () => Promise<Judgement>): Promise<void> {
  try {
    findings.say(aspect, await work())
  } catch (error) {
    if (!(error instanceof LimitReached) || error.limit !== 'requests') throw error
  }
}

interface Arrival {
  readonly answer: HttpResponse
  readonly request: HttpRequest
  /** Why there are no credentials. */
  readonly problem?: AuthenticationError
}

/** Sends the first request and says of reachability and TLS what that shows; undefined where nothing answers. */
async function arrive(look: Look, findings: Findings, thresholds: HealthThresholds): Promise<Arrival | undefined> {
  const { target } = look
  const going = target.baseUrl.startsWith('https:') ? goTheWay(look) : undefined
  let problem: AuthenticationError | undefined
  const ask = async (request: HttpRequest): Promise<Arrival> => {
    const anonymous = problem === undefined ? request : { ...request, credentials: 'none' as const }
    try {
      return { request, answer: await look.send(anonymous), ...(problem === undefined ? {} : { problem }) }
    } catch (error) {
      if (!(error instanceof AuthenticationError) || problem !== undefined) throw error
      // Whether anything answers can be seen without credentials, too.
      problem = error
      return ask(request)
    }
  }
  const configPath = target.paths.ServiceProviderConfig ?? '/ServiceProviderConfig'
  const users = { method: 'GET', path: target.paths.User ?? '/Users', query: { count: 1 } }
  // Where discovery is kept on another host, that one answers for itself alone.
  let first = await ask(configPath.startsWith('/') ? { method: 'GET', path: configPath } : users)
  const kind = first.answer.status === 0 ? first.answer.problem?.kind : undefined
  if (kind === 'timeout' || kind === 'reset') {
    // One endpoint that hangs is not the whole of it.
    first = await ask(users)
  }
  const { status } = first.answer
  const isThere = status !== 0 && status !== 407
  const way = await (going ?? (isThere ? undefined : goTheWay(look)))
  const { judgement, days } = judgeTls(target, way, isThere, thresholds)
  findings.say('tls', judgement)
  if (days !== undefined) findings.figure('certificateDays', days)
  findings.say(
    'reachability',
    isThere ? reachable(look, first.answer) : unreachable(look, first.answer, way ?? { addresses: [] }),
  )
  return isThere ? first : undefined
}

/** Requests for discovery, its pages and what stands in for it. */
const mostOfDiscovery = 15

/** What the service provider says of itself; the first answer is not asked for again. */
async function learn(look: Look, { request, answer }: Arrival): Promise<Provider> {
  let sent = 0
  const send: Send = async wanted => {
    if (wanted.path === request.path && wanted.query === undefined && request.query === undefined) return answer
    // A long list of schemas in small pages must not use up what is meant for the rest: it counts as not answered.
    if (++sent > mostOfDiscovery) return { ...answer, status: 0, text: '', json: undefined }
    return look.send(wanted)
  }
  const provider = await learnProvider(send, look.target, new Set())
  return { ...provider, types: provider.types.filter(({ resourceType }) => !isDiscoverySchema(resourceType.schema)) }
}

/** The answer that shows that we are not let in: 401, or 403 wherever we ask. */
function refusalIn({ answers, types }: Provider, { answers: lists, pages }: Lists): HttpResponse | undefined {
  if (pages.length > 0) return undefined
  const asked =
    types.length === 0
      ? Object.values(answers)
      : lists.map(({ list }) => (list.kind === 'page' ? list.page : list).answer)
  const refused = asked.filter(({ status }) => status === 401 || status === 403)
  return refused.find(({ status }) => status === 401) ?? (refused.length === asked.length ? refused[0] : undefined)
}

function isScim({ status, json }: HttpResponse): boolean {
  return status > 0 && status < 500 && status !== 404 && typeof json === 'object' && json !== null
}

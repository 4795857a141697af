// Looks at a service provider in use: is it well, and if not, what is the matter? Only reads are sent.

import { tool } from '../engine/tool.ts'
import { AuthenticationError, ConfigurationError, InterruptedError } from '../errors.ts'
import type { HttpResponse } from '../http/exchange.ts'
import type { Way } from '../http/way.ts'
import { type HealthResult, healthSchemaVersion } from '../result/health-result.ts'
import { isDiscoverySchema } from '../scim/resource-type.ts'
import { learnProvider } from '../target/learn-provider.ts'
import type { Send } from '../target/provider.ts'
import type { Target } from '../target/target.ts'
import { createFindings, type Findings } from './findings.ts'
import { judgeLists, readLists } from './lists.ts'
import { LimitReached, type Look, openLook } from './look.ts'
import { goTheWay, reachable, unreachable } from './reachability.ts'
import { usualThresholds } from './thresholds.ts'
import { judgeTls } from './tls.ts'
import { conclude } from './verdict.ts'
import { amount } from './words.ts'

export interface HealthOptions {
  /** Ends the look: then InterruptedError is thrown. */
  readonly signal?: AbortSignal
  /** Time at the most; what was not looked at by then is told. 30 when absent. */
  readonly seconds?: number
  /** HTTP requests at the most, repetitions aside. 30 when absent. */
  readonly requests?: number
}

/**
 * Looks at the health of a target. Whatever the service provider does is in the result, and the time limit holds
 * whatever it does. Throws ConfigurationError where the target cannot be used, InterruptedError where the signal is aborted.
 */
export async function lookAtHealth(target: Target, options: HealthOptions = {}): Promise<HealthResult> {
  const { signal, seconds = 30, requests = 30 } = options
  if (target.baseUrl === 'embedded') {
    throw new ConfigurationError('The embedded service provider has to be started before it can be looked at.')
  }
  if (signal?.aborted) throw new InterruptedError()
  const startedAt = new Date().toISOString()
  const start = performance.now()
  const look = openLook(target, { seconds, requests, ...(signal === undefined ? {} : { signal }) })
  const findings = createFindings(look.redactor)
  let signIn = false
  let otherwise = 'Not looked at, since something before it failed.'
  try {
    signIn = await examine(look, findings)
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error
    if (error.limit === 'interrupted') throw new InterruptedError()
    otherwise =
      error.limit === 'time'
        ? `Not looked at: the time limit of ${amount(seconds, 'second')} was reached.`
        : `Not looked at: the limit of ${amount(requests, 'request')} was reached.`
  } finally {
    await look.close()
  }
  const items = findings.items(otherwise)
  const { verdict, reason } = conclude(items, findings.figures, signIn)
  return {
    schemaVersion: healthSchemaVersion,
    tool: { name: tool.name, version: tool.version },
    target: { name: look.redactor.text(target.name), baseUrl: look.redactor.text(target.baseUrl) },
    startedAt,
    durationMs: Math.round(performance.now() - start),
    verdict,
    reason,
    requests: look.client.requests,
    items,
    figures: findings.figures,
    exchanges: findings.exchanges(),
  }
}

/** Looks at everything in turn; true where the credentials are what is not accepted. */
async function examine(look: Look, findings: Findings): Promise<boolean> {
  const { target } = look
  const isTls = target.baseUrl.startsWith('https:')
  const going = isTls ? goTheWay(look) : undefined
  const configPath = target.paths.ServiceProviderConfig ?? '/ServiceProviderConfig'
  let first: HttpResponse
  let problem: AuthenticationError | undefined
  try {
    first = await look.send({ method: 'GET', path: configPath })
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error
    problem = error
    first = await look.send({ method: 'GET', path: configPath, credentials: 'none' })
  }
  if (first.status === 0 && (first.problem?.kind === 'timeout' || first.problem?.kind === 'reset')) {
    // One endpoint that hangs is not the whole of it.
    first = await look.send({
      method: 'GET',
      path: target.paths.User ?? '/Users',
      query: { count: 1 },
      ...(problem === undefined ? {} : { credentials: 'none' }),
    })
  }
  const way: Way | undefined = await (going ?? (first.status === 0 ? goTheWay(look) : undefined))
  const { judgement, days } = judgeTls(target, way, usualThresholds)
  findings.say('tls', judgement)
  if (days !== undefined) findings.figure('certificateDays', days)
  if (first.status === 0 || first.status === 407) {
    findings.say('reachability', unreachable(look, first, way ?? { addresses: [] }))
    return false
  }
  findings.say('reachability', reachable(look, first))
  if (problem !== undefined) {
    findings.say('credentials', {
      state: 'bad',
      words: problem.message,
      ...(problem.hint === undefined ? {} : { remedy: problem.hint }),
    })
    return true
  }

  const send: Send = request =>
    request.path === configPath && request.method === 'GET' ? Promise.resolve(first) : look.send(request)
  const provider = await learnProvider(send, target, new Set())
  const types = provider.types.filter(({ resourceType }) => !isDiscoverySchema(resourceType.schema))
  const lists = await readLists(look, types)
  const refusal = lists.answers
    .flatMap(({ list }) => (list.kind === 'page' ? [] : [list.answer]))
    .find(({ status }) => status === 401)
  if (refusal !== undefined && lists.pages.length === 0) {
    findings.say('credentials', {
      state: 'bad',
      words: `The credentials are not accepted: ${look.credentials.description} was answered 401.`,
      shown: [refusal],
    })
    return true
  }
  findings.say('list', judgeLists(lists))
  findings.figure(
    'resources',
    Object.fromEntries(
      lists.pages.flatMap(({ type, totalResults }) => (totalResults === undefined ? [] : [[type.name, totalResults]])),
    ),
  )
  return false
}

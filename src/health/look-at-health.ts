// Looks at a service provider in use: is it well, and if not, what is the matter? Only reads are sent.

import { tool } from '../engine/tool.ts'
import { AuthenticationError, ConfigurationError, InterruptedError } from '../errors.ts'
import { type HealthResult, healthSchemaVersion } from '../result/health-result.ts'
import type { Target } from '../target/target.ts'
import { judgeUnobtainable } from './credentials.ts'
import { examine } from './examine.ts'
import { createFindings, type Findings, type Judgement } from './findings.ts'
import { judgeLatency, latencyOf } from './latency.ts'
import { LimitReached, type Look, openLook } from './look.ts'
import { judgeRateLimit } from './rate-limit.ts'
import { type HealthThresholds, usualThresholds } from './thresholds.ts'
import { conclude } from './verdict.ts'
import { amount } from './words.ts'

export interface HealthOptions {
  /** Ends the look: then InterruptedError is thrown. */
  readonly signal?: AbortSignal
  /** Time at the most; what was not looked at by then is told. 30 when absent. */
  readonly seconds?: number
  /** HTTP requests at the most, repetitions aside; a healthy service provider takes about 20. 40 when absent. */
  readonly requests?: number
  /** In place of those of the target. */
  readonly thresholds?: Partial<HealthThresholds>
}

/** With less time than this, running out of it says nothing about the service provider. */
const shortSeconds = 10

/**
 * Looks at the health of a target. Whatever the service provider does is in the result, and the time limit holds
 * whatever it does. Throws ConfigurationError where the target cannot be used, InterruptedError where the signal is aborted.
 */
export async function lookAtHealth(target: Target, options: HealthOptions = {}): Promise<HealthResult> {
  const { signal, seconds = 30, requests = 40 } = options
  if (target.baseUrl === 'embedded') {
    throw new ConfigurationError('The embedded service provider has to be started before it can be looked at.')
  }
  if (signal?.aborted) throw new InterruptedError()
  const { leaveOut = [], ...own } = target.health ?? {}
  const thresholds = { ...usualThresholds, ...own, ...options.thresholds }
  const startedAt = new Date().toISOString()
  const start = performance.now()
  const look = openLook(target, { seconds, requests, ...(signal === undefined ? {} : { signal }) })
  const findings = createFindings(look.redactor)
  let signIn = false
  try {
    signIn = await examine(look, findings, thresholds)
  } catch (error) {
    if (error instanceof AuthenticationError) {
      findings.say('credentials', judgeUnobtainable(error))
      signIn = !error.isOutage
    } else if (!(error instanceof LimitReached)) throw error
  } finally {
    await look.close()
  }
  if (look.reached === 'interrupted') throw new InterruptedError()
  judgeTraffic(look, findings, thresholds, seconds)
  if (look.reached !== undefined && findings.has('reachability') && !findings.has('list') && !signIn) {
    findings.say('list', judgeUnlisted(look, seconds, requests))
  }
  for (const aspect of leaveOut) {
    findings.say(aspect, { state: 'not-examined', words: 'Left out, as the target file says.' })
  }
  const items = findings.items(otherwiseWords(look, seconds, requests))
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

/** What all answers together show, however far the look came. */
function judgeTraffic(look: Look, findings: Findings, thresholds: HealthThresholds, seconds: number): void {
  const latency = latencyOf(look.answers)
  if (latency === undefined) return
  findings.figure('latencyMs', latency)
  const judged = judgeLatency(latency, thresholds)
  const isTooSlow = look.reached === 'time' && seconds >= shortSeconds && look.target.requestsPerSecond === undefined
  findings.say(
    'latency',
    isTooSlow && judged.state === 'good'
      ? {
          state: 'concern',
          words: `Answers are so slow that ${amount(seconds, 'second')} were not enough to look at everything. ${judged.words}`,
          remedy: 'Look at the load of the service provider, or give the look more time.',
        }
      : judged,
  )
  findings.say('rate-limit', judgeRateLimit(look.answers, findings))
}

/** A look that did not come to the lists has seen nothing of what clients need. */
function judgeUnlisted({ reached, target }: Look, seconds: number, requests: number): Judgement {
  const limit = reached === 'requests' ? amount(requests, 'request') : amount(seconds, 'second')
  return {
    // With few requests a second, as the target file wants it, the time is used up by waiting.
    state: target.requestsPerSecond === undefined ? 'bad' : 'concern',
    words: `Not one list could be read within ${limit}.`,
    remedy: 'Look whether the service provider hangs or is overloaded, or give the look more time.',
  }
}

function otherwiseWords({ reached }: Look, seconds: number, requests: number): string {
  switch (reached) {
    case 'time':
      return `Not looked at: the time limit of ${amount(seconds, 'second')} was reached.`
    case 'requests':
      return `Not looked at: the limit of ${amount(requests, 'request')} was reached.`
    default:
      return 'Not looked at, since what comes before it failed.'
  }
}

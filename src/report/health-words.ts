// What the reports of one look at a service provider's health have in common: signs, meanings, figures in words.

import type { HealthAspect, HealthItem, HealthResult, HealthVerdict } from '../result/health-result.ts'
import { amount, duration } from './amounts.ts'

/** What each verdict means, in a few words. */
export const verdictMeaning: Readonly<Record<HealthVerdict, string>> = {
  healthy: 'it answers as it should',
  degraded: 'it works, with something to look after',
  failing: 'something does not work',
  'sign-in-needed': 'the credentials are not accepted',
  unreachable: 'it does not answer',
}

/** How bad a verdict is, for a sign and a colour. */
export const verdictTone: Readonly<Record<HealthVerdict, 'good' | 'open' | 'bad'>> = {
  healthy: 'good',
  degraded: 'open',
  failing: 'bad',
  'sign-in-needed': 'bad',
  unreachable: 'bad',
}

/** Each is told apart without colour. */
export const stateSigns: Readonly<Record<HealthItem['state'], string>> = {
  good: '✓',
  concern: '!',
  bad: '✗',
  'not-examined': '–',
}

/** What each aspect is called by whoever reads of it. */
export const aspectNames: Readonly<Record<HealthAspect, string>> = {
  reachability: 'Reachable',
  tls: 'TLS',
  credentials: 'Credentials',
  discovery: 'Discovery',
  list: 'Lists',
  filter: 'Filters',
  paging: 'Paging',
  schema: 'Schemas',
  latency: 'Latency',
  'rate-limit': 'Rate limit',
}

/** `22 requests in 310 ms`. */
export function effortWords({ requests, durationMs }: HealthResult): string {
  return `${amount(requests, 'request')} in ${duration(durationMs)}, reading only`
}

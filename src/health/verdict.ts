// From items to one verdict, and why in one sentence: what matters most to an operator comes first.

import type { HealthAspect, HealthFigures, HealthItem, HealthVerdict } from '../result/health-result.ts'
import { amount, listed, named } from './words.ts'

/** What stands in the way of everything else comes first. */
const importance: readonly HealthAspect[] = [
  'reachability',
  'credentials',
  'tls',
  'list',
  'discovery',
  'filter',
  'paging',
  'schema',
  'latency',
  'rate-limit',
]

export interface Conclusion {
  readonly verdict: HealthVerdict
  readonly reason: string
}

/** `signIn`: the credentials are what is not accepted, so that a person has to do something about them. */
export function conclude(items: readonly HealthItem[], figures: HealthFigures, signIn: boolean): Conclusion {
  const sorted = importance.flatMap(aspect => items.filter(item => item.aspect === aspect))
  const bad = sorted.filter(({ state }) => state === 'bad')
  const concerns = sorted.filter(({ state }) => state === 'concern')
  const isBad = (aspect: HealthAspect): boolean => bad.some(item => item.aspect === aspect)
  const reason = whyOf([...bad, ...concerns])
  // A certificate that has ended says more than that nothing answers.
  if (isBad('reachability')) {
    return {
      verdict: 'unreachable',
      reason: isBad('tls') ? whyOf(bad.filter(({ aspect }) => aspect === 'tls')) : reason,
    }
  }
  if (isBad('credentials') && signIn) return { verdict: 'sign-in-needed', reason }
  if (bad.length > 0) return { verdict: 'failing', reason }
  if (concerns.length > 0) return { verdict: 'degraded', reason }
  return { verdict: 'healthy', reason: whyHealthy(items, figures) }
}

/** The first in its own words, and how many more there are. */
function whyOf(items: readonly HealthItem[]): string {
  const [first, ...others] = items
  if (first === undefined) return ''
  const names = listed(others.map(({ aspect }) => nouns[aspect]))
  return names === '' ? first.words : `${first.words} To look at besides: ${names}.`
}

const nouns: Readonly<Record<HealthAspect, string>> = {
  reachability: 'whether it is reachable',
  tls: 'TLS',
  credentials: 'the credentials',
  discovery: 'discovery',
  list: 'lists',
  filter: 'filters',
  paging: 'paging',
  schema: 'resources beside their schemas',
  latency: 'slow answers',
  'rate-limit': 'the limit on requests',
}

function whyHealthy(items: readonly HealthItem[], { resources = {}, latencyMs }: HealthFigures): string {
  const counts = Object.entries(resources).map(([name, count]) => amount(count, named(name)))
  const good = items.filter(({ state }) => state === 'good').length
  const listing = counts.length === 0 ? 'It answers.' : `It answers and lists ${listed(counts)}.`
  const quick = latencyMs === undefined ? '' : ` Half of the answers take ${latencyMs.p50} ms or less.`
  return `${listing} All ${good} aspects that could be looked at are good.${quick}`
}

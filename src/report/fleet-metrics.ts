// A fleet as OpenMetrics text, for Prometheus: by the textfile collector of node-exporter, or any web server. Gauges alone,
// without time stamps: what both OpenMetrics and the older text format can read.

import { type FleetRecord, type FleetResult, fleetVerdicts } from '../result/fleet-result.ts'
import { healthAspects } from '../result/health-result.ts'
import { shardWords } from './fleet-words.ts'

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

interface Family {
  readonly name: string
  readonly unit?: 'seconds'
  readonly help: string
  readonly samples: readonly Sample[]
}

const states = { good: 0, concern: 1, bad: 2 } as const

/** The text of a .prom file; ends with `# EOF` and a newline. Families without a sample are left out. */
export function renderFleetMetrics(result: FleetResult): string {
  const families = [...targetFamilies(result), ...fleetFamilies(result)].filter(({ samples }) => samples.length > 0)
  return `${families.map(familyText).join('')}# EOF\n`
}

function targetFamilies({ kind, targets }: FleetResult): readonly Family[] {
  const verdicts = fleetVerdicts.filter(verdict =>
    kind === 'health'
      ? !['conforms', 'inconclusive', 'departs'].includes(verdict)
      : !['healthy', 'degraded', 'failing'].includes(verdict),
  )
  const gauge = (
    name: string,
    help: string,
    samplesOf: (record: FleetRecord) => readonly (Sample | undefined)[],
    unit?: 'seconds',
  ): Family => ({
    name: `scim_target_${name}`,
    help,
    ...(unit === undefined ? {} : { unit }),
    samples: targets.flatMap(record =>
      samplesOf(record).flatMap(sample =>
        sample === undefined ? [] : [{ ...sample, labels: { target: record.name, ...sample.labels } }],
      ),
    ),
  })
  const one = (value: number | undefined): readonly (Sample | undefined)[] => [sampleOf(value)]
  return [
    gauge(
      'up',
      'Whether it works for its clients: 1 where it is healthy, degraded or conforms, else 0.',
      ({ verdict }) => one(Number(['healthy', 'degraded', 'conforms'].includes(verdict))),
    ),
    gauge('verdict', 'Which verdict it has: 1 for that one, 0 for the others.', record =>
      verdicts.map(verdict => ({ labels: { verdict }, value: Number(record.verdict === verdict) })),
    ),
    gauge('partial', 'Whether its verdict is of a part of the checks alone: 1 where it is, else 0. Of runs.', record =>
      kind === 'run' ? one(Number(record.partial === true)) : [],
    ),
    gauge(
      'verdict_since_timestamp_seconds',
      'Since when it has its verdict, in seconds since 1970. Known with --state.',
      ({ history }) => one(history === undefined ? undefined : Date.parse(history.since) / 1000),
      'seconds',
    ),
    gauge('flapping', 'Whether its verdict changes again and again. Known with --state.', ({ history }) =>
      one(history === undefined ? undefined : Number(history.flapping)),
    ),
    gauge('duration_seconds', 'How long it took to look at it.', ({ durationMs }) => one(durationMs / 1000), 'seconds'),
    gauge('requests', 'Requests that were sent to look at it.', ({ requests }) => one(requests)),
    gauge(
      'aspect_state',
      'How one aspect of it is: 0 good, 1 a concern, 2 bad. Absent where it was not examined.',
      ({ health }) =>
        healthAspects.map(aspect => {
          const state = health?.items.find(item => item.aspect === aspect)?.state
          return state === undefined || state === 'not-examined'
            ? undefined
            : { labels: { aspect }, value: states[state] }
        }),
    ),
    gauge(
      'latency_seconds',
      'Time from sending a request to having its whole answer: so many percent took no longer.',
      ({ health }) => {
        const latency = health?.figures.latencyMs
        if (latency === undefined) return []
        return (
          [
            ['50', latency.p50],
            ['95', latency.p95],
            ['99', latency.p99],
            ['100', latency.max],
          ] as const
        ).map(([percentile, ms]) => ({ labels: { percentile }, value: ms / 1000 }))
      },
      'seconds',
    ),
    gauge(
      'certificate_remaining_seconds',
      'Time until its certificate ends, in whole days; negative where it has ended.',
      ({ health }) => one(days(health?.figures.certificateDays)),
      'seconds',
    ),
    gauge(
      'credential_remaining_seconds',
      'Time until the credentials end, where that can be known; negative where they have ended.',
      ({ health }) => one(health?.figures.credentialSeconds),
      'seconds',
    ),
    gauge('resources', 'Resources that it says it holds, by resource type.', ({ health }) =>
      Object.entries(health?.figures.resources ?? {}).map(([type, value]) => ({
        labels: { resource_type: type },
        value,
      })),
    ),
    gauge('rate_limit', 'Requests that its rate limit allows.', ({ health }) => one(health?.figures.rateLimit?.limit)),
    gauge('rate_limit_remaining', 'Requests that its rate limit still allows.', ({ health }) =>
      one(health?.figures.rateLimit?.remaining),
    ),
    gauge('checks', 'Checks of the run on it, by verdict.', ({ run }) =>
      Object.entries(run?.counts ?? {}).map(([verdict, value]) => ({ labels: { verdict }, value })),
    ),
  ]
}

/** Of the look itself: whether it came to its end, and when, so that one that no longer happens is noticed. */
function fleetFamilies(result: FleetResult): readonly Family[] {
  const { kind, counts, startedAt, durationMs, finished, shards } = result
  const labels = { kind, ...(shards === undefined ? {} : { shard: shards.map(shardWords).join(',') }) }
  const family = (name: string, help: string, value: number, unit?: 'seconds'): Family => ({
    name: `scim_fleet_${name}`,
    help,
    ...(unit === undefined ? {} : { unit }),
    samples: [{ labels, value }],
  })
  return [
    {
      name: 'scim_fleet_targets',
      help: 'Targets by verdict.',
      samples: fleetVerdicts.map(verdict => ({ labels: { ...labels, verdict }, value: counts[verdict] })),
    },
    family('finished', 'Whether the look at all of them came to its end.', Number(finished)),
    family(
      'end_timestamp_seconds',
      'When the look at all of them was over, in seconds since 1970.',
      (Date.parse(startedAt) + durationMs) / 1000,
      'seconds',
    ),
    family('duration_seconds', 'How long the look at all of them took.', durationMs / 1000, 'seconds'),
  ]
}

function familyText({ name, unit, help, samples }: Family): string {
  const seen = new Set<string>()
  const lines = samples.flatMap(({ labels, value }) => {
    const text = Object.entries(labels)
      .map(([label, said]) => `${label}="${escaped(said)}"`)
      .join(',')
    if (seen.has(text) || !Number.isFinite(value)) return []
    seen.add(text)
    return [`${name}{${text}} ${value}\n`]
  })
  return [
    `# TYPE ${name} gauge\n`,
    unit === undefined ? '' : `# UNIT ${name} ${unit}\n`,
    `# HELP ${name} ${help}\n`,
    ...lines,
  ].join('')
}

/** A label value may hold anything but what its notation needs; halves of surrogate pairs cannot be written as UTF-8. */
function escaped(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function sampleOf(value: number | undefined): Sample | undefined {
  return value === undefined ? undefined : { labels: {}, value }
}

function days(count: number | undefined): number | undefined {
  return count === undefined ? undefined : count * 86_400
}

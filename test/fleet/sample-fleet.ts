// The result of a fleet as tests need it: as many targets as they like, with texts of their choice in every place.

import { gatherFleet } from '../../src/fleet/gather.ts'
import type { FleetKind, FleetRecord, FleetResult, FleetVerdict } from '../../src/result/fleet-result.ts'
import { type HealthResult, type HealthVerdict, healthAspects } from '../../src/result/health-result.ts'

const at = '2026-11-22T08:00:00.000Z'

/** One target; `text` stands wherever a service provider or a file has a say. */
export function sampleRecord(name: string, verdict: FleetVerdict, text = 'It is as it is.'): FleetRecord {
  const isHealth = ['healthy', 'degraded', 'failing', 'sign-in-needed', 'unreachable'].includes(verdict)
  return {
    name,
    source: `targets/${name}.yaml`,
    baseUrl: `https://${encodeURIComponent(name.toWellFormed())}.example/scim/v2`,
    startedAt: at,
    durationMs: 1234,
    verdict,
    reason: verdict === 'healthy' ? 'It answers and lists 12 Users: 10 of 10 aspects were looked at.' : text,
    ...(verdict === 'healthy' ? {} : { remedy: `Look after it. ${text}` }),
    requests: 15,
    exitCode: verdict === 'healthy' || verdict === 'conforms' ? 0 : 1,
    ...(isHealth ? { health: sampleHealth(name, verdict, text) } : {}),
    ...(verdict === 'conforms' || verdict === 'departs'
      ? {
          run: {
            headline: text,
            finished: true,
            counts: { pass: 600, fail: verdict === 'departs' ? 3 : 0 },
            folder: name,
          },
        }
      : {}),
  }
}

function sampleHealth(name: string, verdict: FleetVerdict, text: string): HealthResult {
  const isWell = verdict === 'healthy'
  const words = isWell ? 'All of it is as it should be, and it was looked at with a handful of requests.' : text
  return {
    schemaVersion: '1.0',
    tool: { name: 'scim-conformance', version: '0.1.0' },
    target: { name, baseUrl: 'https://acme.example/scim/v2' },
    startedAt: at,
    durationMs: 1234,
    verdict: isWell ? 'healthy' : asHealth(verdict),
    reason: words,
    requests: 15,
    items: healthAspects.map((aspect, index) => ({
      aspect,
      state: isWell ? 'good' : ((['good', 'concern', 'bad', 'not-examined'] as const)[index % 4] ?? 'good'),
      words,
      ...(!isWell && index % 4 === 2 ? { remedy: text, exchanges: [1] } : {}),
    })),
    figures: {
      latencyMs: { requests: 15, p50: 12, p95: 80, p99: 90, max: 95 },
      certificateDays: 61,
      credentialSeconds: -120,
      resources: { User: 12, [text]: 3 },
      rateLimit: { limit: 100, remaining: 7 },
    },
    exchanges: isWell
      ? []
      : [
          {
            id: 1,
            checkId: 'health',
            startedAt: at,
            durationMs: 12,
            request: { method: 'GET', url: `https://acme.example/Users?${text}`, headers: {} },
            response: { status: 500, headers: { 'content-type': text }, body: text.repeat(3) },
          },
        ],
  }
}

function asHealth(verdict: FleetVerdict): HealthVerdict {
  return verdict === 'degraded' || verdict === 'failing' || verdict === 'sign-in-needed' ? verdict : 'unreachable'
}

/** A fleet of these targets. */
export function sampleFleet(
  targets: readonly FleetRecord[],
  more: Partial<FleetResult> = {},
  kind: FleetKind = 'health',
): FleetResult {
  const { notes = [], finished = true, changes, shards } = more
  return gatherFleet({
    tool: { name: 'scim-conformance', version: '0.1.0' },
    kind,
    startedAt: at,
    durationMs: 45_678,
    finished,
    notes,
    ...(changes === undefined ? {} : { changes }),
    ...(shards === undefined ? {} : { shards }),
    targets,
  })
}

/** So many targets, most of them well, and a share of every way of being ill. */
export function largeFleet(count: number): FleetResult {
  const verdictOf = (index: number): FleetVerdict =>
    index % 50 === 7
      ? 'degraded'
      : index % 97 === 11
        ? 'unreachable'
        : index % 211 === 5
          ? 'failing'
          : index % 173 === 3
            ? 'sign-in-needed'
            : index % 401 === 9
              ? 'misconfigured'
              : 'healthy'
  return sampleFleet(
    Array.from({ length: count }, (_, index) => {
      const name = `tenant-${String(index).padStart(4, '0')}`
      return sampleRecord(
        name,
        verdictOf(index),
        `Something is the matter with ${name}: its certificate ends in 3 days.`,
      )
    }),
    {
      notes: ['Part 3/4 is missing: its targets are not in here.'],
      finished: false,
      changes: [
        {
          name: 'tenant-0011',
          kind: 'worse',
          from: 'healthy',
          to: 'unreachable',
          reason: 'It does not answer.',
          since: at,
        },
        { name: 'tenant-0001', kind: 'better', from: 'failing', to: 'healthy', reason: 'It answers.', since: at },
        {
          name: 'tenant-0007',
          kind: 'began-flapping',
          from: 'healthy',
          to: 'degraded',
          reason: 'Now and then.',
          since: at,
        },
      ],
    },
  )
}

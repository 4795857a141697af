// What the proof runs: the provider as it is, every variant, the variants combined, every defect.

import { allDefects } from '../../fixtures/defects/all.ts'
import { allVariants } from '../../fixtures/variants/all.ts'
import type { RunResult, Verdict } from '../../src/result/run-result.ts'
import { combinations } from './combinations.ts'
import { examineDefect } from './examine-defect.ts'
import { examineProvider, optionsOf } from './examine-provider.ts'

export interface Job {
  readonly kind: 'clean' | 'variant' | 'combination' | 'defect'
  readonly name: string
}

/** The outcome of one job: what did not pass, and what did. */
export interface JobResult extends Job {
  readonly durationMs: number
  readonly requests: number
  readonly verdicts: Readonly<Record<string, Verdict>>
  /** Requirements of the findings, by check. */
  readonly findings: Readonly<Record<string, readonly string[]>>
  readonly reasons: Readonly<Record<string, string>>
}

/** Every job, in the order in which they are started. */
export function allJobs(): readonly Job[] {
  return [
    { kind: 'clean', name: 'clean' },
    ...allVariants.map(({ name }) => ({ kind: 'variant' as const, name })),
    ...combinations().map(({ name }) => ({ kind: 'combination' as const, name })),
    ...allDefects.map(({ name }) => ({ kind: 'defect' as const, name })),
  ]
}

/**
 * Runs one job: all checks on the clean provider and the variants; on a defect those that it names, or all of them where
 * the whole matrix is wanted.
 */
export async function runJob({ kind, name }: Job, whole: boolean): Promise<JobResult> {
  const start = performance.now()
  const result = await examineJob({ kind, name }, whole)
  return {
    kind,
    name,
    durationMs: Math.round(performance.now() - start),
    requests: result.requests,
    verdicts: Object.fromEntries(result.checks.map(({ id, verdict }) => [id, verdict])),
    findings: Object.fromEntries(
      result.checks
        .filter(({ findings }) => findings.length > 0)
        .map(({ id, findings }) => [id, [...new Set(findings.map(({ requirement }) => requirement))]]),
    ),
    reasons: Object.fromEntries(
      result.checks.flatMap(({ id, reason }) => (reason === undefined ? [] : [[id, reason] as const])),
    ),
  }
}

function examineJob({ kind, name }: Job, whole: boolean): Promise<RunResult> {
  if (kind === 'clean') return examineProvider({})
  if (kind === 'variant' || kind === 'combination') {
    const variant = (kind === 'variant' ? allVariants : combinations()).find(one => one.name === name)
    if (variant === undefined) throw new Error(`no ${kind} ${name}`)
    return examineProvider(optionsOf(variant), [], variant.target)
  }
  const defect = allDefects.find(one => one.name === name)
  if (defect === undefined) throw new Error(`no defect ${name}`)
  return examineDefect(defect, whole ? [] : undefined)
}

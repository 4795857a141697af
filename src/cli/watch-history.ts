// What the runs of a watch have shown so far: the latest record of each check, and what a further run changes.

import { type Change, compareRuns } from '../report/compare-runs.ts'
import type { CheckRecord, RunResult } from '../result/run-result.ts'

/** The latest record of each check that was examined, with the run it is of. */
export type History = ReadonlyMap<string, { readonly record: CheckRecord; readonly run: RunResult }>

/** What a run changed in checks that were examined before. */
export interface Changes {
  readonly worse: readonly Change[]
  readonly better: readonly Change[]
}

/** The history with a further run. Checks that it left out, or could not try since it was stopped, keep their record. */
export function withRun(history: History, run: RunResult): History {
  const cameTo = run.checks.filter(({ verdict }) => verdict !== 'skipped' && (run.finished || verdict !== 'blocked'))
  return new Map([...history, ...cameTo.map(record => [record.id, { record, run }] as const)])
}

/** What got worse and what got better since each check was last examined. */
export function changesOf(history: History, run: RunResult): Changes {
  const later = new Set(run.checks.filter(({ verdict }) => verdict !== 'skipped').map(({ id }) => id))
  const before = Map.groupBy(
    [...history.values()].filter(({ record }) => later.has(record.id)),
    one => one.run,
  )
  const comparisons = [...before].map(([earlier, ones]) => {
    const ids = new Set(ones.map(({ record }) => record.id))
    const of = (result: RunResult): RunResult => ({ ...result, checks: result.checks.filter(({ id }) => ids.has(id)) })
    return compareRuns(of(earlier), of(run))
  })
  return {
    worse: comparisons.flatMap(({ worse }) => worse),
    better: comparisons.flatMap(({ better }) => better),
  }
}

/** The latest records as if they were of one run, the latest; undefined before the first. */
export function asOneRun(history: History, latest: RunResult | undefined): RunResult | undefined {
  if (latest === undefined) return undefined
  const checks = latest.checks.map(check => history.get(check.id)?.record ?? withoutStop(check, latest))
  const known = new Set(checks.map(({ id }) => id))
  const others = [...history.values()].filter(({ record }) => !known.has(record.id)).map(({ record }) => record)
  return { ...latest, checks: [...checks, ...others] }
}

/** What a run that was stopped did not come to was left out, and failed nobody. */
function withoutStop(check: CheckRecord, { finished }: RunResult): CheckRecord {
  return finished || check.verdict !== 'blocked' ? check : { ...check, verdict: 'skipped' }
}

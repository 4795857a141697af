// A passive check sends nothing: to look again at what it saw, the checks have to be run that asked for it.

import { type Check, isPassive, type Topic } from '../check/check.ts'
import type { CheckRecord } from '../result/run-result.ts'

/** Checks that have data made which several share, by the beginning of the name under which it is asked for. */
const askForShared: readonly (readonly [name: string, checkId: string])[] = [
  ['shared-unchanged-', 'create/location'],
  ['shared-full-', 'shown/by-default'],
  ['shared-dataset-', 'eq/user-name'],
  ['shared-patch-example-', 'patch-replace/existing-value'],
  ['shared-filter-membership', 'filter/members'],
  ['shared-bulk-mixed-job', 'bulk-result/response'],
]

/** Where nothing tells who asked: what shows most. */
const showMost = ['create/created', 'create/location', 'returned-values/every-attribute'] as const

/** The checks without which these records, of passive checks, would have nothing to look at again. */
export function checksBehind(records: readonly CheckRecord[], topics: readonly Topic[]): readonly string[] {
  const known = new Map<string, Check>(
    topics.flatMap(({ suites }) => suites.flatMap(({ checks }) => checks.map(check => [check.id, check] as const))),
  )
  const isThere = (id: string): boolean => known.has(id)
  const behind = records
    .filter(({ id }) => {
      const check = known.get(id)
      return check !== undefined && isPassive(check)
    })
    .flatMap(({ exchanges }) => {
      const cited = exchanges.map(({ checkId }) => checkId)
      if (cited.length > 0 && cited.every(sender => sender === 'discovery')) return []
      const askers = cited.flatMap(
        sender => askForShared.find(([name]) => sender.startsWith(name))?.[1] ?? (isThere(sender) ? [sender] : []),
      )
      return askers.length === 0 ? showMost : askers
    })
  return [...new Set(behind)].filter(isThere)
}

// How a client's gate went, in words: shared by every report.

import type { GateRecord, GateStepRecord } from '../result/run-result.ts'
import { amount } from './amounts.ts'

/** `Okta OIN gate: 22 of 23 steps pass.`, with what does not apply, is optional or was not examined. */
export function gateSentence({ name, passed, steps }: GateRecord): string {
  const applicable = steps.filter(({ verdict, optional }) => verdict !== 'not-applicable' && optional !== true)
  const passing = applicable.filter(({ verdict }) => verdict === 'pass').length
  const optional = steps.filter(step => step.optional === true && step.verdict !== 'not-applicable')
  const beside = [
    ...(optional.length === 0
      ? []
      : [`${optional.filter(({ verdict }) => verdict === 'pass').length} of ${optional.length} optional`]),
    ...countWords(steps, 'not-applicable', 'not applicable'),
    ...countWords(steps, 'not-examined', 'not examined'),
  ]
  const words = beside.length === 0 ? '' : ` (${beside.join(', ')})`
  const all = amount(applicable.length, 'step')
  return `${name}: ${passing} of ${all} ${applicable.length === 1 ? 'passes' : 'pass'}${words}. ${passed ? 'The gate is passed.' : 'The gate is not passed.'}`
}

function countWords(steps: readonly GateStepRecord[], verdict: GateStepRecord['verdict'], words: string): string[] {
  const count = steps.filter(step => step.verdict === verdict).length
  return count === 0 ? [] : [`${count} ${words}`]
}

/** How a step went, in a word or two; what does not decide says so. */
export function stepWords({ verdict, optional }: GateStepRecord): string {
  const words = { pass: 'pass', fail: 'fail', 'not-applicable': 'not applicable', 'not-examined': 'not examined' }
  return optional === true ? `${words[verdict]}, optional` : words[verdict]
}

/** The verdict of checks that looks like that of the step: for its sign and its colour. What does not decide is never red. */
export function stepTone({ verdict, optional }: GateStepRecord): 'pass' | 'fail' | 'warn' | 'unsupported' | 'blocked' {
  if (verdict === 'fail') return optional === true ? 'warn' : 'fail'
  if (verdict === 'pass') return 'pass'
  return verdict === 'not-applicable' || optional === true ? 'unsupported' : 'blocked'
}

/** The ids of checks that only optional steps of the gates ask for: they decide nothing. */
export function onlyOptional(gates: readonly GateRecord[]): ReadonlySet<string> {
  const idsOf = (isOptional: boolean): readonly string[] =>
    gates.flatMap(({ steps }) => steps.flatMap(step => ((step.optional === true) === isOptional ? step.checks : [])))
  const deciding = new Set(idsOf(false))
  return new Set(idsOf(true).filter(id => !deciding.has(id)))
}

/** Steps by the part of the gate that they belong to, in their order. */
export function partsOf({ steps }: GateRecord): readonly (readonly [string, readonly GateStepRecord[]])[] {
  return [...Map.groupBy(steps, ({ part }) => part)]
}

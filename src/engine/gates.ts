// What the gates come to: each step from the records of its checks, each gate from its steps.

import type { Gate, GateStep } from '../result/gate.ts'
import type { CheckRecord, GateRecord, GateStepRecord } from '../result/run-result.ts'

/** How each gate went. A finding that is known to the operator still is one to the client. */
export function gateRecords(gates: readonly Gate[], checks: readonly CheckRecord[]): readonly GateRecord[] {
  return gates.map(({ id, name, version, sources, steps }) => {
    const records = steps.map(step => stepRecord(step, checks))
    const passed = steps.every((step, index) => isPassed(step, records[index]?.verdict))
    return { id, name, version, sources, passed, steps: records }
  })
}

function isPassed({ optional, mayBeLeftOut }: GateStep, verdict: GateStepRecord['verdict'] | undefined): boolean {
  if (optional !== undefined || verdict === 'pass') return true
  return verdict === 'not-applicable' && mayBeLeftOut === true
}

function stepRecord(step: GateStep, all: readonly CheckRecord[]): GateStepRecord {
  const { id, title, part, checks, optional } = step
  const own = checks.map(checkId => ({ checkId, record: all.find(record => record.id === checkId) }))
  const about = { id, title, part, ...(optional === undefined ? {} : { optional: true }), checks }
  const ofVerdict = (...verdicts: readonly CheckRecord['verdict'][]) =>
    own.flatMap(({ record }) => (record !== undefined && verdicts.includes(record.verdict) ? [record] : []))

  const broken = ofVerdict('fail', 'warn', 'known')
  if (broken.length > 0) return { ...about, verdict: 'fail', reason: broken.map(departureWords).join(' ') }
  const open = [
    ...ofVerdict('blocked', 'error', 'skipped').map(reasonWords),
    ...own.flatMap(({ checkId, record }) => (record === undefined ? [`${checkId} was not run.`] : [])),
  ]
  if (open.length > 0) return { ...about, verdict: 'not-examined', reason: open.join(' ') }
  const beside = optional === undefined ? {} : { reason: optional }
  if (ofVerdict('pass').length > 0) return { ...about, verdict: 'pass', ...beside }
  // What the client does not let a service provider leave out has to be shown.
  const isExcused = optional !== undefined || step.mayBeLeftOut === true
  const reason = ofVerdict('unsupported').map(reasonWords).join(' ')
  return { ...about, verdict: isExcused ? 'not-applicable' : 'not-examined', reason }
}

/** `okta-spec/create: expected 201 Created, got 200 OK.`, with how many more there are. */
function departureWords({ id, reason, findings }: CheckRecord): string {
  const [first, ...others] = findings
  if (first === undefined) return `${id}: ${reason ?? 'it departs from what is asserted'}.`
  const subject = first.subject === undefined ? '' : ` (${first.subject})`
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return `${id}${subject}: expected ${first.expected}; got ${first.got}${more}.`
}

function reasonWords({ id, reason }: CheckRecord): string {
  return `${id}: ${(reason ?? 'no reason recorded').replace(/\.$/, '')}.`
}

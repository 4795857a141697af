// Makes a sequence smaller: cut off at its end, then without single commands, then with simpler ones. The order is fixed,
// so that a path of fast-check names the same smaller sequence whenever it is walked.

import type { OperationCase, Sequence, Step } from './step.ts'

/** How far making a sequence smaller has come; what was tried in vain is not tried again. */
export interface Progress {
  readonly phase: 'cut' | 'drop' | 'simplify' | 'drop again' | 'done'
  /** The command that is next. */
  readonly index: number
}

export const notBegun: Progress = { phase: 'cut', index: 0 }

/** A smaller sequence, and where to go on from it. */
export interface Smaller {
  readonly sequence: Sequence
  readonly progress: Progress
}

/** The smaller sequences to try next. */
export function* smallerThan(sequence: Sequence, { phase, index }: Progress): Generator<Smaller> {
  const { steps } = sequence
  const withSteps = (changed: readonly Step[], progress: Progress): Smaller => ({
    sequence: { ...sequence, steps: changed },
    progress,
  })
  if (phase === 'cut') {
    for (const length of shorter(steps.length)) yield withSteps(steps.slice(0, length), notBegun)
  }
  if (phase === 'cut' || phase === 'drop') {
    for (let at = phase === 'drop' ? index : 0; at < steps.length && steps.length > 1; at++) {
      yield withSteps(steps.toSpliced(at, 1), { phase: 'drop', index: at })
    }
  }
  if (phase === 'cut' || phase === 'drop' || phase === 'simplify') {
    for (let at = phase === 'simplify' ? index : 0; at < steps.length; at++) {
      const step = steps[at]
      if (step === undefined) continue
      for (const simpler of simplerThan(step)) {
        yield withSteps(steps.with(at, simpler), { phase: 'simplify', index: at })
      }
    }
  }
  if (phase !== 'done') {
    // Simpler commands may need fewer others.
    for (let at = phase === 'drop again' ? index : 0; at < steps.length && steps.length > 1 && phase !== 'cut'; at++) {
      yield withSteps(steps.toSpliced(at, 1), { phase: 'drop again', index: at })
    }
  }
}

/** Half the length, three quarters, and so on: the first command that shows a departure is found in few tries. */
function shorter(length: number): readonly number[] {
  const lengths: number[] = []
  for (let gap = Math.ceil(length / 2); gap >= 1 && length > 1; gap = Math.floor(gap / 2)) {
    if (length - gap >= 1) lengths.push(length - gap)
  }
  return lengths
}

function* simplerThan(step: Step): Generator<Step> {
  if ('match' in step && step.match !== 'none') yield { ...step, match: 'none' }
  switch (step.do) {
    case 'create':
      for (const set of fewer(step.set)) yield { ...step, set }
      if (step.name !== step.on) yield { ...step, name: step.on }
      return
    case 'replace':
      for (const set of fewer(step.set)) yield { ...step, set }
      for (const clear of fewer(step.clear)) yield { ...step, clear }
      if (step.rename !== 0) yield { ...step, rename: 0 }
      if (step.name !== step.on) yield { ...step, name: step.on }
      if (step.from === 'read') yield { ...step, from: 'anew' }
      return
    case 'patch': {
      const { operations } = step
      if (operations.length > 1) for (const one of operations) yield { ...step, operations: [one] }
      if (operations.length > 2) {
        for (const at of operations.keys()) yield { ...step, operations: operations.toSpliced(at, 1) }
      }
      for (const [at, operation] of operations.entries()) {
        for (const simpler of simplerOperations(operation)) {
          yield { ...step, operations: operations.with(at, simpler) }
        }
      }
      return
    }
    default:
      return
  }
}

function* simplerOperations(operation: OperationCase): Generator<OperationCase> {
  switch (operation.kind) {
    case 'attribute':
      for (const picks of fewer(operation.picks)) if (picks.length > 0) yield { ...operation, picks }
      return
    case 'whole':
      for (const set of fewer(operation.set)) {
        if (set.length > 0) yield { ...operation, set }
      }
      return
    default:
      return
  }
}

/** None, then all but one. */
function* fewer<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length === 0) return
  yield []
  if (list.length > 1) for (const at of list.keys()) yield list.toSpliced(at, 1)
}

// What a check can throw: its own outcomes, never mistaken for an error of ours.

import type { Requirable } from './own-requirement.ts'

/** One thing that was expected and not found. */
export interface Fault {
  /** Short and parallel to `got`: `201 Created with a Location header`. */
  readonly expected: string
  readonly got: string
  /** Which requirement it breaks; the first the check verifies when absent. */
  readonly requirement?: Requirable
  /** The number of the tolerant reading under which this is a warning although the sentence says MUST. */
  readonly arguable?: number
  /** Ids of the exchanges that show it; the last one of the check when absent. */
  readonly exchanges?: readonly number[]
}

/** Thrown by expectations: the service provider departs from what the check verifies. */
export class NotConformant extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(faults.map(fault => `expected ${fault.expected}, got ${fault.got}`).join('; '))
    this.name = 'NotConformant'
    this.faults = faults
  }
}

/** Thrown when a check cannot be tried because its setup failed: nothing was learned. */
export class Blocked extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Blocked'
  }
}

/** Thrown when it turns out that a check does not apply to this service provider. */
export class Unsupported extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Unsupported'
  }
}

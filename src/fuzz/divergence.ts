// A departure that takes several requests to show.

import { type Fault, NotConformant } from '../check/outcome.ts'

/** Thrown where a sequence of requests shows that the service provider departs; it can be repeated by a script. */
export class Divergence extends NotConformant {
  /** A shell script that sends the same requests. */
  readonly script: string

  constructor(fault: Fault, script: string) {
    super([fault])
    this.name = 'Divergence'
    this.script = script
  }
}

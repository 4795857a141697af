// A gate as data: the steps that a client's owner wants to see pass before it lists a service provider, and the checks that
// assert what each step asserts.

export interface GateStep {
  /** Stable within the gate: `spec-01`. */
  readonly id: string
  /** What has to be so, present tense. */
  readonly title: string
  /** The part of the gate, such as the suite of which it is a test. */
  readonly part: string
  /** Ids of checks: the step passes where all of them that apply do. */
  readonly checks: readonly string[]
  /** It is shown and does not decide; the reason is part of what is shown. */
  readonly optional?: string
  /** What it is about may be left out by a service provider: then the step does not apply. */
  readonly mayBeLeftOut?: true
}

export interface Gate {
  /** As `--profile` takes it. */
  readonly id: string
  readonly name: string
  /** The client whose gate it is. */
  readonly client: string
  /** Changes with every change of the steps. */
  readonly version: string
  /** Where the client's owner writes it down, or where it was seen. */
  readonly sources: readonly string[]
  readonly steps: readonly GateStep[]
}

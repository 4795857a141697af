// Known deviations: departures that someone has listed beforehand, with where that is written. A preset has some, a
// baseline of the operator others: a finding that one of them matches is shown as known and counts for nothing.

/** Which findings are meant. Everything that is given has to hold; it names checks or requirements at the least. */
export interface KnownMatch {
  /** Ids of checks; one that ends in `/` takes all that begin so. */
  readonly checks?: readonly string[]
  /** Ids of requirements. */
  readonly requirements?: readonly string[]
  /** Regular expressions, held against a part of the text. */
  readonly subject?: string
  readonly expected?: string
  readonly got?: string
  /** Findings with this outcome alone. */
  readonly outcome?: 'fail' | 'warn'
  /** The match is of blocked checks alone, by their reason. */
  readonly blocked?: string
}

export interface KnownDeviation {
  /** Stable: `K2-1`. */
  readonly id: string
  /** What the service provider does, present tense; of a waiver, why it is accepted. */
  readonly title: string
  /** Who lists it: `preset k2-procinst`, `baseline waivers.yaml`. */
  readonly from: string
  /** Addresses of where it is documented or was seen. */
  readonly sources: readonly string[]
  /** None where no verdict follows from it. */
  readonly matches: readonly KnownMatch[]
  /** A waiver: whoever answers for it, and the last day (YYYY-MM-DD, UTC) on which it holds. Then its findings count again. */
  readonly waiver?: { readonly owner: string; readonly expires: string }
}

// Known deviations: departures that someone has listed beforehand, with where that is written. A preset has some, and
// whoever examines may bring others: a finding that one of them matches is shown as known and counts for nothing.

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
  /** The match is of blocked checks alone, by their reason. */
  readonly blocked?: string
}

export interface KnownDeviation {
  /** Stable: `K2-1`. */
  readonly id: string
  /** What the service provider does, present tense. */
  readonly title: string
  /** Who lists it: `preset k2-procinst`. */
  readonly from: string
  /** Addresses of where it is documented or was seen. */
  readonly sources: readonly string[]
  /** None where no verdict follows from it. */
  readonly matches: readonly KnownMatch[]
}

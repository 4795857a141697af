// What the tests of the ui and the command behind them say to each other. A test asks for a check by its id; the command runs
// it and answers with what the test is to show.

/** Asked by a test, in Vitest's worker. */
export interface UiQuestion {
  readonly kind: 'question'
  readonly number: number
  readonly checkId: string
}

/** A box beside a test that passed: a heading and a text that flows, since the ui keeps no line of it. */
export interface UiRemark {
  readonly heading: string
  readonly text: string
}

/** What the test of a check is to show. */
export type UiAnswer =
  | { readonly outcome: 'pass'; readonly remarks: readonly UiRemark[] }
  | { readonly outcome: 'skip'; readonly reason: string }
  | { readonly outcome: 'fail'; readonly message: string; readonly expected?: string; readonly got?: string }

/** Given by the command, in Vitest's main thread. */
export interface UiReply {
  readonly kind: 'reply'
  readonly number: number
  readonly answer: UiAnswer
}

// A run of few requests: lets a check begin where enough of them are left, in the order in which checks come.

export interface BudgetSettings {
  /** Requests in all: discovery and clean-up included. */
  readonly requests: number
  /** Requests that a check takes at the most, clean-up included, by its id; 0 where nothing is said. */
  readonly costs: ReadonlyMap<string, number>
}

export interface Budget {
  /** Waits until it is known whether the requests that are left are enough for this check. */
  begin(checkId: string): Promise<boolean>
  /** A check that was let begin has ended. */
  end(checkId: string): void
}

/** The budget of one run; `sent` tells how many requests it has sent so far, with those it takes to delete what it has made. */
export function createBudget({ requests, costs }: BudgetSettings, sent: () => number): Budget {
  const underWay = new Map<string, number>()
  let turn: Promise<unknown> = Promise.resolve()
  let ended = (): void => undefined

  const decide = async (checkId: string): Promise<boolean> => {
    const cost = costs.get(checkId) ?? 0
    for (;;) {
      // What checks under way have sent counts twice, so where it is not enough the answer is known when they have ended.
      const reserved = [...underWay.values()].reduce((sum, one) => sum + one, 0)
      const fits = cost === 0 || sent() + reserved + cost <= requests
      if (fits) underWay.set(checkId, cost)
      if (fits || reserved === 0) return fits
      await new Promise<void>(resolve => {
        ended = resolve
      })
    }
  }
  return {
    begin(checkId) {
      const decision = turn.then(() => decide(checkId))
      turn = decision
      return decision
    },
    end(checkId) {
      underWay.delete(checkId)
      ended()
    },
  }
}

/** Ends a check for which no request is left: nothing was learned, and nobody is to blame. */
export class OutOfRequests extends Error {
  constructor() {
    super(noneLeft)
    this.name = 'OutOfRequests'
  }
}

/** Why a check is left out. */
export const noneLeft = 'the requests of a quick look were used up'

export interface Meter {
  /** Sends a request, or throws OutOfRequests where it would take one that is needed to delete what the run has made. */
  spend<T>(send: () => Promise<T>, request: { readonly requests: number; readonly creates: boolean }): Promise<T>
  /** So many requests are sent to delete something. */
  cleans(requests: number): void
}

/** Holds a run to so many requests in all; `sent` tells how many it has sent, `made` how many it takes to delete
 * what it has made. */
export function createMeter(requests: number, sent: () => number, made: () => number): Meter {
  let begun = 0
  let creating = 0
  return {
    async spend(send, { requests: needed, creates }) {
      begun = Math.max(begun, sent())
      const reserved = made() + 2 * (creating + Number(creates))
      if (begun + needed + reserved > requests) throw new OutOfRequests()
      begun += needed
      creating += Number(creates)
      try {
        return await send()
      } finally {
        creating -= Number(creates)
      }
    },
    cleans(more) {
      begun += more
    },
  }
}

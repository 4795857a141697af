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

/** The budget of one run; `sent` tells how many requests it has sent so far. */
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

// How many requests a lane may still send.

import type { Scim } from '../check/scim.ts'

/** Ends a search whose budget is spent. */
export class OutOfBudget extends Error {
  constructor() {
    super('The budget is spent.')
    this.name = 'OutOfBudget'
  }
}

export interface Allowance {
  /** Requests sent so far. */
  readonly spent: number
  /** Whether no further case may begin. One that has begun is let finish: half a case shows nothing. */
  readonly isSpent: boolean
  /** Sends and counts. */
  readonly scim: Scim
}

/** An allowance of so many requests from now on, as long as the search is not over for another reason. */
export function createAllowance(scim: Scim, requests: number, isOver: () => boolean): Allowance {
  let spent = 0
  const counted = <A extends readonly unknown[], R>(send: (...args: A) => R): ((...args: A) => R) => {
    return (...args) => {
      spent++
      return send(...args)
    }
  }
  return {
    get spent() {
      return spent
    },
    get isSpent() {
      return spent >= requests || isOver()
    },
    scim: {
      ...scim,
      create: counted(scim.create),
      read: counted(scim.read),
      list: counted(scim.list),
      search: counted(scim.search),
      remove: counted(scim.remove),
      request: counted(scim.request),
    },
  }
}

// Whether a run can go on: asked where answers look as if the service provider were gone or the credentials had ended.

import { HarnessError } from '../errors.ts'
import type { HttpResponse } from '../http/exchange.ts'
import { looksLikeSignInPage } from './access.ts'

/** Bad answers in a row after which we ask whether the provider is gone. */
const troublesInARow = 6
/** Web pages in mid-run after which we ask whether we are still signed in; not after every one. */
const signInPagesLookedInto = 5

/** Each gives the error that ends the run, or nothing where the run can go on. */
export interface Questions {
  readonly isGone: () => Promise<HarnessError | undefined>
  readonly isSignedOut: () => Promise<HarnessError | undefined>
  readonly isUnauthorized: (response: HttpResponse) => Promise<HarnessError | undefined>
}

export interface Suspicion {
  /** Looks at an answer to a check, and asks where it gives reason to: whether the provider is gone, or we are signed out. */
  look(response: HttpResponse): void
  /** An answer 401 in mid-run. */
  lookUnauthorized(response: HttpResponse): void
  /** The service provider answers with web pages from the start, so that they say nothing. */
  expectPages(): void
  /** Resolves when nothing is being asked; at once where nothing is. */
  settled(): Promise<void>
}

/** One question at a time; while it is asked, checks wait. */
export function createSuspicion(
  questions: Questions,
  { isStopped, stopWith }: { readonly isStopped: () => boolean; readonly stopWith: (error: HarnessError) => void },
): Suspicion {
  let asking: Promise<void> | undefined
  const ask = (question: () => Promise<HarnessError | undefined>): void => {
    if (asking !== undefined || isStopped()) return
    asking = question()
      .then(
        error => {
          if (error !== undefined) stopWith(error)
        },
        (error: unknown) => {
          if (error instanceof HarnessError) stopWith(error)
          else throw error
        },
      )
      .finally(() => {
        asking = undefined
      })
  }
  let pagesExpected = false
  let signInPages = 0
  let troubles = 0

  return {
    look(response) {
      const kind = response.problem?.kind
      const isBad = (kind !== undefined && kind !== 'too-large') || [502, 503, 504].includes(response.status)
      troubles = isBad ? troubles + 1 : 0
      // At once where no connection can be made, else after several bad answers in a row.
      if (kind === 'unreachable' || troubles >= troublesInARow) {
        troubles = 0
        ask(questions.isGone)
      }
      // A few times only: a service provider may answer some requests with a page and be signed in to all the same.
      if (!looksLikeSignInPage(response) || pagesExpected || ++signInPages > signInPagesLookedInto) return
      ask(questions.isSignedOut)
    },
    lookUnauthorized(response) {
      ask(() => questions.isUnauthorized(response))
    },
    expectPages() {
      pagesExpected = true
    },
    async settled() {
      await asking
    },
  }
}

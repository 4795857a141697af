// Lists that other clients change while their pages are read: resources then move from page to page.

import { NotConformant } from '../../src/check/outcome.ts'

/** Judges such a list again where it departs: what is wrong has to be wrong three times running. */
export async function steadily(judge: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await judge()
    } catch (error) {
      if (!(error instanceof NotConformant) || attempt === 3) throw error
    }
  }
}

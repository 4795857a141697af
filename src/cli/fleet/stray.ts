// What breaks outside of any target's look: it is told, and takes nothing down.

import type { Redactor } from '../../http/redact.ts'
import { oneLine } from '../../report/plain-text.ts'

/** So many are told. */
const most = 20

export interface Stray {
  /** A sentence each, without the secrets that are known by now. */
  problems(): readonly string[]
  end(): void
}

/** Listens for errors that nothing caught, until it is ended. */
export function catchStray(redactor: Redactor): Stray {
  const told: string[] = []
  const onStray = (error: unknown): void => {
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    if (told.length < most) told.push(`scim-conformance broke besides, which is our fault: ${oneLine(words)}`)
  }
  process.on('uncaughtException', onStray)
  process.on('unhandledRejection', onStray)
  return {
    problems: () => told.map(words => redactor.text(words)),
    end() {
      process.off('uncaughtException', onStray)
      process.off('unhandledRejection', onStray)
    },
  }
}

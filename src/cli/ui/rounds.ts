// What the tests of the ui are answered: each round of them has a session of its own.

import { beginRound, createMemory, type Round } from '../../engine/round.ts'
import type { Selected } from '../../engine/select.ts'
import { journalFolderFrom } from '../../engine/state-folder.ts'
import { HarnessError } from '../../errors.ts'
import { plainText } from '../../report/plain-text.ts'
import type { Target } from '../../target/target.ts'
import { answerFor } from '../../vitest/show-record.ts'
import type { UiAnswer } from '../../vitest/ui-messages.ts'

export interface Rounds {
  begin(): void
  end(): Promise<void>
  answer(checkId: string): Promise<UiAnswer>
}

export interface RoundsOptions {
  /** The checks that the ui shows, as of now. */
  readonly selected: () => readonly Selected[]
  /** What a passive check is shown that is run alone. */
  readonly basics: readonly Selected[]
  readonly seed: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** Told, each once, what is to be known of rounds, above all what could not be deleted. */
  readonly tell: (note: string) => void
}

/** A session for each round: whatever the service provider has become meanwhile is learnt anew. */
export function createRounds(target: Target, { selected, basics, seed, env, signal, tell }: RoundsOptions): Rounds {
  const memory = createMemory()
  const told = new Set<string>()
  let round: Round | undefined
  const begin = (): Round =>
    beginRound(target, {
      checks: [...selected(), ...basics],
      basics: basics.map(({ check }) => check.id),
      memory,
      seed,
      journalFolder: journalFolderFrom(env),
      signal,
    })
  const end = async (): Promise<void> => {
    const ending = round
    round = undefined
    for (const note of (await ending?.end()) ?? []) {
      if (!told.has(note)) tell(note)
      told.add(note)
    }
  }
  return {
    begin() {
      round ??= begin()
    },
    end,
    async answer(checkId) {
      round ??= begin()
      try {
        return answerFor(await round.run(checkId), target)
      } catch (error) {
        return { outcome: 'fail', message: errorText(error) }
      }
    },
  }
}

function errorText(error: unknown): string {
  if (error instanceof HarnessError) return plainText([error.message, error.hint ?? ''].join('\n'))
  return plainText(`The harness broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

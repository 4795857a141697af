// The tests that the ui shows, in Vitest's worker: one per check, which asks the command to run it. The files that the command
// writes call these functions.

import { BroadcastChannel } from 'node:worker_threads'
import { describe, test } from 'vitest'
import { shownError } from './shown-error.ts'
import type { UiAnswer, UiReply } from './ui-messages.ts'

export interface UiTests {
  /** A suite whose checks run together. */
  suite(title: string, checks: () => void): void
  /** Checks that run one by one. */
  oneByOne(title: string, checks: () => void): void
  check(id: string, title: string): void
  /** A check that must not run beside others. */
  checkAlone(id: string, title: string): void
  /** What cannot be tried at all, such as a file that cannot be loaded. */
  broken(title: string, message: string): void
}

const waiting = new Map<number, (answer: UiAnswer) => void>()
const channels = new Map<string, BroadcastChannel>()
let lastNumber = 0

/** Tests whose checks are run by the command that listens on this channel. */
export function uiTests(channelName: string): UiTests {
  const ask = (checkId: string): Promise<UiAnswer> => {
    const number = ++lastNumber
    const answer = new Promise<UiAnswer>(resolve => waiting.set(number, resolve))
    channelNamed(channelName).postMessage({ kind: 'question', number, checkId })
    return answer
  }
  const declare = (id: string, title: string, concurrent: boolean): void => {
    // The command has the limits of checks, and of whatever else it has to do.
    test(`${id}: ${title}`, { concurrent, timeout: 0 }, async ({ annotate, skip }) => {
      const answer = await ask(id)
      switch (answer.outcome) {
        case 'pass':
          for (const { heading, text } of answer.remarks) await annotate(text, heading)
          return
        case 'skip':
          return skip(answer.reason)
        case 'fail':
          throw shownError(answer)
      }
    })
  }
  return {
    suite: (title, checks) => describe(title, { concurrent: true }, checks),
    oneByOne: (title, checks) => describe(title, { concurrent: false }, checks),
    check: (id, title) => declare(id, title, true),
    checkAlone: (id, title) => declare(id, title, false),
    broken(title, message) {
      test(title, () => {
        throw shownError({ message })
      })
    },
  }
}

function channelNamed(name: string): BroadcastChannel {
  const open = channels.get(name)
  if (open !== undefined) return open
  const channel = new BroadcastChannel(name)
  channel.onmessage = event => {
    if (!isReply(event)) return
    waiting.get(event.data.number)?.(event.data.answer)
    waiting.delete(event.data.number)
  }
  // It must not keep the worker alive when its tests are done.
  channel.unref()
  channels.set(name, channel)
  return channel
}

/** From the command; whoever else is in this process does not know the name of the channel. */
function isReply(event: unknown): event is { readonly data: UiReply } {
  if (typeof event !== 'object' || event === null || !('data' in event)) return false
  const { data } = event
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'reply'
}

// Every hostile provider.

import { answers } from './answers.ts'
import { bodies } from './bodies.ts'
import { connections } from './connections.ts'
import type { Hostile } from './hostile.ts'
import { messages } from './messages.ts'
import { protocols } from './protocols.ts'
import { secureAndTokens } from './secure.ts'

export const corpus: readonly Hostile[] = [
  ...connections,
  ...protocols,
  ...answers,
  ...bodies,
  ...messages,
  ...secureAndTokens,
]

// What every command is handed when it is declared.

import type { Output } from '../terminal.ts'

export interface Setting {
  readonly output: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Called by the action of a command with its exit code. */
  readonly end: (exitCode: number) => void
}

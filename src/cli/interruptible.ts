// Ctrl-C and SIGTERM: a command ends in order the first time, and at once the second.

import type { Output } from './terminal.ts'

/** The first SIGINT or SIGTERM stops the run cleanly, the second ends the process at once. */
export function interruptible(
  output: Output,
  words = 'Stopping: waiting for requests under way and deleting what was made. Again to stop at once.',
): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(3)
    output.tell(`\n${words}`)
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    end() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}

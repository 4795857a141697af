// Output that is kept, for commands that are called and not started.

import type { Output } from '../../src/cli/terminal.ts'

export interface KeptOutput extends Output {
  /** What was printed and told so far, in order. */
  text(): string
  /** Resolves once so much was printed or told that the pattern matches, or fails after a while. */
  until(pattern: RegExp): Promise<string>
  /** Forgets what there is. */
  forget(): void
}

const limitMs = 60_000

export function keptOutput(): KeptOutput {
  let kept = ''
  const add = (text: string): void => {
    kept += text.endsWith('\n') ? text : `${text}\n`
  }
  return {
    print: add,
    tell: add,
    live: false,
    colour: false,
    width: 100,
    text: () => kept,
    forget() {
      kept = ''
    },
    async until(pattern) {
      const end = performance.now() + limitMs
      while (!pattern.test(kept)) {
        if (performance.now() > end) throw new Error(`Not told within ${limitMs} ms: ${pattern}\n${kept}`)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
      return kept
    },
  }
}

// Asks for a secret on the terminal: what is typed is not shown.

import { ConfigurationError, InterruptedError } from '../errors.ts'

/** Asks, and gives what was typed. Throws ConfigurationError where there is no terminal, InterruptedError on Ctrl-C. */
export type AskSecret = (question: string) => Promise<string>

/** The part of a terminal that is needed here; `process.stdin` and `process.stderr` have it. */
export interface SecretTerminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(on: boolean): unknown }
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

/** Asks on this process's terminal, or the one given. */
export function askOnTerminal(
  question: string,
  terminal: SecretTerminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  const { input, output } = terminal
  if (input.isTTY !== true || output.isTTY !== true || input.setRawMode === undefined) {
    return Promise.reject(
      new ConfigurationError('There is no terminal to ask for a secret on.', {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the notation of the target file
        hint: 'Where no one can answer, put the secret into an environment variable and write ${NAME} into the target file.',
      }),
    )
  }
  output.write(question)
  input.setRawMode(true)
  return new Promise<string>((resolve, reject) => {
    let typed = ''
    const end = (settle: () => void): void => {
      input.off('data', onData)
      input.off('end', onEnd)
      input.setRawMode?.(false)
      input.pause()
      output.write('\n')
      settle()
    }
    const onEnd = (): void => end(() => resolve(typed))
    const onData = (chunk: Buffer | string): void => {
      for (const character of String(chunk)) {
        if (character === '\r' || character === '\n' || character === '\u0004') {
          onEnd()
          return
        }
        if (character === '\u0003') {
          end(() => reject(new InterruptedError('The run was interrupted before anything was sent.')))
          return
        }
        if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('')
        else if (character === '\u0015') typed = ''
        else if (character >= ' ') typed += character
      }
    }
    input.on('data', onData)
    input.once('end', onEnd)
    input.resume()
  })
}

// Questions on a terminal, one after the other; secrets are typed without being shown.

import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { ConfigurationError, InterruptedError } from '../../errors.ts'
import type { ConsentTerminal } from '../consent.ts'

export interface Questions {
  /** The answer without spaces around it, or `usual` for an empty one. */
  ask(question: string, usual?: string): Promise<string>
  /** Asks until the answer is one of these, or the beginning of exactly one. */
  choose<Choice extends string>(question: string, choices: readonly Choice[], usual: Choice): Promise<Choice>
  /** Yes only where that is said. */
  confirm(question: string): Promise<boolean>
  /** What is typed is not shown; empty where nothing is. */
  secret(question: string): Promise<string>
  /** Rejects where someone presses Ctrl-C, also between questions. */
  readonly interrupted: Promise<never>
  close(): void
}

/**
 * Asks on a terminal. Questions reject with ConfigurationError where the input ends (Ctrl-D), with InterruptedError for
 * Ctrl-C.
 */
export function askOn({ input, output }: ConsentTerminal): Questions {
  let isHidden = false
  const shown = new Writable({
    write(chunk, _, done) {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input, output: shown, terminal: true, historySize: 0 })
  // Lines may come before they are asked for, pasted in one go.
  const typed: string[] = []
  let ended: Error | undefined
  let wake: () => void = () => undefined
  const end = (error: Error): void => {
    ended ??= error
    wake()
  }
  lines.on('line', line => {
    typed.push(line)
    wake()
  })
  lines.on('close', () => end(new ConfigurationError('Nothing was written: the answers ended too early.')))
  const interrupted = new Promise<never>((_, reject) => {
    lines.on('SIGINT', () => {
      const error = new InterruptedError('Interrupted before anything was written.')
      end(error)
      reject(error)
    })
  })
  interrupted.catch(() => undefined) // A question that waits rejects with the same.

  const nextLine = async (prompt: string): Promise<string> => {
    lines.setPrompt(prompt)
    if (ended === undefined) lines.prompt()
    for (;;) {
      const line = typed.shift()
      if (line !== undefined) return line.trim()
      if (ended !== undefined) throw ended
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }
  const ask: Questions['ask'] = async (question, usual) => {
    for (;;) {
      const answer: string | undefined =
        (await nextLine(`${question}${usual === undefined || usual === '' ? '' : ` [${usual}]`}: `)) || usual
      if (answer !== undefined) return answer
    }
  }
  return {
    ask,
    async choose(question, choices, usual) {
      for (;;) {
        const answer = (await ask(`${question} (${choices.join(', ')})`, usual)).toLowerCase()
        const meant = choices.filter(choice => choice === answer)
        const begun = meant.length === 1 ? meant : choices.filter(choice => choice.startsWith(answer))
        if (begun[0] !== undefined && begun.length === 1) return begun[0]
      }
    },
    async confirm(question) {
      return /^y(es)?$/i.test(await nextLine(`${question} [y/N] `))
    },
    async secret(question) {
      output.write(`${question}: `)
      isHidden = true
      try {
        return await nextLine('')
      } finally {
        isHidden = false
        output.write('\n')
      }
    },
    interrupted,
    close: () => lines.close(),
  }
}

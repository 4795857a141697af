// What is asked for while a watch waits: keys on a terminal, lines from anything else.

export type WatchCommand =
  | { readonly kind: 'again' | 'all' | 'failed' | 'quit' | 'interrupt' }
  /** Prefixes as of --only; none for all. */
  | { readonly kind: 'filter'; readonly only: readonly string[] }
  /** Something was typed that says nothing. */
  | { readonly kind: 'unknown'; readonly text: string }
  /** The input has ended: nothing more will be asked for. */
  | { readonly kind: 'end' }

export interface WatchInput {
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown
  on(event: 'end', listener: () => void): unknown
  off(event: 'data', listener: (chunk: Buffer | string) => void): unknown
  off(event: 'end', listener: () => void): unknown
  resume(): unknown
  pause(): unknown
  readonly isTTY?: boolean
  setRawMode?(raw: boolean): unknown
}

const byName: Readonly<Record<string, WatchCommand['kind'] & ('again' | 'all' | 'failed' | 'quit' | 'interrupt')>> = {
  '': 'again',
  '\r': 'again',
  '\n': 'again',
  r: 'again',
  a: 'all',
  f: 'failed',
  q: 'quit',
  '\u0004': 'quit',
  '\u0003': 'interrupt',
}

/** Reads commands until it is closed. `onPrompt` is called when the next line typed is a filter. */
export function readCommands(
  input: WatchInput,
  onCommand: (command: WatchCommand) => void,
  onPrompt: () => void,
): { readonly byKeys: boolean; close(): void } {
  const byKeys = input.isTTY === true && input.setRawMode !== undefined
  let filtering = false
  let line = ''

  const onKeys = (text: string): void => {
    for (const key of text) {
      const kind = byName[key]
      if (key === 'p') {
        filtering = true
        // The terminal itself lets the line be edited.
        input.setRawMode?.(false)
        onPrompt()
        return
      }
      onCommand(kind === undefined ? { kind: 'unknown', text: key } : { kind })
    }
  }
  const onLine = (text: string): void => {
    if (byKeys) {
      filtering = false
      input.setRawMode?.(true)
      onCommand({ kind: 'filter', only: prefixesOf(text) })
      return
    }
    const [, prefixes] = /^p(?:\s+(.*))?$/.exec(text) ?? []
    const kind = byName[text]
    if (kind !== undefined) onCommand({ kind })
    else if (/^p(\s|$)/.test(text)) onCommand({ kind: 'filter', only: prefixesOf(prefixes ?? '') })
    else onCommand({ kind: 'unknown', text })
  }
  const onData = (chunk: Buffer | string): void => {
    const text = String(chunk)
    if (byKeys && !filtering) {
      onKeys(text)
      return
    }
    const lines = (line + text).split(/\r?\n/)
    line = lines.pop() ?? ''
    for (const one of lines) onLine(one.trim())
  }
  const onEnd = (): void => onCommand({ kind: 'end' })

  if (byKeys) input.setRawMode?.(true)
  input.on('data', onData)
  input.on('end', onEnd)
  input.resume()
  return {
    byKeys,
    close() {
      input.off('data', onData)
      input.off('end', onEnd)
      if (byKeys) input.setRawMode?.(false)
      input.pause()
    },
  }
}

function prefixesOf(text: string): readonly string[] {
  return text
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '')
}

// Where output goes and what the terminal can do.

import { withoutLogCommands } from '../report/plain-text.ts'

export interface Output {
  /** Results: stdout. */
  print(text: string): void
  /** Progress, questions and errors: stderr. */
  tell(text: string): void
  /** As `tell`, for commands of ours to the CI that reads along; without it they are told. */
  command?(text: string): void
  /** Whether stderr is a terminal on which a live line can be drawn. */
  readonly live: boolean
  readonly colour: boolean
  /** Columns. */
  readonly width: number
}

/**
 * A reader who has seen enough (`list | head -1`) is no fault: what is still printed then is lost, and the command ends as
 * it would have. What is lost for another reason, such as a full disk, is told, and the exit code is 2 at the least.
 */
function outliveReader(stream: NodeJS.WriteStream): void {
  let told = false
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || told) return
    told = true
    if (stream !== process.stderr)
      process.stderr.write(`Error E_CONFIG: The output cannot be written: ${error.message}.\n`)
    process.once('exit', exitCode => {
      process.exitCode = Math.max(exitCode, 2)
    })
  })
}

/** Output to this process's own streams; colours only on a terminal, and never with NO_COLOR. */
export function processOutput(env: Readonly<Record<string, string | undefined>>): Output {
  const { stdout, stderr } = process
  outliveReader(stdout)
  outliveReader(stderr)
  const noColour = env.NO_COLOR !== undefined && env.NO_COLOR !== ''
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0'
  const line = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)
  return {
    // A service provider has a say in what is printed; a CI that reads along must not take it for a command.
    print: text => void stdout.write(line(withoutLogCommands(text))),
    tell: text => void stderr.write(line(withoutLogCommands(text))),
    command: text => void stderr.write(line(text)),
    live: stderr.isTTY === true && env.CI === undefined && env.TERM !== 'dumb',
    colour: !noColour && (forced || (stdout.isTTY === true && env.TERM !== 'dumb')),
    width: widthOf(stdout.columns),
  }
}

/** Columns to wrap at: of a terminal that does not know how wide it is (0) the usual 80, of what is none 100. */
export function widthOf(columns: number | undefined): number {
  if (columns === undefined) return 100
  return columns <= 0 ? 80 : Math.max(40, Math.min(columns, 120))
}

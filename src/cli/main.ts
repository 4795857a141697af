// The command line: arguments in, exit code out. The commands are declared in commands/.

import { Command, CommanderError, Help, type Option } from 'commander'
import { tool } from '../engine/tool.ts'
import { HarnessError } from '../errors.ts'
import { plainText } from '../report/plain-text.ts'
import { addExamineCommands } from './commands/examine.ts'
import { addLookUpCommands } from './commands/look-up.ts'
import { addOperateCommands } from './commands/operate.ts'
import { addReportCommands } from './commands/reports.ts'
import { addSetUpCommands } from './commands/set-up.ts'
import type { Setting } from './commands/setting.ts'
import { exitCodeOfError } from './exit-code.ts'
import { type Output, processOutput } from './terminal.ts'
import { usageError } from './usage-error.ts'

/** Carries out a command line (without the program's name) and gives the exit code; with the process's own environment and output. */
export async function main(
  args: readonly string[],
  env: Setting['env'] = process.env,
  output: Output = processOutput(env),
): Promise<number> {
  let exitCode = 0
  const program = new Command('scim-conformance')
    .description(
      'Tells where a SCIM 2.0 service provider departs from RFC 7643, RFC 7644 and RFC 9865, and how to mend it.',
    )
    .version(tool.version)
    .addHelpText('after', '\nBegin with `scim-conformance init https://your.host`, then `scim-conformance run`.')
    .showSuggestionAfterError(false)
    .exitOverride()
    // What is wrong with the command line is told below, as every other mistake.
    .configureOutput({ writeErr: text => output.tell(text), outputError: () => undefined })
    .configureHelp({ optionDescription: withoutEmptyDefault })

  const setting = {
    output,
    env,
    end: (code: number) => {
      exitCode = code
    },
  }
  program.commandsGroup('Examine a service provider:')
  addExamineCommands(program, setting)
  program.commandsGroup('Set up:')
  addSetUpCommands(program, setting)
  program.commandsGroup('Look up:')
  addLookUpCommands(program, setting)
  program.commandsGroup('Work with reports:')
  addReportCommands(program, setting)
  program.commandsGroup('Operate:')
  addOperateCommands(program, setting)

  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      tellError(error, output.tell)
      return exitCodeOfError(error)
    }
    if (error.exitCode === 0) return 0
    // Without a command the help was shown, which says it all.
    if (error.code !== 'commander.help') tellError(usageError(error, program, args), output.tell)
    return 2
  }
}

const plainHelp = new Help()

/** What the help says of an option. That a list is empty and a switch off by default goes without saying. */
function withoutEmptyDefault(option: Option): string {
  const { defaultValue } = option
  const isEmpty = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0)
  return isEmpty && option.argChoices === undefined ? option.description : plainHelp.optionDescription(option)
}

function tellError(error: unknown, tell: (text: string) => void): void {
  if (!(error instanceof HarnessError)) {
    tell(
      `scim-conformance broke, which is our fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    return
  }
  // Servers have a say in these: no escape sequence of theirs gets through.
  tell(plainText(`Error ${error.code}: ${error.message}`))
  if (error.hint !== undefined) tell(plainText(`  ${error.hint}`))
}

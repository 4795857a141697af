// What is wrong with a command line, as the rest of the harness says it: the thing, the place, the remedy.

import type { Command, CommanderError, Option } from 'commander'
import { ConfigurationError } from '../errors.ts'
import { nearest } from '../target/nearest.ts'
import { usualTargetFile } from './paths.ts'

/** In the words of a ConfigurationError; `args` is the command line without the program's name. */
export function usageError(
  { code, message }: CommanderError,
  program: Command,
  args: readonly string[],
): ConfigurationError {
  const command = program.commands.find(one => args.find(arg => !arg.startsWith('-')) === one.name()) ?? program
  const plain = message.replace(/^error: /, '')
  const [, named = ''] = /'(.*?)'/s.exec(plain) ?? []
  switch (code) {
    case 'commander.unknownCommand':
      return unknownCommand(args.find(arg => !arg.startsWith('-')) ?? '', program)
    case 'commander.unknownOption':
      return unknownOption(/'(.*)'$/s.exec(plain)?.[1] ?? named, command)
    case 'commander.excessArguments':
      return excessArguments(command)
    case 'commander.missingArgument':
      return missingArgument(named, command)
    case 'commander.optionMissingArgument':
      return new ConfigurationError(`${nameOf(named)} needs a value: ${named}.`, { hint: helpOf(command, named) })
    case 'commander.invalidArgument':
      return invalidValue(plain, command)
    case 'commander.conflictingOption': {
      const [one = '', other = ''] = [...plain.matchAll(/'(.*?)'/g)].map(([, flags = '']) => nameOf(flags))
      return new ConfigurationError(`${one} and ${other} do not go together.`, { hint: 'Leave one of them out.' })
    }
    default:
      return new ConfigurationError(capitalised(plain), { hint: seeHelp(command) })
  }
}

function unknownCommand(name: string, program: Command): ConfigurationError {
  const names = program.commands.map(one => one.name())
  const meant = nearest(name, names)
  const hint = isAddress(name)
    ? `scim-conformance init ${name} writes a target file for it; then: scim-conformance run`
    : `${meant === undefined ? '' : `Did you mean ${meant}? `}scim-conformance --help shows every command.`
  return new ConfigurationError(`There is no command "${name}".`, { hint })
}

function unknownOption(flag: string, command: Command): ConfigurationError {
  const [name = ''] = flag.split('=')
  const known = [...command.options.map(({ long }) => long ?? ''), '--help']
  if (name !== flag && known.includes(name))
    return new ConfigurationError(`${name} takes no value.`, { hint: helpOf(command, name) })
  const meant = nearest(name, known)
  return new ConfigurationError(`${whose(command)} has no option ${name}.`, {
    hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}${seeHelp(command)}`,
  })
}

/** Somebody took it for a place to name a service provider, a file, or checks. */
function excessArguments(command: Command): ConfigurationError {
  const name = command.name()
  const [first = ''] = command.args.slice(command.registeredArguments.length)
  const has = (option: string): boolean => command.options.some(({ long }) => long === option)
  const takes =
    command.registeredArguments.length === 0
      ? 'takes options alone'
      : `takes ${command.registeredArguments.map(argument => argument.name()).join(' and ')} alone`
  const hint =
    isAddress(first) && has('--target')
      ? `A target file says where it is. Write one with: scim-conformance init ${first}. Then: scim-conformance ${name} --target ${usualTargetFile}`
      : /\.ya?ml(#.*)?$/.test(first) && has('--target')
        ? `Name the target file with --target: scim-conformance ${name} --target ${first}`
        : has('--only')
          ? `Name checks with --only: scim-conformance ${name} --only ${first}`
          : name === 'list'
            ? `scim-conformance explain ${first} tells of checks whose ids begin so.`
            : seeHelp(command)
  return new ConfigurationError(`"${first}" is no argument of ${name}, which ${takes}.`, { hint })
}

function missingArgument(named: string, command: Command): ConfigurationError {
  const argument = command.registeredArguments.find(one => one.name() === named)
  const usage = command.registeredArguments.map(one => `<${one.name()}${one.variadic ? '...' : ''}>`).join(' ')
  const what = argument === undefined || argument.description === '' ? '' : ` (${argument.description})`
  return new ConfigurationError(`${command.name()} needs ${named}${what}.`, {
    hint: `scim-conformance ${command.name()} ${usage}`,
  })
}

/** `option '--seed <n>' argument 'x' is invalid. Give a whole number.` */
function invalidValue(plain: string, command: Command): ConfigurationError {
  const [, flags = '', value = '', why = ''] = /^option '(.*?)' argument '(.*)' is invalid\.\s*(.*)$/s.exec(plain) ?? []
  if (flags === '') return new ConfigurationError(capitalised(plain), { hint: seeHelp(command) })
  const choices = optionWith(flags, command)?.argChoices
  const meant = choices === undefined ? undefined : nearest(value, choices)
  return new ConfigurationError(`${nameOf(flags)} cannot be "${value}".`, {
    hint:
      choices === undefined
        ? why
        : `${meant === undefined ? '' : `Did you mean ${meant}? `}It is one of ${choices.join(', ')}.`,
  })
}

function optionWith(flags: string, command: Command): Option | undefined {
  return command.options.find(option => option.flags === flags || option.long === nameOf(flags))
}

/** `--target` of `--target <file>`. */
function nameOf(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags
}

function helpOf(command: Command, flags: string): string {
  const description = optionWith(flags, command)?.description
  return description === undefined ? seeHelp(command) : `${nameOf(flags)}: ${description}.`
}

function seeHelp(command: Command): string {
  return `${[...(command.parent === null ? [] : ['scim-conformance']), command.name()].join(' ')} --help shows what there is.`
}

function whose(command: Command): string {
  return command.parent === null ? 'scim-conformance' : command.name()
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}

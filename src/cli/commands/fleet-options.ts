// The options of commands that take many targets at once.

import { type Command, InvalidArgumentError, Option } from 'commander'
import { ConfigurationError } from '../../errors.ts'
import { positiveNumber } from '../option-values.ts'

/** Declares which targets, and how many at once; `jobs` is what holds where it is not given. */
export function addTargetsOptions(command: Command, usual: { readonly jobs: number }): Command {
  return command
    .addOption(
      new Option('--targets <path>', 'many targets: a folder with a file for each, or a file with a list').conflicts(
        'target',
      ),
    )
    .option('--jobs <n>', `of many targets, so many at once (default: ${usual.jobs})`, positiveNumber)
    .option('--per-host <n>', 'of those, so many on one host (default: as many)', positiveNumber)
    .option('--shard <i/n>', 'only this part of many targets, counted from 1: 2/10', notEmpty)
}

/** The same, with what is remembered and written of a look at many. */
export function addFleetOptions(command: Command, usual: { readonly jobs: number }): Command {
  return addTargetsOptions(command, usual)
    .option('--state <dir>', 'remember there how many targets are, and tell what changed since', notEmpty)
    .option('--notify-cmd <command>', 'run this when something changed, with the changes as JSON on stdin', notEmpty)
    .option('--jsonl <file>', 'of many targets, write a line of JSON as each is over; - is stdout', notEmpty)
    .option('--openmetrics <file>', 'of many targets, write figures for Prometheus', notEmpty)
}

/**
 * Whether many targets are meant. Throws ConfigurationError where they are not, but an option is given that is for many
 * alone, or one beside them that is for one target alone.
 */
export function isForMany(options: Readonly<Record<string, unknown>>): boolean {
  const given = (names: readonly string[]) => names.find(name => isGiven(options[name]))
  const isMany = options.targets !== undefined
  const odd = given(isMany ? forOne : forMany)
  if (odd === undefined) return isMany
  const flag = `--${odd.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
  throw isMany
    ? new ConfigurationError(`${flag} is for one target, and --targets names many.`, {
        hint: 'Name the one with --target: one of many is called FOLDER#NAME.',
      })
    : new ConfigurationError(`${flag} is for many targets.`, { hint: 'Name them with --targets, a folder or a file.' })
}

const forMany = ['jobs', 'perHost', 'shard', 'state', 'notifyCmd', 'jsonl', 'openmetrics']
const forOne = ['defect', 'variant', 'plan', 'failed', 'watch', 'list']

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
}

function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Give something.')
  return text
}

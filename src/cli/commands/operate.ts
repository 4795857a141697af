// The commands of the command line, operate: what is done at service providers in use. Each is loaded when it is asked for.

import { type Command, Option } from 'commander'
import { commaSeparated, positiveNumber, spanMs } from '../option-values.ts'
import { usualTargetFile } from '../paths.ts'
import { addFleetOptions, addTargetsOptions, isForMany } from './fleet-options.ts'
import type { Setting } from './setting.ts'

/** Declares the commands for whoever operates a service provider. */
export function addOperateCommands(program: Command, { end, env, output }: Setting): void {
  const sweep = program
    .command('sweep')
    .description('delete what earlier runs have left: known from their journals, or by the mark in its names')
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .option('--dry-run', 'only read, and tell what would be deleted', false)
    .option('--list', 'send nothing, and tell what the journals on this machine hold', false)
    .option('--all', 'delete also what belongs to a run that seems to be under way', false)
    .addOption(
      new Option(
        '--older-than <span>',
        'let be what a run of which no journal here knows has made or changed within: 30m, 2h, 1d; 0 only watches for changes',
      )
        .argParser(spanMs)
        .default(3_600_000, '1h'),
    )
    .option('--journals <dir>', 'where the journals are (default: where runs on this machine write them)')
    .option('--yes', 'agree to deleting it without being asked', false)
    .option('--quiet', 'print nothing but errors', false)
    .option('--json', 'print the result alone on stdout', false)
    .option('--seconds <n>', 'of many targets, time for one at the most', positiveNumber)
    .action(async options => {
      if (isForMany(options)) {
        const { fleetSweepCommand } = await import('../fleet/sweep.ts')
        end(await fleetSweepCommand(options, output, env))
        return
      }
      const { sweepCommand } = await import('../sweep.ts')
      end(await sweepCommand(options, output, env))
    })
  // Last, for few need them on the first day.
  addTargetsOptions(sweep, { jobs: 8 })
  addFleetOptions(program.command('health'), { jobs: 32 })
    .description('look whether service providers in use are well; only reads are sent')
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .option('--defect <names>', 'look at the embedded provider with these defects, comma-separated', commaSeparated, [])
    .option('--variant <names>', 'look at the embedded provider as these legal variants', commaSeparated, [])
    .option('--out <dir>', 'write reports there: health.json, health.html, health.md')
    .option('--seconds <n>', 'time for one target at the most', positiveNumber)
    .addOption(
      new Option('--fail-on <verdict>', 'the least grave verdict that makes the exit code other than 0')
        .choices(['degraded', 'failing', 'sign-in-needed', 'unreachable'])
        .default('failing'),
    )
    .option('--quiet', 'print nothing but errors', false)
    .option('--json', 'print the result alone on stdout', false)
    .action(async options => {
      if (isForMany(options)) {
        const { fleetHealthCommand } = await import('../fleet/health.ts')
        end(await fleetHealthCommand(options, output, env))
        return
      }
      const { healthCommand } = await import('../health.ts')
      end(await healthCommand(options, output, env))
    })
}

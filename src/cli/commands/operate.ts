// The commands of the command line, operate: what is done at service providers in use. Each is loaded when it is asked for.

import { type Command, Option } from 'commander'
import { positiveNumber } from '../option-values.ts'
import { addFleetOptions, isForMany } from './fleet-options.ts'
import type { Setting } from './setting.ts'

/** Declares the commands for whoever operates a service provider. */
export function addOperateCommands(program: Command, { end, env, output }: Setting): void {
  // Of one target alone: see health.ts, once it is there.
  addFleetOptions(program.command('health'), { jobs: 32 })
    .description('look whether service providers in use are well; only reads are sent')
    .option('--out <dir>', 'the folder for the reports')
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
      }
    })
}

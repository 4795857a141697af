// The commands of the command line, look up: what the harness knows. Each is loaded when it is asked for.

import { type Command, Option } from 'commander'
import type { Setting } from './setting.ts'

/** Declares `list`, `explain`. */
export function addLookUpCommands(program: Command, { end, env, output }: Setting): void {
  program
    .command('list')
    .description('list every check, defect or variant')
    .addOption(
      new Option('--defects', 'the named defects of the embedded provider instead')
        .default(false)
        .conflicts('variants'),
    )
    .option('--variants', 'its legal variants instead', false)
    .option('--target <file>', 'also the checks of your own that this target file names')
    .option('--json', 'as JSON', false)
    .action(async options => {
      const { listCommand } = await import('../list.ts')
      end(await listCommand(options, output, env))
    })
  program
    .command('explain')
    .description('say what a check, a requirement or a topic is about')
    .argument('<id>', 'a check id (create/created), a requirement id (7644-3.3-06), the beginning of some, or a topic')
    .option('--target <file>', 'also of your own, as this target file names them')
    .action(async (id: string, options: { target?: string }) => {
      const { explainCommand } = await import('../explain.ts')
      end(await explainCommand(id, options, output, env))
    })
}

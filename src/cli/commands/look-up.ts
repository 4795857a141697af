// The commands of the command line, look up: what the harness knows. Each is loaded when it is asked for.

import { type Command, Option } from 'commander'
import type { Setting } from './setting.ts'

/** Declares `list`, `explain`. */
export function addLookUpCommands(program: Command, { end, output }: Setting): void {
  program
    .command('list')
    .description('list every check, defect or variant')
    .addOption(
      new Option('--defects', 'the named defects of the embedded provider instead')
        .default(false)
        .conflicts('variants'),
    )
    .option('--variants', 'its legal variants instead', false)
    .option('--json', 'as JSON', false)
    .action(async options => {
      const { listCommand } = await import('../list.ts')
      end(await listCommand(options, output))
    })
  program
    .command('explain')
    .description('say what a check, a requirement or a topic is about')
    .argument('<id>', 'a check id (create/created), a requirement id (7644-3.3-06), the beginning of some, or a topic')
    .action(async (id: string) => {
      const { explainCommand } = await import('../explain.ts')
      end(explainCommand(id, output))
    })
}

// The commands of the command line, reports: what is done with reports. Each is loaded when it is asked for.

import type { Command } from 'commander'
import type { Setting } from './setting.ts'

/** Declares `report`, `baseline`, `diff`. */
export function addReportCommands(program: Command, { end, env, output }: Setting): void {
  program
    .command('report')
    .description('render a report again')
    .argument('<report.json>', 'a report that run has written')
    .option('--html <file>', 'write HTML')
    .option('--junit <file>', 'write JUnit XML')
    .option('--har <file>', 'write HAR 1.2')
    .option('--markdown <file>', 'write Markdown')
    .action(async (file: string, options) => {
      const { reportCommand } = await import('../report.ts')
      end(reportCommand(file, options, output, env))
    })
  program
    .command('baseline')
    .description('write a baseline of what a report found, for run --baseline')
    .argument('<report.json>', 'a report that run has written')
    .option('--out <file>', 'where to write it (default: stdout)')
    .option('--force', 'replace that file', false)
    .option('--warnings', 'accept warnings too', false)
    .option('--owner <who>', 'who answers for it', 'nobody yet')
    .option('--reason <text>', 'why it is accepted')
    .option('--expires <day>', 'the last day on which it holds, YYYY-MM-DD (default: in 90 days)')
    .action(async (file: string, options) => {
      const { baselineCommand } = await import('../baseline.ts')
      end(baselineCommand(file, options, output, env))
    })
  program
    .command('diff')
    .description('tell what got better or worse from one report to another; exit code 1 where something got worse')
    .argument('<before.json>', 'the earlier report')
    .argument('<after.json>', 'the later one')
    .option('--json', 'as JSON', false)
    .action(async (before: string, after: string, options: { json: boolean }) => {
      const { diffCommand } = await import('../diff.ts')
      end(diffCommand(before, after, options, output, env))
    })
}

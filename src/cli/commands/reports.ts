// The commands of the command line, reports: what is done with reports. Each is loaded when it is asked for.

import { type Command, Option } from 'commander'
import type { Setting } from './setting.ts'

/** Declares `report`, `merge`, `baseline`, `diff`. */
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
    .command('merge')
    .description('put the results of parts of many targets together, or the reports of single runs')
    .argument(
      '<fleet.json...>',
      'what `health --targets` or `run --targets` wrote, lines of --jsonl too, or the report.json of a run',
    )
    .option('--out <dir>', 'write fleet.json, fleet.html, fleet.junit.xml and fleet.md there')
    .option('--openmetrics <file>', 'write figures for Prometheus')
    .addOption(
      new Option('--fail-on <verdict>', 'of health: the least grave verdict that makes the exit code other than 0')
        .choices(['degraded', 'failing', 'sign-in-needed', 'unreachable'])
        .default('failing'),
    )
    .option('--quiet', 'print nothing but errors', false)
    .option('--json', 'print the result alone on stdout', false)
    .action(async (files: string[], options) => {
      const { mergeCommand } = await import('../fleet/merge.ts')
      end(mergeCommand(files, options, output, env))
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

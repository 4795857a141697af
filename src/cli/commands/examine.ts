// The commands of the command line, examine: what examines a target, and the embedded provider to try it on. Each is loaded when it is asked for.

import { type Command, Option } from 'commander'
import { commaSeparated, portNumber, positiveNumber, wholeNumber } from '../option-values.ts'
import { usualTargetFile } from '../paths.ts'
import { addFleetOptions, isForMany } from './fleet-options.ts'
import type { Setting } from './setting.ts'

/** Declares `run`, `fuzz`, `ui`, `demo`, `serve`. */
export function addExamineCommands(program: Command, { end, env, output }: Setting): void {
  const run = program
    .command('run')
    .description('examine a target and write report.json, report.html and junit.xml')
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .option('--defect <names>', 'examine the embedded provider with these defects, comma-separated', commaSeparated, [])
    .option('--variant <names>', 'examine the embedded provider as these legal variants', commaSeparated, [])
    .option('--out <dir>', 'the folder for the reports', 'reports')
    .option(
      '--only <prefixes>',
      'only these: check ids, topics or requirement ids, comma-separated',
      commaSeparated,
      [],
    )
    .option('--skip <prefixes>', 'leave these out', commaSeparated, [])
    .option('--interop', 'examine too what Entra, Okta, OneLogin and JumpCloud send beyond the RFCs', false)
    .option('--auth-server', 'examine too the authorization server that the target file names', false)
    .option('--no-own-checks', 'leave out the checks of your own that the target file names, and do not load them')
    .option(
      '--profile <names>',
      'examine only what a client asks for before it lists a service provider: gate-okta-oin, gate-entra',
      commaSeparated,
      [],
    )
    .option('--baseline <file>', 'accept the findings that this file lists, for as long as it says')
    .option('--strict', 'count the known deviations of a preset and of a baseline like any other', false)
    .addOption(
      new Option('--quick', 'a quick look: the basics alone, in fewer than 50 requests')
        .default(false)
        .conflicts(['failed', 'profile', 'interop', 'authServer']),
    )
    .option('--plan', 'show what would be created and sent, and send nothing', false)
    .addOption(
      new Option(
        '--failed [report.json]',
        'run again what failed in a report (default: the one in the folder for reports)',
      ).conflicts('profile'),
    )
    .addOption(
      new Option(
        '--watch [paths]',
        'run again when a key is pressed, or when the target file or one of these files and folders changes',
      )
        .argParser((text: string, before: unknown) => commaSeparated(text, Array.isArray(before) ? before : []))
        .conflicts(['plan', 'json', 'quiet']),
    )
    .option(
      '--seed <n>',
      'drives every choice but the run id (default: 1, with --failed that of the report)',
      wholeNumber,
    )
    .option('--concurrency <n>', 'requests under way at once (default: the target file says)', positiveNumber)
    .option('--max-requests <n>', 'stop after so many requests (default: the target file says)', positiveNumber)
    .option(
      '--max-resources <n>',
      'let no more resources of the run exist at once (default: the target file says)',
      positiveNumber,
    )
    .option('--max-seconds <n>', 'stop after so many seconds (default: the target file says)', positiveNumber)
    .addOption(
      new Option('--fail-on <level>', 'what makes the exit code 1')
        .choices(['must', 'should', 'client'])
        .default('must'),
    )
    .option('--har', 'write report.har, too: what was sent and received, for other tools', false)
    .option('--markdown', 'write summary.md, too', false)
    .option('--yes', 'agree to creating and deleting test resources without being asked', false)
    .option('--quiet', 'print nothing but errors', false)
    .option('--json', 'print the report alone on stdout', false)
    .action(async options => {
      if (isForMany(options)) {
        const { fleetRunCommand } = await import('../fleet/run.ts')
        end(await fleetRunCommand(options, output, env))
        return
      }
      const { runCommand } = await import('../run.ts')
      end(await runCommand(options, output, env))
    })
  // Last, for few need them on the first day.
  addFleetOptions(run, { jobs: 2 })
  program
    .command('replay')
    .description(
      'print the requests of one check, from a report; with --send carry the check out anew and show them as they go',
    )
    .argument('<check-id>', 'its whole id: create/location')
    .option('--report <file>', 'the report', 'reports/report.json')
    .addOption(
      new Option('--format <format>', 'curl commands, the messages, or data')
        .choices(['curl', 'http', 'json'])
        .default('curl'),
    )
    .option('--send', 'carry the check out anew: what the run of the report had made is there no more', false)
    .option('--target <file>', `with --send: the target file (default: ${usualTargetFile})`)
    .option('--defect <names>', 'with --send: the embedded provider with these defects', commaSeparated, [])
    .option('--variant <names>', 'with --send: the embedded provider as these legal variants', commaSeparated, [])
    .option('--baseline <file>', 'with --send: accept the findings that this file lists')
    .option('--seed <n>', 'with --send: drives every choice but the run id (default: that of the report)', wholeNumber)
    .option('--yes', 'with --send: agree to creating and deleting test resources without being asked', false)
    .action(async (id: string, options) => {
      const { replayCommand } = await import('../replay.ts')
      end(await replayCommand(id, options, output, env))
    })
  program
    .command('fuzz')
    .description('try generated filters or writes on a target, and shrink what fails to the smallest case')
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .option('--defect <names>', 'examine the embedded provider with these defects, comma-separated', commaSeparated, [])
    .option('--variant <names>', 'examine the embedded provider as these legal variants', commaSeparated, [])
    .option('--requests <n>', 'requests in all; making failures smaller takes some besides', positiveNumber, 2000)
    .option('--seconds <n>', 'time at the most', positiveNumber, 120)
    .addOption(
      new Option('--what <what>', 'filters, or sequences of writes')
        .choices(['filters', 'sequences'])
        .default('filters'),
    )
    .option('--seed <n>', 'decides which cases are tried', wholeNumber, 1)
    .option('--path <path>', 'repeat the one case with this path, as a finding names it')
    .option('--corpus <file>', 'cases found before, tried first; what is found is added')
    .addOption(
      new Option('--only <kind>', 'one kind of filters or of sequences').choices([
        'valid',
        'quoted',
        'invalid',
        'plain',
        'patch',
        'versions',
      ]),
    )
    .option('--out <dir>', 'write report.json, report.html and junit.xml there')
    .option('--concurrency <n>', 'requests under way at once (default: the target file says)', positiveNumber)
    .option('--yes', 'agree to creating and deleting test resources without being asked', false)
    .option('--json', 'print the report alone on stdout', false)
    .action(async options => {
      const { fuzzCommand } = await import('../fuzz.ts')
      end(await fuzzCommand(options, output, env))
    })
  program
    .command('ui')
    .description("open Vitest's ui on the checks, to run one again with a click; needs vitest and @vitest/ui")
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .option('--defect <names>', 'examine the embedded provider with these defects, comma-separated', commaSeparated, [])
    .option('--variant <names>', 'examine the embedded provider as these legal variants', commaSeparated, [])
    .option(
      '--only <prefixes>',
      'only these: check ids, topics or requirement ids, comma-separated',
      commaSeparated,
      [],
    )
    .option('--skip <prefixes>', 'leave these out', commaSeparated, [])
    .option('--interop', 'also what Entra, Okta, OneLogin and JumpCloud send beyond the RFCs', false)
    .option('--auth-server', 'also the authorization server that the target file names', false)
    .option('--no-own-checks', 'leave out the checks of your own that the target file names, and do not load them')
    .option('--seed <n>', 'drives every choice but the run id', wholeNumber, 1)
    .option('--port <n>', 'the port on 127.0.0.1 (default: 51204 or the next that is free)', portNumber)
    .option('--no-open', 'print the address and open no browser')
    .option('--no-run', 'run nothing until it is asked for')
    .option('--yes', 'agree to creating and deleting test resources without being asked', false)
    .action(async options => {
      const { uiCommand } = await import('../ui.ts')
      end(await uiCommand(options, output, env))
    })
  program
    .command('demo')
    .description('examine the embedded provider with a handful of defects, and show what finds them')
    .option('--out <dir>', 'the folder for the reports', 'reports/demo')
    .action(async options => {
      const { demoCommand } = await import('../demo.ts')
      end(await demoCommand(options, output, env))
    })
  program
    .command('serve')
    .description('serve the embedded service provider on 127.0.0.1')
    .option('--port <n>', 'the port', portNumber, 8080)
    .option('--token <token>', 'ask for this bearer token (default: none is asked for)')
    .option('--defect <names>', 'switch these defects on, comma-separated (list --defects)', commaSeparated, [])
    .option('--variant <names>', 'switch these legal variants on (list --variants)', commaSeparated, [])
    .addOption(
      new Option(
        '--emulate <name>',
        'be as this product is documented to be: k2-procinst, k2-cloud, usersync',
      ).conflicts(['token', 'defect', 'variant']),
    )
    .action(async options => {
      const { serveCommand } = await import('../serve.ts')
      end(await serveCommand(options, output))
    })
}

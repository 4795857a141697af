// The command line: arguments in, exit code out. Each command is loaded when it is asked for.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { tool } from '../engine/tool.ts'
import { HarnessError } from '../errors.ts'
import { plainText } from '../report/plain-text.ts'
import { exitCodeOfError } from './exit-code.ts'
import { usualTargetFile } from './paths.ts'
import { processOutput } from './terminal.ts'

/** Carries out a command line (without the program's name) and gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const env = process.env
  const output = processOutput(env)
  let exitCode = 0
  const program = new Command('scim-conformance')
    .description(
      'Tells where a SCIM 2.0 service provider departs from RFC 7643, RFC 7644 and RFC 9865, and how to mend it.',
    )
    .version(tool.version)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: text => output.tell(text) })

  program
    .command('run', { isDefault: false })
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
    .option(
      '--profile <names>',
      'examine only what a client asks for before it lists a service provider: gate-okta-oin, gate-entra',
      commaSeparated,
      [],
    )
    .option('--baseline <file>', 'accept the findings that this file lists, for as long as it says')
    .option('--strict', 'count the known deviations of a preset and of a baseline like any other', false)
    .option('--seed <n>', 'drives every choice but the run id', wholeNumber, 1)
    .option('--concurrency <n>', 'requests under way at once (default: the target file says)', positiveNumber)
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
      const { runCommand } = await import('./run.ts')
      exitCode = await runCommand(options, output, env)
    })
  program
    .command('init')
    .description('look at a service provider and write a target file for it; only GET is sent')
    .argument('[url]', 'where it is, as far as you know')
    .option('--url <url>', 'the same')
    .option('--out <file>', 'the target file to write', usualTargetFile)
    .option('--force', 'replace that file', false)
    .option('--yes', 'ask nothing, and write the file also where the service provider could not be read', false)
    .option('--preset <name>', 'which product it is (presets)')
    .addOption(new Option('--auth <type>', 'how to sign in').choices(['bearer', 'basic', 'header', 'oauth2', 'none']))
    .option('--token-env <name>', 'environment variable with the token or header value')
    .option('--username <name>', 'for basic')
    .option('--password-env <name>', 'environment variable with the password')
    .option('--header <name>', 'for header: its name')
    .addOption(new Option('--grant <grant>', 'for oauth2').choices(['client-credentials', 'authorization-code']))
    .option('--issuer <url>', 'for oauth2: the authorization server, or the endpoints:')
    .option('--token-endpoint <url>', 'for oauth2')
    .option('--authorization-endpoint <url>', 'for oauth2 with an authorization code')
    .option('--redirect-uri <url>', 'for oauth2 with an authorization code: the one that is registered')
    .option('--client-id <id>', 'for oauth2')
    .option('--client-secret-env <name>', 'environment variable with the client secret')
    .option('--scope <scope>', 'for oauth2')
    .option('--ca <file>', 'PEM file of the authority that signed its certificate')
    .option('--insecure', 'do not verify its certificate', false)
    .option('--name <name>', 'its name in reports')
    .option('--read-only', 'let runs write nothing', false)
    .action(async (url: string | undefined, options) => {
      const { initCommand } = await import('./init.ts')
      exitCode = await initCommand({ ...options, ...(url === undefined ? {} : { url }) }, output, env)
    })
  program
    .command('login')
    .description('sign in with a browser, for a target with grant: authorization-code; runs use what is kept of it')
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .option('--no-browser', 'print the address and open nothing')
    .option('--paste', 'paste where the browser ended, instead of waiting for it on this machine', false)
    .option('--status', 'tell who is signed in and until when', false)
    .action(async options => {
      const { loginCommand } = await import('./login.ts')
      exitCode = await loginCommand(options, output, env)
    })
  program
    .command('logout')
    .description('forget the tokens that login has kept, and revoke them')
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .action(async options => {
      const { logoutCommand } = await import('./login.ts')
      exitCode = await logoutCommand(options, output, env)
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
      const { fuzzCommand } = await import('./fuzz.ts')
      exitCode = await fuzzCommand(options, output, env)
    })
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
      const { listCommand } = await import('./list.ts')
      exitCode = await listCommand(options, output)
    })
  program
    .command('explain')
    .description('say what a check, a requirement or a topic is about')
    .argument('<id>', 'a check id (create/created), a requirement id (7644-3.3-06), the beginning of some, or a topic')
    .action(async (id: string) => {
      const { explainCommand } = await import('./explain.ts')
      exitCode = explainCommand(id, output)
    })
  program
    .command('serve')
    .description('serve the embedded service provider on 127.0.0.1')
    .option('--port <n>', 'the port', portNumber, 8080)
    .option('--defect <names>', 'switch these defects on, comma-separated (list --defects)', commaSeparated, [])
    .option('--variant <names>', 'switch these legal variants on (list --variants)', commaSeparated, [])
    .addOption(
      new Option(
        '--emulate <name>',
        'be as this product is documented to be: k2-procinst, k2-cloud, usersync',
      ).conflicts(['defect', 'variant']),
    )
    .action(async options => {
      const { serveCommand } = await import('./serve.ts')
      exitCode = await serveCommand(options, output)
    })
  program
    .command('presets')
    .description('list the service providers that a target file can name as its preset, or tell what is known of one')
    .argument('[name]', 'the name of a preset')
    .option('--json', 'as JSON', false)
    .action(async (name: string | undefined, options: { json: boolean }) => {
      const { presetsCommand } = await import('./presets.ts')
      exitCode = presetsCommand(name, options, output)
    })
  program
    .command('demo')
    .description('examine the embedded provider with a handful of defects, and show what finds them')
    .option('--out <dir>', 'the folder for the reports', 'reports/demo')
    .action(async options => {
      const { demoCommand } = await import('./demo.ts')
      exitCode = await demoCommand(options, output, env)
    })
  program
    .command('report')
    .description('render a report again')
    .argument('<report.json>', 'a report that run has written')
    .option('--html <file>', 'write HTML')
    .option('--junit <file>', 'write JUnit XML')
    .option('--har <file>', 'write HAR 1.2')
    .option('--markdown <file>', 'write Markdown')
    .action(async (file: string, options) => {
      const { reportCommand } = await import('./report.ts')
      exitCode = reportCommand(file, options, output, env)
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
      const { baselineCommand } = await import('./baseline.ts')
      exitCode = baselineCommand(file, options, output, env)
    })
  program
    .command('diff')
    .description('tell what got better or worse from one report to another; exit code 1 where something got worse')
    .argument('<before.json>', 'the earlier report')
    .argument('<after.json>', 'the later one')
    .option('--json', 'as JSON', false)
    .action(async (before: string, after: string, options: { json: boolean }) => {
      const { diffCommand } = await import('./diff.ts')
      exitCode = diffCommand(before, after, options, output, env)
    })

  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    tellError(error, output.tell)
    return exitCodeOfError(error)
  }
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

/** Adds to what the same option has named before. */
function commaSeparated(text: string, before: readonly string[]): string[] {
  const list = text
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '')
  if (list.length === 0) throw new InvalidArgumentError('Give at least one.')
  return [...before, ...list]
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Give a whole number.')
  return Number(text)
}

function positiveNumber(text: string): number {
  const number = wholeNumber(text)
  if (number === 0) throw new InvalidArgumentError('Give a number from 1 upwards.')
  return number
}

function portNumber(text: string): number {
  const port = positiveNumber(text)
  if (port > 65_535) throw new InvalidArgumentError('Give a port from 1 to 65535.')
  return port
}

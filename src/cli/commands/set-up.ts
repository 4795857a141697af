// The commands of the command line, set up: what leads to a target file and to credentials. Each is loaded when it is asked for.

import { type Command, Option } from 'commander'
import { usualTargetFile } from '../paths.ts'
import type { Setting } from './setting.ts'

/** Declares `init`, `presets`, `login`, `logout`. */
export function addSetUpCommands(program: Command, { end, env, output }: Setting): void {
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
      const { initCommand } = await import('../init.ts')
      end(await initCommand({ ...options, ...(url === undefined ? {} : { url }) }, output, env))
    })
  program
    .command('presets')
    .description('list the service providers that a target file can name as its preset, or tell what is known of one')
    .argument('[name]', 'the name of a preset')
    .option('--json', 'as JSON', false)
    .action(async (name: string | undefined, options: { json: boolean }) => {
      const { presetsCommand } = await import('../presets.ts')
      end(presetsCommand(name, options, output))
    })
  program
    .command('login')
    .description('sign in with a browser, for a target with grant: authorization-code; runs use what is kept of it')
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .option('--no-browser', 'print the address and open nothing')
    .option('--paste', 'paste where the browser ended, instead of waiting for it on this machine', false)
    .option('--status', 'tell who is signed in and until when', false)
    .action(async options => {
      const { loginCommand } = await import('../login.ts')
      end(await loginCommand(options, output, env))
    })
  program
    .command('logout')
    .description('forget the tokens that login has kept, and revoke them')
    .option('--target <file>', `the target file (default: ${usualTargetFile})`)
    .action(async options => {
      const { logoutCommand } = await import('../login.ts')
      end(await logoutCommand(options, output, env))
    })
}

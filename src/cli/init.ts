// `init`: looks at a service provider, asks for what it cannot see, and writes a target file that works. It sends only GET.

import { existsSync, writeFileSync } from 'node:fs'
import { tool } from '../engine/tool.ts'
import { ConfigurationError } from '../errors.ts'
import { plainText } from '../report/plain-text.ts'
import type { Preset } from '../target/presets/preset.ts'
import { type Learned, learn } from '../target/probe.ts'
import { readAddress } from '../target/probe-address.ts'
import { suggestedBy } from '../target/probe-base.ts'
import { createPatience, openProber, type Prober } from '../target/probe-look.ts'
import type { Target } from '../target/target.ts'
import { type ConsentTerminal, processTerminal } from './consent.ts'
import { type Draft, targetText } from './init/draft.ts'
import { lookAround } from './init/look-around.ts'
import { askAddress, type Place, type PlaceOptions, placeOf, wantedPreset } from './init/place.ts'
import { askOn } from './init/questions.ts'
import { draftAt, type InitArguments, readDraft, type Setting, variablesIn } from './init/setting.ts'
import { checkNames } from './init/sign-in.ts'
import { tryCredentials } from './init/try-credentials.ts'
import { callersPath, usualTargetFile } from './paths.ts'
import { systemReason } from './report-files.ts'
import type { Output } from './terminal.ts'

/**
 * Writes a target file for the service provider at a URL, and says what to type next. Throws UnreachableError where
 * nothing is SCIM there, AuthenticationError where the credentials are not accepted, ConfigurationError where the file
 * may not be written; then there is no file.
 */
export async function initCommand(
  options: InitArguments,
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
  terminal: ConsentTerminal | undefined = processTerminal(),
): Promise<number> {
  const file = callersPath(options.out, env)
  // What a service provider answers is in much of what is said.
  const plain = {
    ...output,
    print: (text: string) => output.print(plainText(text)),
    tell: (text: string) => output.tell(plainText(text)),
  }
  const questions = options.yes || terminal === undefined ? undefined : askOn(terminal)
  const stop = new AbortController()
  const probers: Prober[] = []
  const patience = createPatience()
  const open = (target: Target): Prober => {
    const prober = openProber(target, { userAgent: `${tool.name}/${tool.version} init`, signal: stop.signal, patience })
    probers.push(prober)
    return prober
  }
  try {
    const work = init({ options, output: plain, env, file, questions, open })
    await (questions === undefined ? work : Promise.race([work, questions.interrupted]))
    return 0
  } finally {
    stop.abort()
    questions?.close()
    await Promise.all(probers.map(prober => prober.close()))
  }
}

async function init(setting: Setting): Promise<void> {
  const { options, output, questions, env } = setting
  checkNames(options, env)
  if (options.url !== undefined) readAddress(options.url)
  await mayWrite(setting)
  const wanted = wantedPreset(options.preset)
  const typed = options.url ?? (questions === undefined ? undefined : await askAddress(wanted, questions))
  if (typed === undefined) {
    throw new ConfigurationError('init needs the URL of the service provider, and there is no terminal to ask on.', {
      hint: 'scim-conformance init https://acme.example/scim/v2',
    })
  }
  const address = readAddress(typed)
  for (const note of address.notes) output.print(note)

  const { found, origin } = await lookAround(setting, address, wanted)
  const placeFor = await settlePreset(setting, path => ({ origin, path, query: address.query, wanted }), found.path)
  const { preset } = placeFor(found.path)
  const suggested = suggestedBy(found, preset)
  const { chosen, place, path, target, prober, as } = await tryCredentials(setting, {
    found,
    origin,
    placeFor,
    suggested,
  })
  const learned =
    as === undefined
      ? undefined
      : await learn(prober, {
          base: origin + path,
          signedIn: as === 'someone',
          knownPaths: target.paths,
          tell: output.print,
        })
  const because = chosen.auth.type === suggested.type ? { authBecause: suggested.because } : {}
  const draft = await finish(setting, { ...draftAt(setting, place), auth: chosen.auth, ...because }, learned)
  await write(setting, draft, { ...place.values, ...chosen.values })
  tellNext(setting, draft)
}

/** Stops before anything is sent where the file is there already and must not be replaced. */
async function mayWrite({ file, options, questions }: Setting): Promise<void> {
  if (!existsSync(file) || options.force) return
  if (questions !== undefined && (await questions.confirm(`${options.out} is there already. Replace it?`))) return
  throw new ConfigurationError(`${options.out} is there already, and was left as it is.`, {
    hint: 'Name another file with --out, or replace it with --force.',
  })
}

/** Asks whether a service provider whose address looks like that of a preset is one; gives how its address is written. */
async function settlePreset(
  { questions, output }: Setting,
  optionsFor: (path: string) => PlaceOptions,
  path: string,
): Promise<(path: string) => Place> {
  const { preset, draft } = placeOf(optionsFor(path))
  if (preset !== undefined) output.print(`Preset ${preset.name}: ${preset.title}.`)
  const alike: Preset | undefined = draft.alike?.preset
  if (alike === undefined) return other => placeOf(optionsFor(other))
  const looksLike = `The address looks like that of ${alike.title}`
  if (questions === undefined) {
    output.print(`${looksLike}. If it is that, add \`preset: ${alike.name}\`.`)
    return other => placeOf(optionsFor(other))
  }
  if (await questions.confirm(`${looksLike}. Is it that?`)) {
    return other => placeOf({ ...optionsFor(other), wanted: alike })
  }
  return other => {
    const place = placeOf(optionsFor(other))
    const { alike: _, ...kept } = place.draft
    return { ...place, draft: kept }
  }
}

/** Asks for what nothing shows, and adds what was learned. */
async function finish({ options, questions }: Setting, draft: Draft, learned: Learned | undefined): Promise<Draft> {
  const name = options.name ?? (await questions?.ask('Name for reports (empty: the host)', ''))
  const question = 'May a run create resources of its own, change and delete them?'
  const safety =
    questions === undefined || options.readOnly
      ? draft.safety
      : await questions.choose(question, ['own-data', 'read-only'], 'own-data')
  const { paths = {}, seen = [] } = learned ?? {}
  return { ...draft, ...(name === undefined || name === '' ? {} : { name }), safety, paths, seen }
}

async function write(setting: Setting, draft: Draft, values: Readonly<Record<string, string>>): Promise<void> {
  const { file, options, output } = setting
  const { warnings } = await readDraft(setting, draft, values)
  for (const warning of warnings) output.tell(`Note: ${warning}`)
  try {
    // What came into being since it was looked for is not replaced either.
    writeFileSync(file, targetText(draft), { flag: options.force || setting.questions !== undefined ? 'w' : 'wx' })
  } catch (error) {
    throw new ConfigurationError(`${options.out} cannot be written: ${systemReason(error)}.`, {
      hint: 'Name another place with --out.',
      cause: error,
    })
  }
}

function tellNext({ options, output, env }: Setting, draft: Draft): void {
  const unset = variablesIn(targetText(draft)).filter(name => (env[name] ?? '') === '')
  output.print(`\nWrote ${options.out}. Next:`)
  const { auth } = draft
  const commands = auth.type === 'oauth2' && auth.grant === 'authorization-code' ? ['login', 'run'] : ['run']
  const target = options.out === usualTargetFile ? '' : ` --target ${options.out}`
  for (const name of unset) output.print(`  export ${name}=…`)
  for (const command of commands) output.print(`  ${commandName(env)} ${command}${target}`)
}

/** How this command was started, so that the next one can be started the same way. */
function commandName(env: Readonly<Record<string, string | undefined>>): string {
  if (env.npm_lifecycle_event === 'scim-conformance') return 'npm run -s scim-conformance --'
  return env.npm_command === 'exec' ? 'npx scim-conformance' : 'scim-conformance'
}

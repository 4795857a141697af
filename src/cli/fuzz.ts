// `fuzz`: tries generated filters on a target and shows what fails, shrunk, with how to repeat it.

import { fuzzing, fuzzShares } from '../../suites/fuzz/fuzz.ts'
import { topic } from '../check/check.ts'
import { examine } from '../engine/examine.ts'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { ConfigurationError } from '../errors.ts'
import type { FuzzFinding } from '../fuzz/lane.ts'
import type { FuzzSettings } from '../fuzz/search.ts'
import { renderJson } from '../report/json.ts'
import { renderSummary } from '../report/terminal.ts'
import type { Target } from '../target/target.ts'
import { askConsent, processTerminal } from './consent.ts'
import { addToCorpus, openCorpus } from './corpus.ts'
import { resolveEmbedded, wantedTarget } from './embedded.ts'
import { exitCodeOf } from './exit-code.ts'
import { callersPath } from './paths.ts'
import { liveLine } from './progress.ts'
import { prepareReports, writeReports } from './report-files.ts'
import { interruptible } from './run.ts'
import type { Output } from './terminal.ts'

const kinds = ['valid', 'quoted', 'invalid'] as const
type Kind = (typeof kinds)[number]

export interface FuzzArguments {
  /** The usual one when absent; with defects or variants the embedded provider. */
  readonly target?: string
  readonly defect: readonly string[]
  readonly variant: readonly string[]
  readonly requests: number
  readonly seconds: number
  readonly seed: number
  readonly path?: string
  readonly corpus?: string
  readonly only?: Kind
  readonly out?: string
  readonly concurrency?: number
  readonly yes: boolean
  readonly json: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Requests for making one failure smaller. */
const shrinkRequests = 300

/** Fuzzes, prints a summary and keeps what was found; gives the exit code. */
export async function fuzzCommand(options: FuzzArguments, output: Output, env: Environment): Promise<number> {
  const corpusFile = options.corpus === undefined ? undefined : callersPath(options.corpus, env)
  const corpus = corpusFile === undefined ? [] : openCorpus(corpusFile)
  const only = options.path === undefined ? options.only : kindOfPath(options.path)
  const { target: loaded, switched } = await wantedTarget(options.target, options, env)
  const wanted: Target = {
    ...loaded,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    // The budget ends the checks; the limit stands behind it, for cases that are under way then.
    checkTimeoutMs: options.seconds * 1000 + Math.max(loaded.checkTimeoutMs, 60_000),
  }
  const folder = options.out === undefined ? undefined : callersPath(options.out, env)
  if (folder !== undefined) prepareReports(folder)
  const { target, close } = await resolveEmbedded(wanted, switched)
  const interrupt = interruptible(output)
  const line = output.live && !options.json ? liveLine(output.width) : undefined
  const findings: FuzzFinding[] = []
  const settingsFor = (kind: Kind): FuzzSettings => ({
    requests: Math.ceil(options.requests * (only === undefined ? fuzzShares[kind] : 1)),
    shrinkRequests,
    seconds: options.seconds,
    corpus,
    ...(options.path === undefined ? {} : { path: options.path }),
    onFinding: finding => void findings.push(finding),
  })
  try {
    await askConsent(target, { yes: options.yes, terminal: processTerminal(), signal: interrupt.signal })
    const result = await examine(target, {
      topics: [
        topic('fuzz', [
          fuzzing({ valid: settingsFor('valid'), quoted: settingsFor('quoted'), invalid: settingsFor('invalid') }),
        ]),
      ],
      only: only === undefined ? [] : [`fuzz/${only}`],
      seed: options.seed,
      journalFolder: journalFolderFrom(env),
      signal: interrupt.signal,
      ...(line === undefined ? {} : { onProgress: progress => line.show(progress) }),
    })
    line?.end()
    // Printed first: it stays where the disk has filled up meanwhile.
    if (options.json) output.print(renderJson(result))
    else {
      output.print(renderSummary(result, { colour: output.colour, width: output.width, report: folder !== undefined }))
      for (const finding of findings) output.print(repeatWords(finding, options.seed))
    }
    if (corpusFile !== undefined) addToCorpus(corpusFile, corpus, findings)
    if (folder !== undefined) writeReports(folder, result)
    return exitCodeOf(result, 'must')
  } finally {
    line?.end()
    interrupt.end()
    await close()
  }
}

function kindOfPath(path: string): Kind {
  const kind = kinds.find(one => path.startsWith(`${one}/`))
  if (kind !== undefined && path.includes(':')) return kind
  throw new ConfigurationError(`"${path}" is no path of a case.`, {
    hint: 'Take it from a finding: it looks like valid/oracle/User:12:0:3, and goes with the seed beside it.',
  })
}

function repeatWords({ words, path, requests, shrinkRequests: spent }: FuzzFinding, seed: number): string {
  const how =
    path === '' ? 'again from the corpus' : `repeat with: scim-conformance fuzz --seed ${seed} --path '${path}'`
  return `  ${words}\n    seen after ${requests} requests, ${spent} more to make it small; ${how}`
}

// `fuzz`: tries generated filters or sequences of writes on a target and shows what fails, shrunk, with how to repeat it.

import { fuzzing, fuzzShares } from '../../suites/fuzz/fuzz.ts'
import { sequenceShares, sequencing } from '../../suites/fuzz/sequences.ts'
import { type Suite, topic } from '../check/check.ts'
import { type ExamineOptions, examine } from '../engine/examine.ts'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { ConfigurationError } from '../errors.ts'
import type { FuzzFinding } from '../fuzz/lane.ts'
import type { FuzzSettings } from '../fuzz/search.ts'
import { createRedactor } from '../http/redact.ts'
import { renderJson } from '../report/json.ts'
import { renderSummary } from '../report/terminal.ts'
import type { RunResult } from '../result/run-result.ts'
import type { Target } from '../target/target.ts'
import { askConsent, processTerminal } from './consent.ts'
import { addToCorpus, openCorpus } from './corpus.ts'
import { resolveEmbedded, wantedTarget } from './embedded.ts'
import { exitCodeOf } from './exit-code.ts'
import { interruptible } from './interruptible.ts'
import { callersPath } from './paths.ts'
import { liveLine } from './progress.ts'
import { prepareReports, writeReports } from './report-files.ts'
import { type ReportedRun, reportedRun, writeStopped } from './reported-run.ts'
import type { Output } from './terminal.ts'

const filterKinds = ['valid', 'quoted', 'invalid'] as const
const sequenceKinds = ['plain', 'patch', 'versions'] as const
type Kind = (typeof filterKinds)[number] | (typeof sequenceKinds)[number]

/** The check that tries cases of a kind. */
const checkOf: Readonly<Record<Kind, string>> = {
  valid: 'fuzz/valid',
  quoted: 'fuzz/quoted',
  invalid: 'fuzz/invalid',
  plain: 'fuzz/sequences',
  patch: 'fuzz/patch-sequences',
  versions: 'fuzz/version-sequences',
}

export interface FuzzArguments {
  /** The usual one when absent; with defects or variants the embedded provider. */
  readonly target?: string
  readonly defect: readonly string[]
  readonly variant: readonly string[]
  readonly what: 'filters' | 'sequences'
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

const shares: Readonly<Record<Kind, number>> = { ...fuzzShares, ...sequenceShares }

/** Requests for making one failure smaller. */
const shrinkRequests = 300

/** Fuzzes, prints a summary and keeps what was found; gives the exit code. */
export async function fuzzCommand(options: FuzzArguments, output: Output, env: Environment): Promise<number> {
  const corpusFile = options.corpus === undefined ? undefined : callersPath(options.corpus, env)
  const corpus = corpusFile === undefined ? [] : openCorpus(corpusFile)
  const only = options.path === undefined ? options.only : kindOfPath(options.path)
  const what = only === undefined ? options.what : isOfSequences(only) ? 'sequences' : 'filters'
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
    requests: Math.ceil(options.requests * (only === undefined ? shares[kind] : 1)),
    shrinkRequests,
    seconds: options.seconds,
    corpus,
    ...(options.path === undefined ? {} : { path: options.path }),
    onFinding: finding => void findings.push(finding),
  })
  try {
    await askConsent(target, { yes: options.yes, terminal: processTerminal(), signal: interrupt.signal })
    const asked: ExamineOptions = {
      topics: [topic('fuzz', [suiteOf(what, settingsFor)])],
      only: only === undefined ? [] : [checkOf[only]],
      seed: options.seed,
      journalFolder: journalFolderFrom(env),
      signal: interrupt.signal,
      ...(line === undefined ? {} : { onProgress: progress => line.show(progress) }),
    }
    const carryOut = (how: ExamineOptions): Promise<RunResult> => examine(target, how)
    const { result, error }: ReportedRun =
      folder === undefined ? { result: await carryOut(asked) } : await reportedRun(target, asked, { folder, carryOut })
    line?.end()
    // Printed first: it stays where the disk has filled up meanwhile.
    if (options.json) output.print(renderJson(result))
    if (folder !== undefined && error !== undefined) {
      writeStopped(folder, result, output)
      throw error
    }
    if (!options.json) {
      output.print(renderSummary(result, { colour: output.colour, width: output.width, report: folder !== undefined }))
      for (const finding of findings) {
        output.print(repeatWords(finding, options.seed))
        // A template of the target file may have put a secret into a body.
        if (finding.script !== undefined) output.print(createRedactor(target.secrets).text(finding.script))
      }
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

function suiteOf(what: FuzzArguments['what'], settingsFor: (kind: Kind) => FuzzSettings): Suite {
  if (what === 'filters') {
    return fuzzing({ valid: settingsFor('valid'), quoted: settingsFor('quoted'), invalid: settingsFor('invalid') })
  }
  return sequencing({ plain: settingsFor('plain'), patch: settingsFor('patch'), versions: settingsFor('versions') })
}

function isOfSequences(kind: Kind): boolean {
  return sequenceKinds.some(one => one === kind)
}

/** The kind of cases that a path leads to: the first word of a filter's, the second of a sequence's. */
function kindOfPath(path: string): Kind {
  const [first = '', second = ''] = path.split(/[/:#]/)
  const kind = first === 'sequence' ? sequenceKinds.find(one => one === second) : filterKinds.find(one => one === first)
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

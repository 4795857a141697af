// `replay`: the requests of one check, from a report; with --send the check is carried out anew and its requests are shown as they go.

import { countVerdicts, examine } from '../engine/examine.ts'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { ConfigurationError } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'
import { amount } from '../report/amounts.ts'
import { failuresOf } from '../report/failure.ts'
import { jsonText, oneLine, plainText } from '../report/plain-text.ts'
import { renderBriefly, signs, wrap } from '../report/terminal.ts'
import type { CheckRecord, RunResult } from '../result/run-result.ts'
import { nearest } from '../target/nearest.ts'
import { askConsent, processTerminal } from './consent.ts'
import { resolveEmbedded } from './embedded.ts'
import { checksBehind } from './evidence.ts'
import { exitCodeOf } from './exit-code.ts'
import { differencesFrom } from './failed.ts'
import { interruptible } from './interruptible.ts'
import { prepareRun } from './prepare-run.ts'
import { type ReplayFormat, renderExchange, scriptHead } from './replay-text.ts'
import { readExamined } from './report.ts'
import type { Output } from './terminal.ts'
import { builtInTopics, checkIdsOf } from './topics.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface ReplayArguments {
  readonly report: string
  readonly format: ReplayFormat
  /** Carries the check out anew. */
  readonly send: boolean
  /** These matter with `send` alone. */
  readonly target?: string
  readonly defect: readonly string[]
  readonly variant: readonly string[]
  /** A file of waivers. */
  readonly baseline?: string
  readonly seed?: number
  readonly yes: boolean
}

/** Prints the requests of a check, and with `send` what comes of them now; gives the exit code. Throws ConfigurationError. */
export async function replayCommand(
  id: string,
  options: ReplayArguments,
  output: Output,
  env: Environment,
): Promise<number> {
  const { result: report, name } = readExamined(options.report, env)
  const from = { ...options, report: name }
  const record = recordOf(id, report, from)
  return options.send ? send(record, report, from, output, env) : print(record, report, from, output)
}

function recordOf(id: string, { checks }: RunResult, { report, send: sends }: ReplayArguments): CheckRecord {
  const record = checks.find(check => check.id === id)
  if (record !== undefined) return record
  const ids = checks.map(check => check.id)
  const meant = nearest(id, sends ? [...new Set([...ids, ...checkIdsOf(builtInTopics)])] : ids)
  throw new ConfigurationError(`${report} has no check "${oneLine(id)}".`, {
    hint: `${meant === undefined ? '' : `Did you mean ${oneLine(meant)}? `}Name one check by its whole id, as findings do.`,
  })
}

function print(
  record: CheckRecord,
  report: RunResult,
  { format, report: from }: ReplayArguments,
  output: Output,
): number {
  const { exchanges } = record
  if (format === 'json') {
    const { id, title, verdict, findings } = record
    output.print(`${jsonText({ id, title, verdict, findings, exchanges }, 2)}\n`)
    return 0
  }
  if (record.verdict === 'skipped') {
    output.print(
      plainText(`${record.id} was left out of the run of ${from}: ${reasonOf(record)}. With --send it is carried out.`),
    )
    return 0
  }
  if (exchanges.length === 0) {
    const why = record.reason ?? 'it looks at what was read for all checks, or at what others have asked for'
    output.print(plainText(`${record.id} has no requests in the report (${record.verdict}): ${why}.`))
    return 0
  }
  if (format === 'curl') output.print(plainText(scriptHead(record, report)))
  for (const [index, exchange] of exchanges.entries()) {
    const position = { number: index + 1, of: exchanges.length }
    output.print(plainText(renderExchange(exchange, format, { target: report.target, record, position })))
  }
  return 0
}

function reasonOf({ reason = 'no reason recorded' }: CheckRecord): string {
  return reason.replace(/\.$/, '')
}

async function send(
  record: CheckRecord,
  report: RunResult,
  options: ReplayArguments,
  output: Output,
  env: Environment,
): Promise<number> {
  const behind = checksBehind([record], builtInTopics)
  const ids = new Set([record.id, ...behind])
  const prepared = await prepareRun(
    {
      ...(options.target === undefined ? {} : { target: options.target }),
      defect: options.defect,
      variant: options.variant,
      only: [],
      skip: [],
      profile: [],
      ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
      // As the report was judged: what it counted as known is known now, too.
      strict: report.known === undefined && options.baseline === undefined,
      seed: options.seed ?? report.seed,
      failOn: 'must',
      interop: false,
      authServer: record.topic === 'auth-server',
      ownChecks: true,
      quick: false,
      plan: false,
    },
    env,
    { tell: output.tell },
  )
  if (!checkIdsOf(prepared.examine.topics).includes(record.id)) {
    throw new ConfigurationError(
      `${oneLine(record.id)} cannot be run: this version, or this target file, has no such check.`,
    )
  }
  const { seed = 1 } = prepared.examine
  const differences = differencesFrom(
    { result: report, name: options.report },
    { target: prepared.target, seed, gone: [] },
  )
  const baselines = new Set((report.known ?? []).flatMap(({ owner, from }) => (owner === undefined ? [] : [from])))
  const judged =
    options.baseline !== undefined || baselines.size === 0
      ? []
      : [`The report was held against ${[...baselines].join(', ')}; this is not: give --baseline too.`]
  for (const note of [...prepared.notes, ...differences, ...judged]) output.tell(plainText(`Note: ${note}`))
  if (behind.length > 0)
    output.tell(plainText(`It sends nothing itself and looks at what these ask for: ${behind.join(', ')}.`))
  const { target, close } = await resolveEmbedded(prepared.target, prepared.switched)
  const interrupt = interruptible(output)
  const sent: Exchange[] = []
  let besides = 0
  try {
    await askConsent(target, { yes: options.yes, terminal: processTerminal(), signal: interrupt.signal })
    const place = { name: target.name, baseUrl: target.baseUrl }
    const result = await examine(target, {
      ...prepared.examine,
      among: { ids, otherwise: 'not what is replayed' },
      // What the embedded provider holds ends with it.
      ...(prepared.target.baseUrl === 'embedded' ? {} : { journalFolder: journalFolderFrom(env) }),
      signal: interrupt.signal,
      onExchange(exchange) {
        const isOfCheck = ids.has(exchange.checkId) || exchange.checkId.startsWith('shared-')
        if (!isOfCheck) {
          besides++
          return
        }
        sent.push(exchange)
        if (options.format === 'json') return
        const position = { number: sent.length }
        output.print(plainText(renderExchange(exchange, options.format, { target: place, position })))
      },
    })
    const now = result.checks.find(({ id }) => id === record.id)
    if (options.format === 'json') {
      output.print(`${jsonText({ before: record.verdict, now: now?.verdict, exchanges: sent }, 2)}\n`)
    } else {
      const notes = result.notes.filter(note => !prepared.target.warnings.includes(note))
      tellOutcome({ record, now, result: { ...result, notes }, sent: sent.length, besides }, output)
    }
    // Those that were run for it to look at have exit codes of their own.
    const replayed = now === undefined ? [] : [now]
    return exitCodeOf({ ...result, checks: replayed, counts: countVerdicts(replayed) }, 'must')
  } finally {
    interrupt.end()
    await close()
  }
}

function tellOutcome(
  {
    record,
    now,
    result,
    sent,
    besides,
  }: {
    readonly record: CheckRecord
    readonly now: CheckRecord | undefined
    readonly result: RunResult
    readonly sent: number
    readonly besides: number
  },
  output: Output,
): void {
  const { width, colour } = output
  for (const failure of failuresOf(now === undefined ? [] : [now], result.target)) {
    output.print(`${renderBriefly(failure, { width, colour, report: false })}\n`)
  }
  const reason = now?.reason === undefined ? '' : ` (${now.reason})`
  const before = record.verdict === 'skipped' ? 'The report had left it out' : `In the report it was ${record.verdict}`
  const words =
    `${amount(sent, 'request')} of the check were sent, and ${besides} for discovery, measuring and clean-up. ` +
    `${before}; now it is ${now?.verdict ?? 'not there'}${reason}.`
  output.print(
    wrap(oneLine(`${now === undefined ? '' : `${signs[now.verdict]} `}${record.id}: ${words}`), width).join('\n'),
  )
  for (const note of result.notes) output.tell(plainText(`Note: ${note}`))
  if (result.stopped !== undefined) output.tell(plainText(`The run was stopped: ${result.stopped.message}`))
}

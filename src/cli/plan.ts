// `run --plan`: what a run would create and send, told without sending anything to the target.
// The same checks are carried out at the embedded service provider, on this machine, and what they did there is shown.

import { openCredentials } from '../auth/open-credentials.ts'
import type { Check, Topic } from '../check/check.ts'
import { planToAgreeTo } from '../engine/consent.ts'
import { examine, type Progress } from '../engine/examine.ts'
import { journalFolderFrom } from '../engine/state-folder.ts'
import { InterruptedError } from '../errors.ts'
import { createRedactor } from '../http/redact.ts'
import { jsonText } from '../report/plain-text.ts'
import type { Target } from '../target/target.ts'
import { resolveEmbedded } from './embedded.ts'
import { interruptible } from './interruptible.ts'
import { callersPath } from './paths.ts'
import { type Plan, planOf, type Rehearsal } from './plan-of-run.ts'
import { renderPlan } from './plan-text.ts'
import type { PreparedRun } from './prepare-run.ts'
import { liveLine } from './progress.ts'
import { reportFiles } from './report-files.ts'
import type { RunArguments } from './run.ts'
import type { Output } from './terminal.ts'
import { builtInTopics, checkIdsOf } from './topics.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Prints the plan of a run, as text or with --json as data; gives the exit code. */
export async function planCommand(
  prepared: PreparedRun,
  options: RunArguments,
  output: Output,
  env: Environment,
): Promise<number> {
  const interrupt = interruptible(output)
  try {
    const rehearsal = await rehearse(prepared, {
      output,
      signal: interrupt.signal,
      isQuiet: options.quiet || options.json,
    })
    if (!rehearsal.result.finished)
      throw new InterruptedError('The plan was interrupted. Nothing was sent to the target.')
    const plan: Plan = {
      ...whereabouts(prepared.target, options, env),
      notes: prepared.notes,
      ...planOf(prepared, rehearsal),
    }
    if (options.json) output.print(`${jsonText(plan, 2)}\n`)
    else output.print(renderPlan(plan, { width: output.width }))
    return 0
  } finally {
    interrupt.end()
  }
}

/** Carries the checks out at the embedded service provider. What is the target's alone is left out, so that nothing can reach it. */
async function rehearse(
  { target, switched, examine: asked }: PreparedRun,
  { output, signal, isQuiet }: { readonly output: Output; readonly signal: AbortSignal; readonly isQuiet: boolean },
): Promise<Rehearsal> {
  const {
    proxy: _proxy,
    authServer: _authServer,
    requestsPerSecond: _rate,
    suites: _suites,
    known: _known,
    ...rest
  } = target
  const here: Target = {
    ...rest,
    baseUrl: 'embedded',
    auth: { type: 'none' },
    baseQuery: {},
    paths: {},
    headers: {},
    http2: false,
    tls: { insecure: false },
    secrets: [],
    warnings: [],
  }
  const { target: embedded, close } = await resolveEmbedded(here, switched)
  const line = output.live && !isQuiet ? liveLine(output.width) : undefined
  try {
    const exchanges: Rehearsal['exchanges'][number][] = []
    const result = await examine(embedded, {
      ...asked,
      // Checks of the user's own are programs of theirs: they are listed, and not carried out.
      topics: asked.topics.map(topic => (builtInTopics.includes(topic) ? topic : notCarriedOut(topic))),
      known: [],
      signal,
      onExchange: exchange => exchanges.push(exchange),
      ...(line === undefined ? {} : { onProgress: (progress: Progress) => line.show(progress) }),
    })
    const ours = new Set(checkIdsOf(builtInTopics))
    return { result: { ...result, checks: result.checks.filter(({ id }) => ours.has(id)) }, exchanges }
  } finally {
    line?.end()
    await close()
  }
}

/** The same topic, whose checks do nothing. */
function notCarriedOut(topic: Topic): Topic {
  const idle = (check: Check): Check =>
    check.kind === 'active' ? { ...check, run: async () => undefined } : { ...check, begin: () => () => undefined }
  return { ...topic, suites: topic.suites.map(suite => ({ ...suite, checks: suite.checks.map(idle) })) }
}

/** Where a run would go and what it would leave on this machine; no secret among it. */
function whereabouts(
  target: Target,
  options: RunArguments,
  env: Environment,
): Pick<Plan, 'target' | 'credentials' | 'asks' | 'writes' | 'journals' | 'reports'> {
  const redactor = createRedactor(target.secrets, [])
  const isEmbedded = target.baseUrl === 'embedded'
  const credentials = openCredentials(target.auth, { tls: target.tls, userAgent: '', onSecret: () => undefined })
  const asks = isEmbedded ? undefined : planToAgreeTo(target)
  return {
    target: {
      name: redactor.text(target.name),
      baseUrl: isEmbedded ? 'the embedded service provider, on this machine' : redactor.text(target.baseUrl),
    },
    credentials: isEmbedded ? 'a token made for the run' : redactor.text(credentials.description),
    ...(asks === undefined ? {} : { asks: { words: redactor.text(asks), agreed: options.yes } }),
    writes: target.safety !== 'read-only',
    ...(isEmbedded || target.safety === 'read-only' ? {} : { journals: journalFolderFrom(env) }),
    reports: reportFiles(callersPath(options.out, env), options),
  }
}

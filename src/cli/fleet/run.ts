// `run --targets`: examines many targets with the checks, each with reports of its own in a folder of its own.

import { join } from 'node:path'
import { planToAgreeTo } from '../../engine/consent.ts'
import { examine } from '../../engine/examine.ts'
import { journalFolderFrom } from '../../engine/state-folder.ts'
import { exitCodeOfVerdict, type Found, verdictOfCode } from '../../fleet/examine-fleet.ts'
import { gateNamed } from '../../profiles/all.ts'
import { conclude } from '../../report/conclusion.ts'
import type { FleetVerdict } from '../../result/fleet-result.ts'
import type { RunResult } from '../../result/run-result.ts'
import type { TargetSource } from '../../target/read-targets.ts'
import { agreeTo, processTerminal } from '../consent.ts'
import { resolveEmbedded } from '../embedded.ts'
import { exitCodeOf, isHarnessErrorCode } from '../exit-code.ts'
import { callersPath } from '../paths.ts'
import { prepareRunOf } from '../prepare-run.ts'
import { writeReports } from '../report-files.ts'
import { reportedRun, writeStopped } from '../reported-run.ts'
import type { RunArguments } from '../run.ts'
import type { Output } from '../terminal.ts'
import type { FleetArguments } from './arguments.ts'
import { lookAtFleet } from './look.ts'
import { reportFolder } from './report-folder.ts'

type Environment = Readonly<Record<string, string | undefined>>

export type FleetRunArguments = Omit<RunArguments, 'target' | 'defect' | 'variant'> &
  FleetArguments & { readonly out: string }

const jobs = 2
const secondsPerTarget = 1800
/** Deleting what a run made takes its time. */
const graceSeconds = 120

/** Examines every target; gives the exit code. */
export function fleetRunCommand(options: FleetRunArguments, output: Output, env: Environment): Promise<number> {
  // A gate that there is not is the mistake of the command, and of no target.
  for (const id of options.profile) gateNamed(id)
  const folder = callersPath(options.out, env)
  return lookAtFleet(
    {
      kind: 'run',
      jobs,
      seconds: secondsPerTarget,
      graceSeconds,
      agree: (sources, signal) =>
        agreeTo(planForAll(sources, options.out), { yes: options.yes, terminal: processTerminal(), signal }),
      look: async (wanted, { signal, name }) => {
        const own = reportFolder(name)
        const prepared = await prepareRunOf(
          { target: { ...wanted, name } },
          { ...options, plan: false, defect: [], variant: [] },
          env,
        )
        const { target, close } = await resolveEmbedded(prepared.target)
        try {
          const { result, error } = await reportedRun(target, prepared.examine, {
            folder: join(folder, own),
            further: options,
            carryOut: asked =>
              examine(target, {
                ...asked,
                // What the embedded provider holds is gone with it.
                ...(prepared.target.baseUrl === 'embedded' ? {} : { journalFolder: journalFolderFrom(env) }),
                signal,
              }),
          })
          if (error !== undefined) {
            writeStopped(join(folder, own), result, output, options)
            throw error
          }
          writeReports(join(folder, own), result, options)
          const exitCode = exitCodeOf(result, options.failOn)
          return foundOf(result, own, exitCode)
        } finally {
          await close()
        }
      },
      exitCodeOf: records => Math.max(0, ...records.map(({ exitCode }) => exitCode)),
    },
    options,
    output,
    env,
  )
}

/** What a run on one target is to a fleet. */
export function foundOf(result: RunResult, folder: string | undefined, exitCode: number): Found {
  const { headline, remarks } = conclude(result)
  const { requests, counts, finished } = result
  const verdict = verdictOfRun(result)
  const known = [0, 1, 2, 3].find((code): code is 0 | 1 | 2 | 3 => code === exitCode) ?? exitCodeOfVerdict[verdict]
  // A gate that is passed says nothing of the rest.
  const isWhole = finished && counts.skipped === 0 && (verdict !== 'conforms' || headline.startsWith('Conforms'))
  return {
    verdict,
    ...(isWhole ? {} : { partial: true }),
    reason: [headline, ...remarks.slice(0, 2)].join(' '),
    requests,
    exitCode: known,
    run: { headline, finished, counts, ...(folder === undefined ? {} : { folder }) },
  }
}

function verdictOfRun(result: RunResult): FleetVerdict {
  const { counts, stopped, finished, gates } = result
  const departs = gates?.some(({ passed }) => !passed) ?? counts.fail > 0
  if (departs) return 'departs'
  if (stopped !== undefined) return isHarnessErrorCode(stopped.code) ? verdictOfCode[stopped.code] : 'error'
  if (!finished) return 'unfinished'
  if (counts.error > 0) return 'error'
  const examined = counts.pass + counts.warn + counts.known
  const isOpen = gates === undefined && counts.blocked > 0
  return isOpen || examined === 0 ? 'inconclusive' : 'conforms'
}

/** What all runs together will create and delete, and where; undefined where nobody has to be asked. */
export function planForAll(sources: readonly TargetSource[], out: string): string | undefined {
  const asked = sources.filter(
    ({ preview }) => preview !== undefined && preview.baseUrl !== 'embedded' && planToAgreeTo(preview) !== undefined,
  )
  if (asked.length === 0) return undefined
  const lines = asked.map(({ name, baseUrl }) => `  ${name}  ${baseUrl ?? ''}`)
  const shown = lines.length > 40 ? [...lines.slice(0, 40), `  … and ${lines.length - 40} more`] : lines
  const where = asked.length === 1 ? 'this target' : `each of these ${asked.length} targets`
  return `The run creates some hundred users, groups and other resources at ${where}, all with names that begin with "scimc-", changes only those, and deletes them again:\n${shown.join('\n')}\nReports go to a folder for each below ${out}.`
}

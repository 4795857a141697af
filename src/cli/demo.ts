// `demo`: examines the embedded provider with a handful of defects and shows which check finds each.

import { allTopics } from '../../suites/all.ts'
import { examine } from '../engine/examine.ts'
import { amount } from '../report/amounts.ts'
import { conclude } from '../report/conclusion.ts'
import { failuresOf } from '../report/failure.ts'
import { renderBriefly, wrap } from '../report/terminal.ts'
import type { RunResult } from '../result/run-result.ts'
import { resolveEmbedded, wantedTarget } from './embedded.ts'
import { exitCodeOf } from './exit-code.ts'
import { interruptible } from './interruptible.ts'
import { callersPath } from './paths.ts'
import { liveLine } from './progress.ts'
import { prepareReports, reportFiles, writeReports } from './report-files.ts'
import type { Switched } from './switches.ts'
import type { Output } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Faults of different areas, such as are met in the field. */
export const demoDefects = [
  'create-without-location',
  'duplicates-accepted',
  'password-returned',
  'unquoted-names-list-everything',
  'pages-overlap',
  'patch-filter-sub-wipes-element',
  'etag-never-changes',
  'bulk-result-without-bulk-id',
] as const

/**
 * Examines, writes the reports, prints each defect with what found it. Gives 0 whatever the findings; 3 where a defect
 * was not noticed, or the harness broke or was interrupted.
 */
export async function demoCommand(options: { out: string }, output: Output, env: Environment): Promise<number> {
  const folder = callersPath(options.out, env)
  const { target: wanted, switched } = await wantedTarget(undefined, { defect: demoDefects, variant: [] }, env)
  prepareReports(folder)
  const { target, close } = await resolveEmbedded(wanted, switched)
  const interrupt = interruptible(output)
  const line = output.live ? liveLine(output.width) : undefined
  try {
    output.tell(`Examining the embedded service provider with ${amount(demoDefects.length, 'defect')} switched on.`)
    const result = await examine(target, {
      topics: allTopics,
      signal: interrupt.signal,
      ...(line === undefined ? {} : { onProgress: progress => line.show(progress) }),
    })
    line?.end()
    const unnoticed = printFindings(result, switched?.defects ?? [], output)
    writeReports(folder, result)
    output.print(`Reports: ${reportFiles(folder).join('  ')}`)
    if (unnoticed.length > 0) output.tell(`Not noticed, which is our fault: ${unnoticed.join(', ')}.`)
    const exitCode = exitCodeOf(result, 'must')
    return unnoticed.length > 0 ? 3 : exitCode === 1 ? 0 : exitCode
  } finally {
    line?.end()
    interrupt.end()
    await close()
  }
}

/** Prints the defects, each with a finding that shows it; gives the names of those that no check noticed. */
function printFindings(result: RunResult, defects: Switched['defects'], output: Output): readonly string[] {
  const bad = new Set(
    result.checks.flatMap(({ id, verdict }) => (verdict === 'fail' || verdict === 'warn' ? [id] : [])),
  )
  const unnoticed: string[] = []
  for (const { name, title, breaks, caughtBy } of defects) {
    const noticing = result.checks.filter(({ id }) => caughtBy.includes(id))
    const shown = failuresOf(noticing, result.target).find(({ requirement }) => requirement === breaks)
    output.print(`\n${name}: ${title}`)
    output.print(`found by ${caughtBy.filter(id => bad.has(id)).join(', ') || 'no check'}`)
    if (shown === undefined) unnoticed.push(name)
    else output.print(renderBriefly(shown, { colour: output.colour, width: output.width, report: true }))
  }
  const named = new Set(defects.flatMap(({ caughtBy }) => caughtBy))
  const others = result.checks.filter(({ id, verdict }) => verdict === 'fail' && !named.has(id)).length
  const words =
    `${amount(defects.length, 'defect')} switched on, ${defects.length - unnoticed.length} found; ` +
    `they make ${amount(others, 'further check')} fail. ` +
    'The reports have every finding with its exchanges, how to mend it and a command to repeat it.'
  output.print(`\n${wrap(words, output.width).join('\n')}`)
  output.print(conclude(result).headline)
  return unnoticed
}

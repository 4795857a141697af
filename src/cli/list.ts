// `list`: what is checked, and the defects and variants that the embedded provider has.

import type { Check, Topic } from '../check/check.ts'
import { loadDefects, loadVariants } from './switches.ts'
import type { Output } from './terminal.ts'
import { topicsOfFile } from './topics.ts'

export interface Listed {
  readonly check: Check
  readonly topic: string
}

/** Every check of these topics, in the order of the suites. */
export function listedIn(topics: readonly Topic[]): readonly Listed[] {
  return topics.flatMap(topic =>
    topic.suites.flatMap(suite => suite.checks.map(check => ({ check, topic: topic.name }))),
  )
}

type Environment = Readonly<Record<string, string | undefined>>

export interface ListArguments {
  /** A target file, whose checks of the user's own are listed, too. */
  readonly target?: string
  readonly json: boolean
  readonly defects: boolean
  readonly variants: boolean
}

/** Prints every check, defect or variant: a line each, or as JSON. */
export async function listCommand(
  { target, json, defects, variants }: ListArguments,
  output: Output,
  env: Environment,
): Promise<number> {
  if (defects) await listDefects(json, output)
  else if (variants) await listVariants(json, output)
  else listChecks(await topicsOfFile(target, env, output.tell), json, output)
  return 0
}

/** A check in a line, its id padded to so many characters. */
export function checkLine(check: Check, width: number): string {
  return `  ${check.id.padEnd(width)}  ${check.level.padEnd(6)}  ${check.title}`
}

/** As JSON: id, title, topic, level, requirements and needs. */
function listChecks(topics: readonly Topic[], json: boolean, output: Output): void {
  const listed = listedIn(topics)
  if (json) {
    const rows = listed.map(({ check, topic }) => ({
      id: check.id,
      title: check.title,
      topic,
      level: check.level,
      requirements: check.verifies,
      needs: check.needs,
    }))
    output.print(JSON.stringify(rows, null, 2))
    return
  }
  const width = Math.max(...listed.map(({ check }) => check.id.length))
  for (const topic of topics) {
    output.print(`\n${topic.name}`)
    for (const { check } of listed.filter(one => one.topic === topic.name)) output.print(checkLine(check, width))
  }
  output.print(`\n${listed.length} checks`)
}

/** As JSON: name, title, breaks (a requirement), noticedBy (checks) and, where such a fault was met in the field, seen. */
async function listDefects(json: boolean, output: Output): Promise<void> {
  const rows = (await loadDefects()).map(({ name, title, breaks, caughtBy, seen }) => ({
    name,
    title,
    breaks,
    noticedBy: caughtBy,
    ...(seen === undefined ? {} : { seen }),
  }))
  if (json) output.print(JSON.stringify(rows, null, 2))
  else {
    const lines = rows.map(({ name, breaks, title }) => [name, breaks, title] as const)
    printColumns(lines, output)
    output.print(`\n${rows.length} defects; switch one on with serve --defect NAME or run --defect NAME`)
  }
}

/** As JSON: name, title, allowedBy (what allows it) and warns (the checks that answer warn). */
async function listVariants(json: boolean, output: Output): Promise<void> {
  const rows = (await loadVariants()).map(({ name, title, allowedBy, warns }) => ({ name, title, allowedBy, warns }))
  if (json) output.print(JSON.stringify(rows, null, 2))
  else {
    const lines = rows.map(({ name, allowedBy, title }) => [name, allowedBy, title] as const)
    printColumns(lines, output)
    output.print(`\n${rows.length} variants; switch one on with serve --variant NAME or run --variant NAME`)
  }
}

function printColumns(rows: readonly (readonly [string, string, string])[], output: Output): void {
  const first = Math.max(...rows.map(([name]) => name.length))
  const second = Math.max(...rows.map(([, reference]) => reference.length))
  for (const [name, reference, title] of rows) {
    output.print(`${name.padEnd(first)}  ${reference.padEnd(second)}  ${title}`)
  }
}

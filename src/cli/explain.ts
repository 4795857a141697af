// `explain`: what a check, a requirement, a topic or a prefix of ids is about.

import type { Topic } from '../check/check.ts'
import type { OwnRequirement } from '../check/own-requirement.ts'
import { ConfigurationError } from '../errors.ts'
import { plainText } from '../report/plain-text.ts'
import { catalogue, isRequirementId, levelOf, placeOf, requirementIds } from '../requirements/catalogue.ts'
import { nearest } from '../target/nearest.ts'
import { checkLine, type Listed, listedIn } from './list.ts'
import type { Output } from './terminal.ts'
import { topicsOfFile } from './topics.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What can be explained. */
interface Known {
  readonly topics: readonly Topic[]
  readonly listed: readonly Listed[]
  readonly own: ReadonlyMap<string, OwnRequirement>
}

/**
 * Prints what a check verifies and how to mend it; what a requirement says and which checks verify it; or, for a topic
 * and for the beginning of ids, the requirements and checks under it. With a target file also of the user's own. Throws
 * ConfigurationError where there is none.
 */
export async function explainCommand(
  id: string,
  { target }: { readonly target?: string },
  output: Output,
  env: Environment,
): Promise<number> {
  const topics = await topicsOfFile(target, env, output.tell)
  const listed = listedIn(topics)
  const own = new Map(
    listed.flatMap(({ check }) => check.ownRequirements ?? []).map(requirement => [requirement.id, requirement]),
  )
  const known = { topics, listed, own }
  const found = listed.find(({ check }) => check.id === id)
  if (found !== undefined) explainCheck(found, known, output)
  else if (isRequirementId(id) || own.has(id)) explainRequirement(id, known, output)
  else explainPrefix(id, known, output)
  return 0
}

function explainCheck({ check, topic }: Listed, { own }: Known, output: Output): void {
  output.print(`${check.id}   ${check.level} · topic ${topic}\n  ${check.title}\n`)
  for (const requirement of check.verifies) output.print(requirementText(requirement, own, false))
  output.print(`  Needs  ${check.needs.length === 0 ? 'nothing optional' : check.needs.join(', ')}`)
  output.print(`  Fix    ${check.fix}`)
}

function explainRequirement(id: string, { listed, own }: Known, output: Output): void {
  output.print(requirementText(id, own, true))
  const checks = listed.filter(({ check }) => check.verifies.some(one => one === id)).map(({ check }) => check.id)
  output.print(`  Checks ${checks.length === 0 ? 'none' : checks.join(', ')}`)
}

/** `create/`, `filter`, `7644-3.5.2`: a section takes in the sections below it, and 7644-3.1 none of 7644-3.12. */
function explainPrefix(prefix: string, known: Known, output: Output): void {
  const { listed, own } = known
  const topicPrefix = prefix.replace(/\/$/, '')
  const requirements = [...requirementIds, ...own.keys()].filter(one => beginsWith(one, prefix))
  const checks = listed.filter(
    ({ check, topic }) =>
      topic.startsWith(topicPrefix) ||
      check.id.startsWith(prefix) ||
      check.verifies.some(one => beginsWith(one, prefix)),
  )
  if (checks.length + requirements.length === 0) throw unknownId(prefix, known)
  if (requirements.length > 0) {
    for (const one of requirements) output.print(requirementText(one, own, false))
    output.print('')
  }
  const width = Math.max(0, ...checks.map(({ check }) => check.id.length))
  for (const { check } of checks) output.print(checkLine(check, width))
  const words = [
    ...(requirements.length === 0 ? [] : [counted(requirements.length, 'requirement')]),
    counted(checks.length, 'check'),
  ]
  output.print(`\n${words.join(', ')} under "${prefix}"; explain one of them for more`)
}

/** Within the section a number ends where the prefix does: what is below 7644-3.1 has a dot or a dash next. */
function beginsWith(requirement: string, prefix: string): boolean {
  const sectionEnds = /^\d+(?:-[\d.]*\d)?$/.test(prefix)
  return requirement.startsWith(prefix) && (!sectionEnds || /^[.-]/.test(requirement.slice(prefix.length)))
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** The section around one that is not there, or its RFC: `7644-3.5` for `7644-3.5.9`; undefined where that is not known either. */
function placeAbove(id: string): string | undefined {
  const [rfc = '', section = ''] = id.split('-')
  const numbers = section.split('.')
  const places = [...numbers.keys()].map(left => numbers.slice(0, numbers.length - left).join('.'))
  return [...places.map(place => `${rfc}-${place}`), rfc].find(place =>
    requirementIds.some(one => beginsWith(one, place)),
  )
}

function unknownId(id: string, { topics, listed, own }: Known): ConfigurationError {
  const folders = listed.map(({ check }) => check.id.replace(/[^/]*$/, ''))
  const known = [...new Set([...folders, ...topics.map(({ name }) => name)])]
  const guess = nearest(id, [...known, ...listed.map(({ check }) => check.id), ...requirementIds, ...own.keys()])
  const place = /^\d{4}-/.test(id) ? placeAbove(id) : undefined
  if (place !== undefined) {
    return new ConfigurationError(`There is no requirement "${id}".`, {
      hint: `\`scim-conformance explain ${place}\` shows those of ${place.replace(/^(\d+)-?/, 'RFC $1 §').replace(/ §$/, '')}.`,
    })
  }
  return new ConfigurationError(`There is no check, no requirement and no topic "${id}".`, {
    hint: `${guess === undefined ? '' : `Did you mean ${guess}? `}\`scim-conformance list\` shows every check.`,
  })
}

function requirementText(id: string, ownRequirements: Known['own'], whole: boolean): string {
  const own = ownRequirements.get(id)
  if (own !== undefined) return ownText(own, whole)
  if (!isRequirementId(id)) return id
  const { says, how, note, level, when } = catalogue[id]
  const place = placeOf(id)
  const lines = [`  ${id}  ${level} (counts as ${levelOf(id)}) · ${place.label}`, `    ${says}`, `    ${place.url}`]
  if (whole) {
    lines.push(`  Test   ${how}`)
    if (note !== undefined) lines.push(`  Note   ${note}`)
    lines.push(`  When   ${when.length === 0 ? 'always' : when.join(' and ')}`)
  }
  return lines.join('\n')
}

function ownText({ id, level, source, says, url, when }: OwnRequirement, whole: boolean): string {
  const lines = [`  ${id}  ${level} · ${source}`, `    ${says}`, ...(url === undefined ? [] : [`    ${url}`])]
  if (whole) lines.push(`  When   ${when.length === 0 ? 'always' : when.join(' and ')}`)
  return plainText(lines.join('\n'))
}

// `explain`: what a check, a requirement, a topic or a prefix of ids is about.

import { allTopics, authServerTopic } from '../../suites/all.ts'
import { ConfigurationError } from '../errors.ts'
import { catalogue, isRequirementId, levelOf, placeOf, requirementIds } from '../requirements/catalogue.ts'
import { nearest } from '../target/nearest.ts'
import { checkLine, listed } from './list.ts'
import type { Output } from './terminal.ts'

/**
 * Prints what a check verifies and how to mend it; what a requirement says and which checks verify it; or, for a topic
 * and for the beginning of ids, the requirements and checks under it. Throws ConfigurationError where there is none.
 */
export function explainCommand(id: string, output: Output): number {
  const found = listed.find(({ check }) => check.id === id)
  if (found !== undefined) explainCheck(found, output)
  else if (isRequirementId(id)) explainRequirement(id, output)
  else explainPrefix(id, output)
  return 0
}

function explainCheck({ check, topic }: (typeof listed)[number], output: Output): void {
  output.print(`${check.id}   ${check.level} · topic ${topic}\n  ${check.title}\n`)
  for (const requirement of check.verifies) output.print(requirementText(requirement, false))
  output.print(`  Needs  ${check.needs.length === 0 ? 'nothing optional' : check.needs.join(', ')}`)
  output.print(`  Fix    ${check.fix}`)
}

function explainRequirement(id: string, output: Output): void {
  output.print(requirementText(id, true))
  const checks = listed.filter(({ check }) => check.verifies.some(one => one === id)).map(({ check }) => check.id)
  output.print(`  Checks ${checks.length === 0 ? 'none' : checks.join(', ')}`)
}

/** `create/`, `filter`, `7644-3.5.2`: a section takes in the sections below it, and 7644-3.1 none of 7644-3.12. */
function explainPrefix(prefix: string, output: Output): void {
  const topicPrefix = prefix.replace(/\/$/, '')
  const requirements = requirementIds.filter(one => beginsWith(one, prefix))
  const checks = listed.filter(
    ({ check, topic }) =>
      topic.startsWith(topicPrefix) ||
      check.id.startsWith(prefix) ||
      check.verifies.some(one => beginsWith(one, prefix)),
  )
  if (checks.length + requirements.length === 0) throw unknownId(prefix)
  if (requirements.length > 0) {
    for (const one of requirements) output.print(requirementText(one, false))
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

function unknownId(id: string): ConfigurationError {
  const folders = listed.map(({ check }) => check.id.replace(/[^/]*$/, ''))
  const known = [...new Set([...folders, ...allTopics.map(({ name }) => name), authServerTopic.name])]
  const guess = nearest(id, [...known, ...listed.map(({ check }) => check.id), ...requirementIds])
  return new ConfigurationError(`There is no check, no requirement and no topic "${id}".`, {
    hint: `${guess === undefined ? '' : `Did you mean ${guess}? `}\`scim-conformance list\` shows every check.`,
  })
}

function requirementText(id: string, whole: boolean): string {
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

// `list` and `explain`: what is checked, and what a requirement says.

import { allTopics } from '../../suites/all.ts'
import type { Check } from '../check/check.ts'
import { ConfigurationError } from '../errors.ts'
import { catalogue, isRequirementId, levelOf, placeOf, requirementIds } from '../requirements/catalogue.ts'
import { nearest } from '../target/nearest.ts'
import type { Output } from './terminal.ts'

interface Listed {
  readonly check: Check
  readonly topic: string
}

const listed: readonly Listed[] = allTopics.flatMap(topic =>
  topic.suites.flatMap(suite => suite.checks.map(check => ({ check, topic: topic.name }))),
)

/** Prints every check: a line each, or as JSON with id, title, topic, level, requirements and needs. */
export function listCommand({ json }: { json: boolean }, output: Output): number {
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
    return 0
  }
  const width = Math.max(...listed.map(({ check }) => check.id.length))
  for (const topic of allTopics) {
    output.print(`\n${topic.name}`)
    for (const { check } of listed.filter(one => one.topic === topic.name)) {
      output.print(`  ${check.id.padEnd(width)}  ${check.level.padEnd(6)}  ${check.title}`)
    }
  }
  output.print(`\n${listed.length} checks`)
  return 0
}

/** Prints what a check verifies and how to mend it, or what a requirement says and which checks verify it. */
export function explainCommand(id: string, output: Output): number {
  const found = listed.find(({ check }) => check.id === id)
  if (found !== undefined) {
    const { check, topic } = found
    output.print(`${check.id}   ${check.level} · topic ${topic}\n  ${check.title}\n`)
    for (const requirement of check.verifies) output.print(requirementText(requirement, false))
    output.print(`  Needs  ${check.needs.length === 0 ? 'nothing optional' : check.needs.join(', ')}`)
    output.print(`  Fix    ${check.fix}`)
    return 0
  }
  if (isRequirementId(id)) {
    output.print(requirementText(id, true))
    const checks = listed.filter(({ check }) => check.verifies.includes(id)).map(({ check }) => check.id)
    output.print(`  Checks ${checks.length === 0 ? 'none' : checks.join(', ')}`)
    return 0
  }
  const guess = nearest(id, [...listed.map(({ check }) => check.id), ...requirementIds])
  throw new ConfigurationError(`There is no check and no requirement "${id}".`, {
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

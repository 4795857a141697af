// The checks of the user's own: what the files of `suites:` export becomes topics beside those of the harness.

import type { Check, Suite, Topic } from '../check/check.ts'
import type { OwnRequirement } from '../check/own-requirement.ts'
import { ConfigurationError } from '../errors.ts'
import type { OwnSuites } from '../target/target.ts'
import { findOwnFiles, shownFile } from './own-files.ts'
import { loadOwnModule } from './own-modules.ts'

export interface OwnTopics {
  readonly topics: readonly Topic[]
  /** Absolute. */
  readonly files: readonly string[]
}

export interface OwnTopicsOptions {
  /** The topics of the harness, whose names and ids are taken. */
  readonly builtIn: readonly Topic[]
  /** Reads files anew that have changed since another version was loaded. */
  readonly version?: string
  /** Told which files there are, before any is loaded. */
  readonly onFiles?: (files: readonly string[]) => void
}

/** `acme/employee-number`: as those of the harness. It goes into a header of every request. */
const idForm = /^[a-z0-9][a-z0-9.-]*(?:\/[a-z0-9][a-z0-9.-]*)+$/
const nameForm = /^[a-z0-9][a-z0-9.-]*$/
const longestId = 100

/**
 * Loads the files, which runs what stands in them at the top level, and gives their topics. A suite that is exported without a
 * topic belongs to one with the name of its file. Throws ConfigurationError, with the file and what to do, for a file that
 * cannot be loaded or exports nothing of use, and for a name that is taken.
 */
export async function loadOwnTopics(
  suites: OwnSuites,
  { builtIn, version, onFiles }: OwnTopicsOptions,
): Promise<OwnTopics> {
  const files = await findOwnFiles(suites)
  onFiles?.(files)
  const register = createRegister(builtIn)
  const topics = new Map<string, Suite[]>()
  for (const file of files) {
    for (const { name, suites } of topicsIn(file, await loadOwnModule(file, version))) {
      register.add(file, { name, suites })
      topics.set(name, [...(topics.get(name) ?? []), ...suites])
    }
  }
  return { topics: [...topics].map(([name, all]) => ({ name, suites: all })), files }
}

/** What a file exports, as topics. */
function topicsIn(file: string, exported: ReadonlyMap<string, unknown>): readonly Topic[] {
  const fail = (problem: string, hint: string): never => {
    throw new ConfigurationError(`${shownFile(file)} ${problem}.`, { hint })
  }
  const values = [...exported].flatMap(([name, value]) =>
    (isList(value) ? value : [value]).map(one => ({ name, value: one })),
  )
  const topics = new Set(values.flatMap(({ value }) => (isTopic(value) ? [value] : [])))
  const inTopics = new Set([...topics].flatMap(({ suites }) => suites))
  const alone = new Set(values.flatMap(({ value }) => (isSuite(value) && !inTopics.has(value) ? [value] : [])))
  const inSuites = new Set([...inTopics, ...alone].flatMap(({ checks }) => checks))
  const lost = values.find(({ value }) => isCheck(value) && !inSuites.has(value))
  if (lost !== undefined) {
    fail(`exports the check ${lost.name}, which is in no suite`, `Put it into one: suite('…', [${lost.name}]).`)
  }
  if (topics.size + alone.size === 0) {
    fail(
      'exports no topic and no suite',
      "Export what suite() or topic() gives: export const naming = suite('Naming', [check(…)]).",
    )
  }
  for (const { name, optional, ofGates } of topics) {
    if (optional === true || ofGates === true) {
      fail(`makes the topic "${name}" optional`, 'Leave that out, and leave checks out with --skip.')
    }
  }
  const ofFile = alone.size === 0 ? [] : [{ name: nameOf(file), suites: [...alone] }]
  return [...topics, ...ofFile]
}

/** `acme` for checks/acme.check.ts. */
function nameOf(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? file
  return base
    .replace(/(?:\.check)?\.[mc]?[jt]s$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[.-]+/, '')
}

/** What is taken already, and by whom. */
function createRegister(builtIn: readonly Topic[]) {
  const topicNames = new Set(builtIn.map(({ name }) => name))
  const checkIds = new Map<string, string>(
    builtIn.flatMap(topic =>
      topic.suites.flatMap(({ checks }) => checks.map(({ id }) => [id, 'the harness'] as const)),
    ),
  )
  const requirements = new Map<string, { readonly file: string; readonly requirement: OwnRequirement }>()

  const addCheck = (file: string, check: Check): void => {
    const fail = (problem: string, hint: string): never => {
      throw new ConfigurationError(`${shownFile(file)}: the check ${JSON.stringify(check.id)} ${problem}.`, { hint })
    }
    if (typeof check.id !== 'string' || !idForm.test(check.id) || check.id.length > longestId) {
      fail('has an id that cannot be used', 'Write a name, a slash and a slug in lower case: acme/employee-number.')
    }
    const taken = checkIds.get(check.id)
    if (taken !== undefined) {
      const where = taken === 'the harness' ? taken : shownFile(taken)
      fail(`has an id that ${where} has, too`, 'Begin its id with the name of your organization, and use each id once.')
    }
    checkIds.set(check.id, file)
    for (const [name, text] of Object.entries({ title: check.title, fix: check.fix })) {
      if (typeof text !== 'string' || text.trim() === '') fail(`has no ${name}`, 'Reports show it: a sentence will do.')
    }
    for (const requirement of check.ownRequirements ?? []) {
      const known = requirements.get(requirement.id)
      if (known !== undefined && textOf(known.requirement) !== textOf(requirement)) {
        fail(
          `verifies ${requirement.id}, of which ${shownFile(known.file)} says something else`,
          'Define a requirement once, and import it where it is needed.',
        )
      }
      requirements.set(requirement.id, { file, requirement })
    }
  }

  return {
    add(file: string, { name, suites }: Topic): void {
      const fail = (problem: string, hint: string): never => {
        throw new ConfigurationError(`${shownFile(file)}: ${problem}.`, { hint })
      }
      if (typeof name !== 'string' || !nameForm.test(name) || name.length > longestId) {
        fail(`the topic ${JSON.stringify(name)} has a name that cannot be used`, 'Write it in lower case: acme.')
      }
      if (topicNames.has(name)) {
        fail(`the harness has a topic "${name}", too`, 'Name it for your organization: topic("acme", […]).')
      }
      for (const { title, checks } of suites) {
        if (typeof title !== 'string' || title.trim() === '')
          fail(`a suite of the topic "${name}" has no title`, 'Give it one.')
        for (const check of checks) addCheck(file, check)
      }
    },
  }
}

function textOf({ level, says, source, url, when }: OwnRequirement): string {
  return JSON.stringify([level, says, source, url, when])
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isTopic(value: unknown): value is Topic {
  return isObject(value) && 'name' in value && 'suites' in value && isList(value.suites) && value.suites.every(isSuite)
}

function isSuite(value: unknown): value is Suite {
  return isObject(value) && 'title' in value && 'checks' in value && isList(value.checks) && value.checks.every(isCheck)
}

function isCheck(value: unknown): value is Check {
  if (!isObject(value) || !('kind' in value) || !('verifies' in value)) return false
  return (value.kind === 'active' && 'run' in value) || (value.kind === 'passive' && 'begin' in value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

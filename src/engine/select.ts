// Which checks of all suites a run takes.

import type { Check, Topic } from '../check/check.ts'
import { ConfigurationError } from '../errors.ts'
import type { Gate } from '../result/gate.ts'
import { nearest } from '../target/nearest.ts'

export interface Selection {
  /** Prefixes of check ids, topics or requirement ids; empty takes all. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** Takes the optional topic too: what the clients at large send, which no RFC asks for. */
  readonly interop: boolean
  /** Takes the checks with these ids and no others, of optional topics too; `otherwise` says why the rest is left out. */
  readonly among?: {
    readonly ids: ReadonlySet<string>
    readonly otherwise: string
    /** Said of those with these ids that `only` or `skip` leaves out. */
    readonly still?: string
  }
}

/** A check with the topic it belongs to, and why it is left out, if it is. */
export interface Selected {
  readonly check: Check
  readonly topic: string
  readonly suite: string
  readonly leftOut?: string
}

/**
 * Every check in the order of the suites; those of an optional topic where they are asked for. Throws ConfigurationError
 * for a prefix that no check has.
 */
export function selectChecks(topics: readonly Topic[], { only, skip, interop, among }: Selection): readonly Selected[] {
  const isAsked = (topic: Topic): boolean =>
    ((interop || topic.optional !== true) && topic.ofGates !== true) ||
    (among !== undefined && checksOf([topic]).some(({ check }) => among.ids.has(check.id)))
  const all = checksOf(topics.filter(isAsked))
  for (const prefix of [...only, ...skip]) {
    if (all.some(({ check, topic }) => matches(check, topic, prefix))) continue
    const left = topics.filter(topic => checksOf([topic]).some(one => matches(one.check, one.topic, prefix)))
    if (left.length > 0 && left.every(({ ofGates }) => ofGates === true)) {
      throw new ConfigurationError(`What begins with "${prefix}" is left out.`, {
        hint: 'It is examined as part of a gate only: --profile names one, docs/gates.md has them.',
      })
    }
    if (left.length > 0) {
      throw new ConfigurationError(`What begins with "${prefix}" is left out.`, {
        hint: 'What clients send beyond the RFCs is examined with --interop only; add it.',
      })
    }
    const meant = nearest(prefix, [...new Set(all.flatMap(knownPrefixes))])
    throw new ConfigurationError(`No check, topic or requirement begins with "${prefix}".`, {
      hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}Run \`scim-conformance list\` to see them all.`,
    })
  }
  return all.map(selected => {
    const { check, topic } = selected
    if (among?.ids.has(check.id) === false) return { ...selected, leftOut: among.otherwise }
    const still = among?.still === undefined ? '' : `${among.still}, and is now `
    if (only.length > 0 && !only.some(prefix => matches(check, topic, prefix))) {
      return { ...selected, leftOut: `${still}not among --only ${only.join(',')}` }
    }
    const skipped = skip.find(prefix => matches(check, topic, prefix))
    return skipped === undefined ? selected : { ...selected, leftOut: `${still}left out by --skip ${skipped}` }
  })
}

/**
 * What should be known of the prefixes of a selection: that one takes more than it seems to, as `creat` and `7644-3.1` do, or
 * leaves nothing out.
 */
export function prefixNotes(
  selected: readonly Selected[],
  { only, skip }: Pick<Selection, 'only' | 'skip'>,
): readonly string[] {
  const notesOf = (option: string, prefix: string, does: string): readonly string[] => {
    const own = selected.filter(({ check, topic }) => matches(check, topic, prefix))
    const isWhole = own.every(one => knownPrefixes(one).some(known => begins(known, prefix)))
    if (isWhole) return []
    const taken = [...new Set(own.flatMap(knownPrefixes))].filter(
      known => known.startsWith(prefix) && !begins(known, prefix),
    )
    const [first = '', ...others] = taken.filter(
      known => !taken.some(other => other !== known && known.startsWith(other)),
    )
    // A topic with a slash behind it means the topic.
    if (first === '') return []
    const beyond = others.length === 0 ? first : `${first} and ${others.length} more`
    return [`${option} ${prefix} is the beginning of a name: it ${does} ${beyond}, too.`]
  }
  const idle = skip.filter(
    prefix =>
      !selected.some(({ check, topic, leftOut = '' }) => leftOut.includes('--skip') && matches(check, topic, prefix)),
  )
  return [
    ...only.flatMap(prefix => notesOf('--only', prefix, 'takes')),
    ...skip.flatMap(prefix => notesOf('--skip', prefix, 'leaves out')),
    ...idle.map(prefix => `--skip ${prefix} leaves nothing out: none of it was to be run.`),
  ]
}

/** Whether a prefix is a name or ends where a part of one does: `create/`, `7644-3.3` and `eq/user` but not `creat` and `7644-3.1`. */
function begins(name: string, prefix: string): boolean {
  if (!name.startsWith(prefix)) return false
  return name === prefix || /[/.-]$/.test(prefix) || /^[/.-]/.test(name.slice(prefix.length))
}

/**
 * The checks of these gates and no others, in the order of the suites. Throws ConfigurationError for a prefix that none of them
 * has.
 */
export function selectForGates(
  topics: readonly Topic[],
  { gates, ...selection }: Omit<Selection, 'interop' | 'among'> & { readonly gates: readonly Gate[] },
): readonly Selected[] {
  const ids = new Set(gates.flatMap(({ steps }) => steps.flatMap(({ checks }) => checks)))
  const taken = topics.map(topic => ({
    name: topic.name,
    suites: topic.suites.map(suite => ({ ...suite, checks: suite.checks.filter(({ id }) => ids.has(id)) })),
  }))
  return selectChecks(taken, { ...selection, interop: true })
}

function checksOf(topics: readonly Topic[]): readonly Selected[] {
  return topics.flatMap(topic =>
    topic.suites.flatMap(suite => suite.checks.map(check => ({ check, topic: topic.name, suite: suite.title }))),
  )
}

/** What the check can be selected by, whole names only: `create/`, `create/created`, its topic, its requirements. */
function knownPrefixes({ check, topic }: Selected): readonly string[] {
  return [check.id.replace(/[^/]*$/, ''), topic, check.id, ...check.verifies]
}

function matches(check: Check, topic: string, prefix: string): boolean {
  return (
    check.id.startsWith(prefix) ||
    topic.startsWith(prefix.replace(/\/$/, '')) ||
    check.verifies.some(requirement => requirement.startsWith(prefix))
  )
}

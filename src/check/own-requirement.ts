// A requirement of the user's own: of a contract, a guide, a house rule. The catalogue holds those of the RFCs and of known clients.

import { ConfigurationError } from '../errors.ts'
import { isRequirementId, levelOf, type RequirementId } from '../requirements/catalogue.ts'
import { type Condition, conditions } from '../requirements/requirement.ts'

/** What `requirement()` gives: a check names it in `verifies`, an expectation in its basis. */
export interface OwnRequirement {
  readonly kind: 'own requirement'
  readonly id: string
  readonly level: 'MUST' | 'SHOULD'
  readonly says: string
  readonly source: string
  readonly url?: string
  readonly when: readonly Condition[]
}

export interface AboutRequirement {
  /** A broken MUST fails a check, a broken SHOULD is a warning. */
  readonly level: 'MUST' | 'SHOULD'
  /** What is required, as reports say it. */
  readonly says: string
  /** Where it is written down, in a few words: `Acme provisioning guide, section 4`. */
  readonly source: string
  /** Where that can be read; http or https. */
  readonly url?: string
  /** Conditions under which it applies, in the words of `explain`; empty means always. */
  readonly when?: readonly Condition[]
}

/** What a check verifies: a requirement of the catalogue by its id, or one of the user's own. */
export type Requirable = RequirementId | OwnRequirement

/** `acme-4`, `acme.users-12`: letters first, so that it is never taken for one of an RFC (`7644-3.3-01`). */
const idForm = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)+$/i
const longestId = 60

/**
 * A requirement of one's own. The id begins with letters (best: the name of the organization) and has a dash or a dot in it:
 * `acme-4`. Throws ConfigurationError where the id has another form or is one of the catalogue's, where a text is empty, and
 * for an address that is not http or https.
 */
export function requirement(id: string, { level, says, source, url, when = [] }: AboutRequirement): OwnRequirement {
  const fail = (problem: string, hint: string): never => {
    throw new ConfigurationError(`The own requirement ${JSON.stringify(id)} ${problem}.`, { hint })
  }
  if (typeof id !== 'string' || !idForm.test(id) || id.length > longestId) {
    fail('has an id that cannot be used', 'Begin with the name of your organization, then a dash and a number: acme-4.')
  }
  if (isRequirementId(id)) fail('has the id of a requirement of the catalogue', 'Give it an id of your own: acme-4.')
  if (level !== 'MUST' && level !== 'SHOULD') {
    fail(
      `has the level ${JSON.stringify(level)}`,
      'Give level: MUST where breaking it fails a check, or SHOULD where it warns.',
    )
  }
  for (const [name, text] of Object.entries({ says, source })) {
    if (typeof text !== 'string' || text.trim() === '')
      fail(`has no ${name}`, 'Say what is required, and where that is written.')
  }
  if (url !== undefined && !isWebAddress(url))
    fail(`has the url ${JSON.stringify(url)}`, 'It must begin with https:// or http://.')
  const unknown = when.find(condition => !Object.hasOwn(conditions, condition))
  if (unknown !== undefined) {
    fail(
      `rests on ${JSON.stringify(unknown)}, which is no condition`,
      `Known are ${Object.keys(conditions).join(', ')}.`,
    )
  }
  return { kind: 'own requirement', id, level, says, source, ...(url === undefined ? {} : { url }), when }
}

/** Whether an address may become a link of a report. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

/** Whether this was made by `requirement()`. */
export function isOwnRequirement(value: unknown): value is OwnRequirement {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'own requirement'
}

/** The id of a requirement, of the catalogue or one's own. */
export function idOf(requirement: Requirable): string {
  return typeof requirement === 'string' ? requirement : requirement.id
}

/** How strongly a requirement binds in a verdict. */
export function boundBy(requirement: Requirable): 'MUST' | 'SHOULD' | 'MAY' | 'CLIENT' {
  return typeof requirement === 'string' ? levelOf(requirement) : requirement.level
}

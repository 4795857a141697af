// The catalogue: every requirement of every source by its id, and what follows from an id.

import type { Requirement } from './requirement.ts'
import { rfc7643 } from './rfc7643.ts'
import { rfc7644 } from './rfc7644.ts'
import { rfc9110 } from './rfc9110.ts'
import { rfc9865 } from './rfc9865.ts'
import { rfc9967 } from './rfc9967.ts'

const all = { ...rfc7643, ...rfc7644, ...rfc9865, ...rfc9967, ...rfc9110 }

export type RequirementId = keyof typeof all

/** Changes whenever a requirement is added, dropped or changes its meaning. */
export const catalogueVersion = '1.0.0'

/** Every requirement by id, in the order of the sources. */
export const catalogue: Readonly<Record<RequirementId, Requirement>> = all

/** Every id, in the order of the sources. */
export const requirementIds: readonly RequirementId[] = Object.keys(all).filter(isRequirementId)

/** Whether a text names a requirement of the catalogue. */
export function isRequirementId(text: string): text is RequirementId {
  return Object.hasOwn(all, text)
}

/** Where a requirement stands: `RFC 7644 §3.3` and the link to that section. Read from the id. */
export function placeOf(id: RequirementId): { source: string; section: string; label: string; url: string } {
  const [, rfc = '', section = ''] = /^(\d+)-([\d.]+)-\d+$/.exec(id) ?? []
  return {
    source: `RFC ${rfc}`,
    section,
    label: `RFC ${rfc} §${section}`,
    url: `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}`,
  }
}

/**
 * How strongly a requirement binds in a verdict: SHALL and REQUIRED read as MUST, RECOMMENDED as SHOULD; a sentence that
 * binds without a key word counts as MUST when core and as SHOULD when extended. A permission is MAY and is never checked.
 */
export function levelOf(id: RequirementId): 'MUST' | 'SHOULD' | 'MAY' {
  const { level, priority } = catalogue[id]
  switch (level) {
    case 'MUST':
    case 'MUST NOT':
    case 'SHALL':
    case 'SHALL NOT':
    case 'CLIENT':
      return 'MUST'
    case 'SHOULD':
    case 'SHOULD NOT':
    case 'RECOMMENDED':
      return 'SHOULD'
    case 'MAY':
    case 'OPTIONAL':
      return 'MAY'
    case 'implied':
      return priority === 'core' ? 'MUST' : priority === 'extended' ? 'SHOULD' : 'MAY'
  }
}

// The catalogue: every requirement of every source by its id, and what follows from an id.

import { clientRules } from './clients.ts'
import { oauth, oktaOAuthRules } from './oauth.ts'
import type { Requirement } from './requirement.ts'
import { rfc7643 } from './rfc7643.ts'
import { rfc7644 } from './rfc7644.ts'
import { rfc9110 } from './rfc9110.ts'
import { rfc9865 } from './rfc9865.ts'
import { rfc9967 } from './rfc9967.ts'

const all = { ...rfc7643, ...rfc7644, ...rfc9865, ...rfc9967, ...rfc9110, ...oauth, ...clientRules, ...oktaOAuthRules }

export type RequirementId = keyof typeof all

/** Changes whenever a requirement is added, dropped or changes its meaning. */
export const catalogueVersion = '1.3.0'

/** Every requirement by id, in the order of the sources. */
export const catalogue: Readonly<Record<RequirementId, Requirement>> = all

/** Every id, in the order of the sources. */
export const requirementIds: readonly RequirementId[] = Object.keys(all).filter(isRequirementId)

/** Whether a text names a requirement of the catalogue. */
export function isRequirementId(text: string): text is RequirementId {
  return Object.hasOwn(all, text)
}

/** The clients whose rules are in the catalogue, by the word with which the ids of their rules begin. */
const clients = {
  entra: 'Microsoft Entra ID',
  entraflag: 'Microsoft Entra ID with aadOptscim062020',
  okta: 'Okta',
  oktaspec: "Okta's SPEC test",
  oktaoin: 'Okta Integration Network',
  entratest: "Microsoft's SCIM validator",
  oktaoauth: 'Okta with OAuth 2.0',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
} as const

/** The client whose rule this is; undefined for a requirement of an RFC. */
export function clientOf(id: RequirementId): string | undefined {
  const word = id.replace(/-\d+$/, '')
  return Object.entries(clients).find(([client]) => client === word)?.[1]
}

/** Where a requirement stands: `RFC 7644 §3.3` and the link to that section, read from the id; or the client and its page. */
export function placeOf(id: RequirementId): { source: string; section: string; label: string; url: string } {
  const client = clientOf(id)
  if (client !== undefined) return { source: client, section: '', label: client, url: catalogue[id].source ?? '' }
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
 * What a client wants binds no one: it is CLIENT.
 */
export function levelOf(id: RequirementId): 'MUST' | 'SHOULD' | 'MAY' | 'CLIENT' {
  const { level, priority } = catalogue[id]
  switch (level) {
    case 'MUST':
    case 'MUST NOT':
    case 'SHALL':
    case 'SHALL NOT':
      return 'MUST'
    case 'CLIENT':
      return 'CLIENT'
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

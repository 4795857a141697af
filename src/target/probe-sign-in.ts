// How a service provider wants to be signed in to, by its own word: WWW-Authenticate and authenticationSchemes.

import type { AuthenticationScheme } from '../scim/service-provider-config.ts'
import type { Preset } from './presets/preset.ts'
import type { AuthSection } from './target-file.ts'

export type AuthType = AuthSection['type']

/** The authentication schemes in WWW-Authenticate (RFC 9110 §11.6.1), in their order. */
export function challengesIn(headers: Readonly<Record<string, string>>): readonly string[] {
  const value = headers['www-authenticate'] ?? ''
  // Without quoted texts, which may hold anything, a scheme is a word that no "=" follows.
  const plain = value.replace(/"(?:[^"\\]|\\(?:.|$))*(?:"|$)/g, '""')
  const schemes = plain.split(',').flatMap(part => /^\s*([A-Za-z][\w-]*)(?:\s+(?!=)\S.*)?\s*$/.exec(part)?.[1] ?? [])
  return [...new Set(schemes)]
}

export interface SignInSigns {
  /** Of WWW-Authenticate. */
  readonly challenges: readonly string[]
  /** Of ServiceProviderConfig. */
  readonly schemes: readonly AuthenticationScheme[]
  readonly preset?: Preset
  /** Whether resources can be read without credentials. */
  readonly open: boolean
}

export interface SuggestedAuth {
  readonly type: AuthType
  /** A sentence: what it rests on. */
  readonly because: string
}

const ofScheme: Readonly<Record<string, AuthType>> = {
  oauthbearertoken: 'bearer',
  oauth2: 'bearer',
  bearer: 'bearer',
  httpbasic: 'basic',
  basic: 'basic',
}

/** The way to sign in that the signs speak for, bearer where there are none. */
export function suggestAuth({ challenges, schemes, preset, open }: SignInSigns): SuggestedAuth {
  if (open) return { type: 'none', because: 'Users can be read without credentials.' }
  const named = [...schemes].sort((a, b) => Number(b.primary ?? false) - Number(a.primary ?? false))
  for (const { type = '', name } of named) {
    const known = ofScheme[type.toLowerCase()]
    if (known !== undefined) {
      return { type: known, because: `ServiceProviderConfig names ${name ?? type} (${type}).` }
    }
  }
  for (const challenge of challenges) {
    const known = ofScheme[challenge.toLowerCase()]
    if (known !== undefined) return { type: known, because: `The service provider asks for ${challenge}.` }
  }
  const [usual] = preset?.auth ?? []
  if (usual !== undefined) return { type: usual, because: `That is usual for ${preset?.title}.` }
  const asked = [...challenges, ...named.map(({ type }) => type ?? '')].filter(word => word !== '')
  const because =
    asked.length === 0
      ? 'Nothing says how; most want a bearer token.'
      : `It asks for ${asked.join(', ')}, which is not known here.`
  return { type: 'bearer', because }
}

// What may come out of a PATCH: often several things, where the RFC or our readings leave room.

import type { JsonObject } from '../json.ts'

/** A SCIM detail error keyword (RFC 7644 table 9); undefined stands for an error without scimType, which is OPTIONAL. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | undefined

export type AllowedOutcome =
  | {
      readonly kind: 'resource'
      /** The resource as it is afterwards; readOnly attributes such as meta are left as they were. */
      readonly resource: JsonObject
      /**
       * Whether that differs from before by the rules of comparison. If an "add" changed nothing, meta.lastModified stays
       * (RFC 7644 §3.5.2.1); taking away a "primary" that was false, say, may count as a change all the same.
       */
      readonly changed: boolean
      /** Why this outcome is allowed but not what the RFC asks for. */
      readonly discouraged?: string
    }
  | { readonly kind: 'error'; readonly status: readonly number[]; readonly scimTypes: readonly ScimType[] }

export interface PatchOutcome {
  /** Every outcome a conforming provider may show; at most one of them is the error. */
  readonly allowed: readonly AllowedOutcome[]
  /** The reasons for errors and for there being several outcomes. */
  readonly why: readonly string[]
  /** False where the RFC says so little that other outcomes are allowed too: then nothing can be judged. */
  readonly exhaustive: boolean
}

/** One possible effect of an operation on a value: its new state (undefined for unassigned), an error, or anything. */
export type Change =
  | { readonly kind: 'value'; readonly value: unknown; readonly discouraged?: string }
  | { readonly kind: 'error'; readonly scimTypes: readonly ScimType[]; readonly why: string }
  | { readonly kind: 'open'; readonly why: string }

export function becomes(value: unknown, discouraged?: string): Change {
  return { kind: 'value', value, ...(discouraged === undefined ? {} : { discouraged }) }
}

export function fails(why: string, ...scimTypes: readonly ScimType[]): Change {
  return { kind: 'error', scimTypes, why }
}

/** The value does not fit the schema (RFC 7644 §3.5.2); table 9 has no better keyword, and scimType is OPTIONAL. */
export function badValue(why: string): Change {
  return fails(why, 'invalidValue', 'invalidSyntax', undefined)
}

/** The operation does not fit the attribute's mutability (RFC 7644 §3.5.2). */
export function notMutable(why: string): Change {
  return fails(why, 'mutability', undefined)
}

/**
 * Joins the possible changes of several parts into possible changes of the whole: errors and openness of any part are
 * those of the whole, and the n-th values of all parts go together, the last one standing in where a part has fewer.
 */
export function combine(
  parts: readonly (readonly Change[])[],
  join: (values: readonly unknown[]) => unknown,
): Change[] {
  const values = parts.map(changes => changes.filter(change => change.kind === 'value'))
  const rest = parts.flat().filter(change => change.kind !== 'value')
  if (values.some(list => list.length === 0)) return rest
  const most = Math.max(1, ...values.map(list => list.length))
  const joined = Array.from({ length: most }, (_, index) => {
    const chosen = values.flatMap(list => list[Math.min(index, list.length - 1)] ?? [])
    const discouraged = chosen.find(change => change.discouraged !== undefined)?.discouraged
    return becomes(join(chosen.map(({ value }) => value)), discouraged)
  })
  return [...joined, ...rest]
}

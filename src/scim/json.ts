// Reading parsed JSON safely: only own members count, so "__proto__" or "constructor" in hostile input is just another name.

/** A JSON object as it came from the wire; nothing is known of its members. */
export type JsonObject = { readonly [member: string]: unknown }

/** The words used for JSON's kinds of value in problems and differences. */
export type JsonKind = 'absent' | 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

/** Objects nested deeper than this are not looked into: no SCIM attribute needs more than three levels (RFC 7643 §2.3.8). */
export const deepestLevel = 32

/** Whether the value is a JSON object (neither null nor an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether the value is an array; its elements stay unknown. */
export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

/** Names the JSON kind of a value; undefined, functions and the like count as absent. */
export function jsonKind(value: unknown): JsonKind {
  if (value === null) return 'null'
  if (isArray(value)) return 'array'
  const type = typeof value
  return type === 'boolean' || type === 'number' || type === 'string' || type === 'object' ? type : 'absent'
}

/** Whether two attribute names or schema URIs are the same; both are case insensitive (RFC 7643 §2.1, RFC 7644 §3.10). */
export function sameName(one: string, other: string): boolean {
  return one === other || (one.length === other.length && one.toLowerCase() === other.toLowerCase())
}

/** The name under which an object holds a member, letter case aside; an exact match goes first (RFC 7643 §2.1). */
export function memberName(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name
  return Object.keys(object).find(key => sameName(key, name))
}

/** The value of a member, letter case of its name aside (RFC 7643 §2.1); undefined where there is none. */
export function member(object: JsonObject, name: string): unknown {
  const key = memberName(object, name)
  return key === undefined ? undefined : object[key]
}

/** All members by their names in lower case; of names that differ only in letter case the first counts. */
export function membersByName(object: JsonObject): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>()
  for (const [name, value] of Object.entries(object)) {
    const key = name.toLowerCase()
    if (!members.has(key)) members.set(key, value)
  }
  return members
}

/**
 * A copy of the object in which the member has a new value; undefined takes the member away. The member keeps the
 * spelling it has; a new one is spelt as given.
 */
export function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  const key = memberName(object, name) ?? name
  const others = Object.entries(object).filter(([other]) => other !== key)
  if (value === undefined) return Object.fromEntries(others)
  if (!Object.hasOwn(object, key)) return Object.fromEntries([...others, [key, value]])
  return Object.fromEntries(Object.entries(object).map(([other, old]) => [other, other === key ? value : old]))
}

/** A copy of the object in which all members of another have their values. */
export function withMembers(object: JsonObject, members: JsonObject): JsonObject {
  return Object.entries(members).reduce((result, [name, value]) => withMember(result, name, value), object)
}

/** Lower case for A to Z alone, as for strings that ABNF defines (RFC 7643 §2.1). */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}

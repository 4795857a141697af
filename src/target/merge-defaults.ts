// One target over the defaults it shares with others: what it says itself counts, key by key.

/**
 * `own` over `defaults`, neither of which is changed: mappings are merged key by key, anything else replaces what the
 * defaults say, and `null` takes it away. An `auth` of another `type` replaces the whole of the other.
 */
export function mergeDefaults(defaults: unknown, own: unknown): unknown {
  if (!isMapping(defaults) || !isMapping(own)) return own
  const merged = new Map<string, unknown>(Object.entries(defaults))
  for (const [key, value] of Object.entries(own)) {
    const before = merged.get(key)
    if (value === null && merged.has(key)) merged.delete(key)
    else merged.set(key, key === 'auth' && isOtherType(before, value) ? value : mergeDefaults(before, value))
  }
  return Object.fromEntries(merged)
}

function isOtherType(before: unknown, value: unknown): boolean {
  return isMapping(before) && isMapping(value) && value.type !== undefined && value.type !== before.type
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether these keys lead to something. */
export function holds(data: unknown, path: readonly string[]): boolean {
  let value = data
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isMapping(value) && Object.hasOwn(value, key)) value = value[key]
    else return false
    if (value === undefined) return false
  }
  return true
}

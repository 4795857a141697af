// What counts as carrying a run's mark: whatever does is ours to change and delete, and nothing else is.

/** The mark of a run: `scimc-` and the eight hexadecimal digits of its id. */
const markedStart = /^scimc-[\da-f]{8}(?![\da-z])/i
/** As `unique()` of a check makes it, with the check's label and a number: long enough to be told apart in the middle of a text. */
const wholeMark = /scimc-[\da-f]{8}-[\da-z-]+-[\da-z]{4}-\d+/i
/** What clients name a resource by; only here a mark counts that stands behind other text. */
const naming = new Set(['username', 'displayname', 'externalid'])
/** What is said of other resources here is theirs: that a member of a group is ours does not make the group ours. */
const ofOthers = /^(schemas|id|meta|members|groups|manager)$/i

/**
 * The marks of runs (`scimc-7f3a09bc`, in lower case) that a resource carries as its own: in a text of its own attributes,
 * of those of an extension, of its name or of its e-mail addresses. What refers to another resource does not count.
 */
export function marksOf(resource: unknown): readonly string[] {
  if (!isObject(resource)) return []
  const marks = new Set<string>()
  const look = (text: unknown, isNaming: boolean): void => {
    if (typeof text !== 'string') return
    const found = markedStart.exec(text)?.[0] ?? (isNaming ? wholeMark.exec(text)?.[0] : undefined)
    if (found !== undefined) marks.add(found.slice(0, 'scimc-'.length + 8).toLowerCase())
  }
  for (const [attribute, value] of Object.entries(resource)) {
    const name = attribute.toLowerCase()
    if (ofOthers.test(name)) continue
    if (name.startsWith('urn:') && isObject(value)) {
      for (const [inner, text] of Object.entries(value)) if (!ofOthers.test(inner)) look(text, false)
    } else if (name === 'name' && isObject(value)) {
      for (const text of Object.values(value)) look(text, false)
    } else if (name === 'emails' && Array.isArray(value)) {
      for (const email of value) if (isObject(email)) for (const text of Object.values(email)) look(text, false)
    } else look(value, naming.has(name))
  }
  return [...marks]
}

/** Whether a resource carries this mark as its own. */
export function carriesMark(resource: unknown, mark: string): boolean {
  return marksOf(resource).includes(mark.toLowerCase())
}

/**
 * Whether a resource mentions the mark of the run that looks at it, anywhere but in what refers to other resources. That is
 * enough to know what this run has just made; what an earlier run has left is judged by `marksOf`.
 */
export function mentionsMark(resource: unknown, mark: string, levels = 16): boolean {
  if (levels === 0) return false
  if (typeof resource === 'string') return resource.toLowerCase().includes(mark.toLowerCase())
  if (Array.isArray(resource)) return resource.some(element => mentionsMark(element, mark, levels - 1))
  if (!isObject(resource)) return false
  const parts = Object.entries(resource)
  if (parts.some(([name]) => name.toLowerCase() === '$ref')) return false
  return parts.some(
    ([name, value]) => !/^(meta|members|groups|manager)$/i.test(name) && mentionsMark(value, mark, levels - 1),
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// YAML text to data, keeping for every key and value the line and column it was written at.

import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml'
import type { KeyPath, Place, PlacedProblem } from './problems.ts'

export interface YamlFile {
  readonly data: unknown
  /** Where a key or its value stands; the nearest enclosing place when there is none. */
  place(path: KeyPath, at: 'key' | 'value'): Place
}

const maxAliasCount = 100

/** Reads one YAML document. What stands in the way is returned, not thrown. */
export function readYaml(text: string): YamlFile | { readonly problems: readonly PlacedProblem[] } {
  const lines = new LineCounter()
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const refuse = (offset: number, message: string, hint?: string): { problems: PlacedProblem[] } => ({
    problems: [{ ...placeOf(offset), key: '', message, ...(hint === undefined ? {} : { hint }) }],
  })

  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      stringKeys: true,
      logLevel: 'error',
    })
    const faults = [...document.errors, ...document.warnings]
    const tooDeep = faults.find(fault => fault.message.includes('call stack'))
    if (tooDeep !== undefined) return refuse(tooDeep.pos[0], 'the file is nested too deeply')
    if (faults.length > 0) {
      return { problems: faults.map(fault => describeFault(text, fault, placeOf(fault.pos[0]))) }
    }
    const root = document.contents
    if (root === null || (isScalar(root) && root.value === null)) return refuse(0, 'the file is empty')
    const cycle = findCycle(root, document)
    if (cycle !== undefined) return refuse(cycle, 'an alias refers to the value that contains it')
    const data: unknown = document.toJS({ maxAliasCount })

    const place = (path: KeyPath, at: 'key' | 'value'): Place => {
      let node: Node = root
      let offset = root.range?.[0] ?? 0
      for (const [depth, key] of path.entries()) {
        const collection = isAlias(node) ? node.resolve(document) : node
        if (isMap(collection)) {
          const pair = collection.items.find(item => keyOf(item) === key)
          if (pair === undefined) break
          const last = depth === path.length - 1
          const keyOffset = offsetOf(pair.key) ?? offset
          offset = last && at === 'key' ? keyOffset : (offsetOf(pair.value) ?? keyOffset)
          if (!last && !hasKey(pair.value, path[depth + 1], document)) offset = keyOffset
          if (!isNode(pair.value)) break
          node = pair.value
        } else if (isSeq(collection)) {
          const item = collection.items[Number(key)]
          if (!isNode(item)) break
          offset = offsetOf(item) ?? offset
          node = item
        } else break
      }
      return placeOf(offset)
    }
    return { data, place }
  } catch (error) {
    if (error instanceof RangeError) return refuse(0, 'the file is nested too deeply')
    if (error instanceof ReferenceError) return refuse(0, `aliases expand to more than ${maxAliasCount} values`)
    throw error
  }
}

function describeFault(
  text: string,
  fault: { readonly code: string; readonly message: string; readonly pos: readonly [number, number] },
  place: Place,
): PlacedProblem {
  if (fault.code === 'DUPLICATE_KEY') {
    const key = /^[^:\s]+/.exec(text.slice(fault.pos[0]))?.[0] ?? ''
    return { ...place, key, message: 'is written twice in the same place; keep one' }
  }
  const line = text.split('\n')[place.line - 1] ?? ''
  const message = `this is not YAML: ${fault.message.replace(/\s*\n[\s\S]*$/, '')}`
  if (/:\s+\{[^}]*\}\S/.test(line)) {
    return { ...place, key: '', message, hint: 'A value that begins with { needs quotes: "{host}/scim/v2".' }
  }
  if (/^\s*\t/.test(line)) return { ...place, key: '', message, hint: 'Indent with spaces; YAML allows no tabs there.' }
  if (/:\s+[@`%]/.test(line)) {
    return { ...place, key: '', message, hint: 'A value that begins with @, ` or % needs quotes.' }
  }
  return { ...place, key: '', message }
}

type Document = ReturnType<typeof parseDocument>

/** The offset of an alias that stands inside what it refers to. */
function findCycle(root: Node, document: Document): number | undefined {
  const walk = (value: unknown, above: ReadonlySet<unknown>): number | undefined => {
    if (isAlias(value)) {
      const node = value.resolve(document)
      return node !== undefined && above.has(node) ? (value.range?.[0] ?? 0) : undefined
    }
    if (!isMap(value) && !isSeq(value)) return undefined
    const inside = new Set([...above, value])
    for (const item of value.items) {
      const found = walk(isPair(item) ? item.value : item, inside)
      if (found !== undefined) return found
    }
    return undefined
  }
  return walk(root, new Set())
}

function isPair(value: unknown): value is Pair {
  return typeof value === 'object' && value !== null && 'key' in value && 'value' in value
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value)
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
}

function offsetOf(value: unknown): number | undefined {
  return isNode(value) ? value.range?.[0] : undefined
}

function hasKey(value: unknown, key: string | undefined, document: Document): boolean {
  const node = isAlias(value) ? value.resolve(document) : value
  if (isMap(node)) return node.items.some(item => keyOf(item) === key)
  return isSeq(node) && Number(key) < node.items.length
}

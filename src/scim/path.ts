// PATCH paths: PATH = attrPath / valuePath [subAttr] (RFC 7644 §3.5.2, figure 7).

import { isAttributeName } from './attribute.ts'
import type { AttributePath } from './attribute-path.ts'
import { parseAttributePath, printAttributePath } from './attribute-path.ts'
import type { Filter } from './filter/filter.ts'
import { FilterSyntaxError } from './filter/filter.ts'
import { longestFilter, parseFilterAt } from './filter/parse-filter.ts'
import { printFilter } from './filter/print-filter.ts'

/** The target of a PATCH operation: an attribute or sub-attribute, or the selected elements of an attribute. */
export type PatchPath =
  | { readonly kind: 'attribute path'; readonly path: AttributePath }
  | {
      readonly kind: 'value path'
      readonly path: AttributePath
      readonly filter: Filter
      /** The sub-attribute after the brackets. */
      readonly subAttribute?: string
    }

/** A text that is no PATCH path; offset is the 0-based place where reading stopped. */
export class PathSyntaxError extends Error {
  override readonly name = 'PathSyntaxError'
  readonly offset: number
  /** Whether the fault is in the filter between the brackets, for which "invalidFilter" fits too (RFC 7644 table 9). */
  readonly inFilter: boolean

  constructor(message: string, offset: number, inFilter: boolean) {
    super(`${message} (at offset ${offset})`)
    this.offset = offset
    this.inFilter = inFilter
  }
}

/** Reads a PATCH path (RFC 7644 §3.5.2). Throws PathSyntaxError where reading stopped. */
export function parsePath(text: string): PatchPath {
  if (text.length > longestFilter) throw new PathSyntaxError('The path is too long', longestFilter, false)
  const bracket = text.indexOf('[')
  const path = parseAttributePath(bracket < 0 ? text : text.slice(0, bracket))
  if (path === undefined) throw new PathSyntaxError('Expected an attribute path', 0, false)
  if (bracket < 0) return { kind: 'attribute path', path }
  const { filter, end } = readFilter(text, bracket + 1)
  if (text[end] !== ']') throw new PathSyntaxError('Expected "]"', end, true)
  const rest = text.slice(end + 1)
  if (rest === '') return { kind: 'value path', path, filter }
  const subAttribute = rest.slice(1)
  if (!rest.startsWith('.') || !isAttributeName(subAttribute)) {
    throw new PathSyntaxError('Expected nothing or one sub-attribute after the brackets', end + 1, false)
  }
  return { kind: 'value path', path, filter, subAttribute }
}

function readFilter(text: string, start: number): { readonly filter: Filter; readonly end: number } {
  try {
    return parseFilterAt(text, start, true)
  } catch (error) {
    if (error instanceof FilterSyntaxError) throw new PathSyntaxError('The filter cannot be read', error.offset, true)
    throw error
  }
}

/** Writes a path as parsePath reads it. */
export function printPath(path: PatchPath): string {
  const text = printAttributePath(path.path)
  if (path.kind === 'attribute path') return text
  return `${text}[${printFilter(path.filter)}]${path.subAttribute === undefined ? '' : `.${path.subAttribute}`}`
}

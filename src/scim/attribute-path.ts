// Attribute paths in standard notation: [schema URI ":"] name ["." sub-attribute] (RFC 7644 §3.10 and figure 1).

import { isAttributeName } from './attribute.ts'

/** An attribute path, spelt as it was written. */
export interface AttributePath {
  /** The schema URI before the name, without its colon. */
  readonly schema?: string
  readonly attribute: string
  readonly subAttribute?: string
}

/** Longer paths are refused: no schema URI needs as much. */
const longestPath = 2048

/**
 * Reads an attribute path; undefined where the text is none. "$" is let through in names, as RFC 7643 §2.1 has it,
 * though the filter grammar of RFC 7644 leaves it out.
 */
export function parseAttributePath(text: string): AttributePath | undefined {
  if (text.length > longestPath) return undefined
  const colon = text.lastIndexOf(':')
  const schema = text.slice(0, Math.max(colon, 0))
  if (colon >= 0 && !isUri(schema)) return undefined
  const names = text.slice(colon + 1).split('.')
  const [attribute, subAttribute] = names
  if (attribute === undefined || names.length > 2 || !names.every(isAttributeName)) return undefined
  return {
    ...(colon < 0 ? {} : { schema }),
    attribute,
    ...(subAttribute === undefined ? {} : { subAttribute }),
  }
}

/** Writes an attribute path as parseAttributePath reads it. */
export function printAttributePath({ schema, attribute, subAttribute }: AttributePath): string {
  return `${schema === undefined ? '' : `${schema}:`}${attribute}${subAttribute === undefined ? '' : `.${subAttribute}`}`
}

/** A URI with a scheme (RFC 3986 appendix A), without the characters that end a path in a filter. */
function isUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[\w\-.~:/?#@!$&'*+,;=%]+$/.test(text)
}

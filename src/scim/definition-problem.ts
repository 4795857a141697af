// What can be wrong with a discovery document, and a reader of its members that notes each deviation and goes on.

import type { JsonObject } from './json.ts'
import { isArray, member, sameName } from './json.ts'

/**
 * - missing: a member that has to be there is not
 * - wrong type: the JSON kind is another one
 * - unknown keyword: a value outside the closed list
 * - keyword spelling: a known keyword in other letter case
 * - invalid name, duplicate, empty, no sub-attributes, nested too deeply
 * - complex sub-attribute: two levels at most (RFC 7643 §2.3.8)
 * - does not apply: a characteristic that the data type cannot have
 * - unknown schema: names a schema that is not at hand
 */
export type DefinitionProblemKind =
  | 'missing'
  | 'wrong type'
  | 'unknown keyword'
  | 'keyword spelling'
  | 'invalid name'
  | 'duplicate'
  | 'empty'
  | 'no sub-attributes'
  | 'nested too deeply'
  | 'complex sub-attribute'
  | 'does not apply'
  | 'unknown schema'

/** One deviation of a discovery document from RFC 7643 §5 to §7. */
export interface DefinitionProblem {
  /** Where, such as `attributes[3].subAttributes[0].type`; empty for the document itself. */
  readonly path: string
  readonly kind: DefinitionProblemKind
  readonly expected: string
  readonly got: unknown
}

interface Presence {
  readonly required?: boolean
}

/** Reads the members of one JSON object, case-insensitively; null counts as absent (RFC 7643 §2.5). */
export class MemberReader {
  readonly json: JsonObject
  readonly path: string
  readonly problems: DefinitionProblem[]

  constructor(json: JsonObject, path: string, problems: DefinitionProblem[]) {
    this.json = json
    this.path = path
    this.problems = problems
  }

  value(name: string): unknown {
    return member(this.json, name)
  }

  problem(name: string, kind: DefinitionProblemKind, expected: string, got: unknown): void {
    this.problems.push({ path: this.path === '' ? name : `${this.path}.${name}`, kind, expected, got })
  }

  /** A non-empty string. An empty one counts as missing where the member is required, else as absent. */
  text(name: string, { required = false }: Presence = {}): string | undefined {
    const value = this.#present(name, required, 'a string')
    if (value === undefined) return undefined
    if (typeof value !== 'string') {
      this.problem(name, 'wrong type', 'a string', value)
      return undefined
    }
    if (value !== '') return value
    if (required) this.problem(name, 'missing', 'a string that is not empty', value)
    return undefined
  }

  flag(name: string, { required = false }: Presence = {}): boolean | undefined {
    const value = this.#present(name, required, 'true or false')
    if (value === undefined || typeof value === 'boolean') return value
    this.problem(name, 'wrong type', 'true or false', value)
    return undefined
  }

  /** A whole number that is not negative. */
  count(name: string, { required = false }: Presence = {}): number | undefined {
    const value = this.#present(name, required, 'a whole number')
    if (value === undefined) return undefined
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
    this.problem(name, 'wrong type', 'a whole number, not negative', value)
    return undefined
  }

  /** An array of strings; what is not a string is told and left out. */
  texts(name: string): readonly string[] | undefined {
    const value = this.#present(name, false, 'an array')
    if (value === undefined) return undefined
    if (!isArray(value)) {
      this.problem(name, 'wrong type', 'an array of strings', value)
      return typeof value === 'string' ? [value] : undefined
    }
    for (const element of value) {
      if (typeof element !== 'string') this.problem(name, 'wrong type', 'an array of strings', element)
    }
    return value.filter(element => typeof element === 'string')
  }

  /** An array of anything. */
  list(name: string, { required = false }: Presence = {}): readonly unknown[] | undefined {
    const value = this.#present(name, required, 'an array')
    if (value === undefined || isArray(value)) return value
    this.problem(name, 'wrong type', 'an array', value)
    return undefined
  }

  /** One of a closed list; another letter case is understood and told. */
  keyword<Keyword extends string>(
    name: string,
    keywords: readonly Keyword[],
    { required = false }: Presence = {},
  ): Keyword | undefined {
    const text = this.text(name, { required })
    if (text === undefined) return undefined
    const expected = keywords.join(', ')
    const keyword = keywords.find(known => sameName(known, text))
    if (keyword === undefined) this.problem(name, 'unknown keyword', expected, text)
    else if (keyword !== text) this.problem(name, 'keyword spelling', expected, text)
    return keyword
  }

  #present(name: string, required: boolean, expected: string): unknown {
    const value = this.value(name)
    if (value !== undefined && value !== null) return value
    if (required) this.problem(name, 'missing', expected, value)
    return undefined
  }
}

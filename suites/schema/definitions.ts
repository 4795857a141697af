// Every attribute definition of /Schemas as it was received, with where it stands.

import type { CheckContext } from '../../src/check/context.ts'
import type { HttpResponse, RequirementId } from '../../src/check/vocabulary.ts'
import { show } from '../../src/check/words.ts'
import { isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { isText, listedDocuments, reportFaults } from '../discovery/documents.ts'

export interface Definition {
  /** The id of the schema, as the service provider spells it. */
  readonly schema: string
  /** The path of the attribute after the schema: `emails.type`. */
  readonly path: string
  /** 0 for an attribute, 1 for a sub-attribute, 2 for one below that. */
  readonly level: number
  readonly json: JsonObject
}

/** How deep definitions are looked into: one level more than any schema may have. */
const deepest = 4
/** Definitions of one schema that are looked at. */
const most = 2000

/** All definitions of all listed schemas; ends the check as blocked where Schemas could not be read. */
export function definitionsOf(context: Pick<CheckContext, 'provider' | 'blocked'>): {
  readonly definitions: readonly Definition[]
  readonly response: HttpResponse
} {
  const { elements, response } = listedDocuments(context, 'Schemas')
  const definitions = elements.flatMap(({ name, json }) => {
    const found: Definition[] = []
    collect(member(json, 'attributes'), name, '', 0, found)
    return found
  })
  return { definitions, response }
}

function collect(list: unknown, schema: string, prefix: string, level: number, found: Definition[]): void {
  if (!isArray(list) || level > deepest) return
  for (const [index, json] of list.entries()) {
    if (!isObject(json) || found.length >= most) continue
    const name = member(json, 'name')
    const path = `${prefix}${isText(name) ? name : `[${index}]`}`
    found.push({ schema, path, level, json })
    collect(member(json, 'subAttributes'), schema, `${path}.`, level + 1, found)
  }
}

/** What is expected of one characteristic, and what is there; undefined where all is well. */
export type Judge = (definition: Definition) => DefinitionFault | undefined

export interface DefinitionFault {
  readonly expected: string
  readonly got: string
  readonly requirement?: RequirementId
  readonly arguable?: number
}

/** Judges every definition and notes the faults; `only` picks those the requirement speaks of. */
export function judgeDefinitions(
  context: CheckContext,
  judge: Judge,
  { only, none }: { only?: (definition: Definition) => boolean; none?: string } = {},
): void {
  const { definitions, response } = definitionsOf(context)
  const chosen = only === undefined ? definitions : definitions.filter(only)
  if (chosen.length === 0) context.unsupported(none ?? 'no schema has attributes')
  const faults = chosen.flatMap(definition => {
    const fault = judge(definition)
    return fault === undefined ? [] : [{ ...fault, subject: `${definition.schema}: ${definition.path}` }]
  })
  reportFaults(context, response, faults)
}

/** The value of one characteristic as it was received; null counts as absent (RFC 7643 §2.5). */
export function characteristic({ json }: Definition, name: string): unknown {
  return member(json, name) ?? undefined
}

/** A fault where a characteristic is there and is not of the right kind. */
export function wrongKind(
  definition: Definition,
  name: string,
  kind: 'true or false' | 'a string',
): DefinitionFault | undefined {
  const value = characteristic(definition, name)
  const fits = kind === 'a string' ? typeof value === 'string' : typeof value === 'boolean'
  return value === undefined || fits ? undefined : { expected: `${name}, ${kind}`, got: `${name}: ${show(value)}` }
}

/** A fault where a characteristic is there and is none of its keywords, spelt exactly. */
export function wrongKeyword(
  definition: Definition,
  name: string,
  keywords: readonly string[],
): DefinitionFault | undefined {
  const value = characteristic(definition, name)
  if (value === undefined || (typeof value === 'string' && keywords.includes(value))) return undefined
  return { expected: `${name} ${keywords.join(', ')}`, got: `${name}: ${show(value)}` }
}

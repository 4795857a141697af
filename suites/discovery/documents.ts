// The discovery documents as they were received, for checks that judge what they say.

import type { CheckContext } from '../../src/check/context.ts'
import type { Fault } from '../../src/check/outcome.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { deepestLevel, isArray, isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'

/** One element of a discovery list, named for reports. */
export interface Listed {
  readonly name: string
  readonly json: JsonObject
}

/** ServiceProviderConfig as it was received; ends the check as blocked where there is none. */
export function configDocument({ provider, blocked }: Pick<CheckContext, 'provider' | 'blocked'>): {
  readonly json: JsonObject
  readonly response: HttpResponse
} {
  const response = provider.answers.ServiceProviderConfig
  if (response.status !== 200 || !isObject(response.json)) {
    return blocked(`ServiceProviderConfig could not be read: ${describeResponse(response)}.`)
  }
  return { json: response.json, response }
}

/**
 * The elements of ResourceTypes or Schemas as they were received, in a ListResponse or in a bare array; what is no object
 * is left out. Ends the check as blocked where there are none.
 */
export function listedDocuments(
  { provider, blocked }: Pick<CheckContext, 'provider' | 'blocked'>,
  endpoint: 'ResourceTypes' | 'Schemas',
): { readonly elements: readonly Listed[]; readonly response: HttpResponse } {
  const response = provider.answers[endpoint]
  const elements = response.status === 200 ? elementsOf(response.json) : []
  if (elements.length === 0) {
    const why = response.status === 200 ? 'it lists nothing' : describeResponse(response)
    return blocked(`${endpoint} could not be read: ${why}.`)
  }
  return { elements, response }
}

/** The objects of a discovery list, each under its id or name. */
export function elementsOf(json: unknown): readonly Listed[] {
  const list = isArray(json) ? json : isObject(json) ? member(json, 'Resources') : undefined
  if (!isArray(list)) return []
  return list.filter(isObject).map((element, index) => ({ name: nameOf(element) ?? `element ${index}`, json: element }))
}

/** What an element goes by: its id, else its name. */
export function nameOf(json: JsonObject): string | undefined {
  return [member(json, 'id'), member(json, 'name')].find(text => typeof text === 'string' && text !== '')?.toString()
}

/**
 * A text that is the same for two representations of one discovery resource: the order of members and of elements,
 * unassigned attributes and `meta` say nothing.
 */
export function documentKey(json: JsonObject): string {
  const { meta: _, ...rest } = Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return keyOf(rest, 0)
}

function keyOf(value: unknown, level: number): string {
  if (level > deepestLevel) return 'too deep'
  if (isArray(value))
    return `[${value
      .map(element => keyOf(element, level + 1))
      .sort()
      .join()}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'none'
  return `{${Object.entries(value)
    .filter(([, part]) => !isUnassigned(part))
    .map(([name, part]) => `${JSON.stringify(name.toLowerCase())}:${keyOf(part, level + 1)}`)
    .sort()
    .join()}}`
}

/** Faults of one check that are told one by one. */
const mostFaults = 25

/** Notes the faults, up to a bound; the rest are counted in the last of them. */
export function reportFaults(
  { report }: Pick<CheckContext, 'report'>,
  response: HttpResponse,
  faults: readonly (Fault & { readonly subject: string })[],
): void {
  for (const fault of faults.slice(0, mostFaults)) report({ ...fault, response })
  const [first] = faults.slice(mostFaults)
  if (first !== undefined) {
    report({ ...first, subject: `${first.subject} and ${faults.length - mostFaults - 1} more`, response })
  }
}

/** Whether a value is a text with something in it. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

// Sends a filter and reads what it gives. Declining a filter is not failing: 400 invalidFilter ends the check as unsupported.

import type { CheckContext } from '../../src/check/context.ts'
import { type Basis, expectResponse, expectThat, type ListResponse } from '../../src/check/expect.ts'
import type { Query } from '../../src/check/scim.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { idsOf } from './walk.ts'

/**
 * Whether the service provider says that it does not offer this filter (RFC 7644 §3.12, table 9): 400 with scimType
 * invalidFilter or with none, or 501.
 */
export function isDeclined({ status, json }: HttpResponse): boolean {
  if (status === 501) return true
  const scimType = isObject(json) ? member(json, 'scimType') : undefined
  return status === 400 && isObject(json) && (scimType === 'invalidFilter' || scimType === undefined)
}

/** The list a filter gives at the endpoint of a type. Ends the check, or the subject, as unsupported where it is declined. */
export async function listBy(
  context: Pick<CheckContext, 'scim' | 'unsupported'>,
  type: ProviderType,
  filter: string,
  basis: Basis = {},
  query: Query = {},
): Promise<{ readonly response: HttpResponse; readonly list: ListResponse }> {
  const response = await context.scim.list(type, { filter, ...query })
  if (isDeclined(response)) {
    context.unsupported(`${type.name}: the filter ${show(filter)} is declined with ${describeResponse(response)}`)
  }
  return { response, list: expectResponse(response, basis).toBeListResponse() }
}

/** Two spellings of one filter, and what it finds in both. */
export interface Spelling {
  /** The spelling every service provider knows. */
  readonly usual: string
  readonly spelt: string
  /** The resources the usual spelling has to find before anything can be learned of the other; not looked at when absent. */
  readonly finds?: readonly string[]
}

/**
 * The list a filter gives that only spells another one differently: where the service provider takes that one, it cannot
 * decline this. Ends the check as blocked where the usual spelling does not find what it should either.
 */
export async function listBySpelling(
  context: Pick<CheckContext, 'scim' | 'unsupported' | 'blocked'>,
  type: ProviderType,
  { usual, spelt, finds }: Spelling,
  basis: Basis = {},
): Promise<{ readonly response: HttpResponse; readonly list: ListResponse }> {
  await expectFound(context, type, usual, finds)
  const response = await context.scim.list(type, { filter: spelt })
  return { response, list: expectResponse(response, basis).toBeListResponse() }
}

/** Ends the check as blocked unless a plain filter finds these resources: what builds on it cannot be examined. */
export async function expectFound(
  context: Pick<CheckContext, 'scim' | 'unsupported' | 'blocked'>,
  type: ProviderType,
  filter: string,
  ids: readonly string[] | undefined,
): Promise<void> {
  const { list } = await listBy(context, type, filter)
  const found = idsOf(list)
  if (ids !== undefined && (list.totalResults !== ids.length || !found.every(id => ids.includes(id)))) {
    context.blocked(`the filter ${show(filter)} does not find what it should, whatever the rest`)
  }
}

/** A filter with eq: the value is written as JSON (RFC 7644 §3.4.2.2, figure 1). */
export function equals(path: string, value: unknown): string {
  return `${path} eq ${JSON.stringify(value)}`
}

/**
 * Holds when a filter has given these resources and no others, on one page. `what` names them in the singular:
 * `the User with this userName`.
 */
export function expectOnly(
  { response, list }: { readonly response: HttpResponse; readonly list: ListResponse },
  wanted: readonly string[],
  what: string,
  basis: Basis = {},
): void {
  const found = idsOf(list)
  const others = found.filter(id => !wanted.includes(id)).length
  const missing = wanted.filter(id => !found.includes(id)).length
  const amount =
    wanted.length === 0 ? 'no resource' : wanted.length === 1 ? 'one resource' : `${wanted.length} resources`
  expectThat(others === 0 && missing === 0 && found.length === wanted.length && list.totalResults === wanted.length, {
    ...basis,
    expected: `${amount}: ${what}`,
    got: describeFound(found.length, others, missing, list.totalResults, wanted.length),
    response,
  })
}

function describeFound(found: number, others: number, missing: number, total: number, wanted: number): string {
  const parts = [found === 0 ? 'no resource' : found === 1 ? 'one resource' : `${found} resources`]
  if (wanted > 0 && others > 0) parts.push(`${others} of them others`)
  if (missing > 0 && found > 0) parts.push(`${missing} missing`)
  if (total !== found || found === wanted) parts.push(`totalResults ${total}`)
  return parts.join(', ')
}

/** The same text with the case of its ASCII letters turned over; undefined where it has none. */
export function otherCase(text: string): string | undefined {
  const turned = text.replace(/[a-z]/gi, letter =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
  return turned === text ? undefined : turned
}

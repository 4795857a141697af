// Filters that have to be refused.

import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { HttpResponse, ProviderType, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { refusesWithAnotherKeyword } from './filter-answer.ts'

/**
 * Holds when a filter is answered 400 with scimType invalidFilter. Without a scimType it passes too, being OPTIONAL
 * (RFC 7644 §3.12), unless `keyword` says that the sentence asks for it.
 */
export async function expectRefused(
  { scim }: Pick<CheckContext, 'scim'>,
  type: ProviderType,
  filter: string,
  requirement?: RequirementId,
  keyword: 'asked' | 'optional' = 'optional',
): Promise<void> {
  const response = await scim.list(type, { filter, count: 1 })
  judgeRefusal(response, filter, requirement, keyword)
}

/**
 * Like expectRefused, but an empty list only warns: of a comparison without a sub-attribute the sentence asks the client for
 * one, and does not say what a service provider makes of none (interpretation 14); a name that is not known matches nothing,
 * or is refused with another keyword (interpretation 13).
 */
export async function expectRefusedOrEmpty(
  { scim }: Pick<CheckContext, 'scim'>,
  type: ProviderType,
  filter: string,
  arguable: 13 | 14,
): Promise<void> {
  const response = await scim.list(type, { filter, count: 1 })
  const isEmpty = response.status === 200 && isObject(response.json) && member(response.json, 'totalResults') === 0
  const isArguable = isEmpty || (arguable === 13 && refusesWithAnotherKeyword(response))
  judgeRefusal(response, filter, undefined, 'optional', isArguable ? arguable : undefined)
}

function judgeRefusal(
  response: HttpResponse,
  filter: string,
  requirement: RequirementId | undefined,
  keyword: 'asked' | 'optional',
  arguable?: number,
): void {
  const scimType = isObject(response.json) ? member(response.json, 'scimType') : undefined
  const isNamed =
    scimType === 'invalidFilter' || (keyword === 'optional' && (scimType === undefined || scimType === null))
  const total = isObject(response.json) ? member(response.json, 'totalResults') : undefined
  const found = response.status === 200 && typeof total === 'number' ? ` and totalResults ${total}` : ''
  expectThat(response.status === 400 && isNamed, {
    ...(requirement === undefined ? {} : { requirement }),
    ...(arguable === undefined ? {} : { arguable }),
    expected: `for ${filter}: 400 Bad Request, scimType "invalidFilter"`,
    got: `${describeResponse(response)}${found}${response.status === 400 && scimType === undefined ? ', no scimType' : ''}`,
    response,
  })
}

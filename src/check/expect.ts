// Expectations: they throw NotConformant, and no one else does.

import type { HttpResponse } from '../http/exchange.ts'
import { isObject, type JsonObject, member } from '../scim/json.ts'
import { type Fault, NotConformant } from './outcome.ts'
import type { Requirable } from './own-requirement.ts'
import { listResponseUrn } from './scim.ts'
import { describeResponse, mediaType, show, statusText } from './words.ts'

/** Which requirement an expectation shows, and the tolerant reading that makes it a warning. */
export interface Basis {
  readonly requirement?: Requirable
  readonly arguable?: number
}

/** Holds when `condition` does; else throws NotConformant with this fault. */
export function expectThat(condition: boolean, fault: Fault & { readonly response?: HttpResponse }): asserts condition {
  if (!condition) throw new NotConformant([toFault(fault)])
}

/** Runs every expectation and throws all their faults together, so that one response is reported once. */
export function expectAll(...expectations: readonly (() => void)[]): void {
  const faults: Fault[] = []
  for (const expectation of expectations) {
    try {
      expectation()
    } catch (error) {
      if (!(error instanceof NotConformant)) throw error
      faults.push(...error.faults)
    }
  }
  if (faults.length > 0) throw new NotConformant(faults)
}

export interface ResponseExpectations {
  /** The status is one of these. */
  toHaveStatus(...statuses: readonly number[]): void
  /** The status is one of these and the body is a JSON object, which is given back. */
  toBeJsonObject(...statuses: readonly number[]): JsonObject
  /** An error answer with this status and a SCIM error body that fits it (RFC 7644 §3.12). */
  toBeScimError(wanted: {
    readonly status: number | readonly number[]
    /** Allowed values; `undefined` among them allows a body without scimType. Absent: scimType is not looked at. */
    readonly scimType?: string | readonly (string | undefined)[]
  }): void
  /** Status 200 and a ListResponse (RFC 7644 §3.4.2), read tolerantly: its resources and counts. totalResults may be untold. */
  toBeListResponse(): ListResponse
}

export interface ListResponse {
  readonly totalResults: number
  readonly resources: readonly JsonObject[]
  readonly itemsPerPage: number | undefined
  readonly startIndex: number | undefined
  readonly json: JsonObject
}

/** Expectations on one response. `basis` names the requirement where the check verifies several. */
export function expectResponse(response: HttpResponse, basis: Basis = {}): ResponseExpectations {
  const fail = (expected: string, got: string): never => {
    throw new NotConformant([toFault({ ...basis, expected, got, response })])
  }

  const toHaveStatus = (...statuses: readonly number[]): void => {
    if (!statuses.includes(response.status)) {
      fail(statuses.map(statusText).join(' or '), describeResponse(response))
    }
  }

  const toBeJsonObject = (...statuses: readonly number[]): JsonObject => {
    toHaveStatus(...statuses)
    const { json } = response
    if (!isObject(json)) {
      return fail(
        `${statusText(response.status)} with a JSON object`,
        `${describeResponse(response)}${bodyWords(response)}`,
      )
    }
    return json
  }

  const toBeScimError: ResponseExpectations['toBeScimError'] = wanted => {
    const statuses = typeof wanted.status === 'number' ? [wanted.status] : wanted.status
    const types = wanted.scimType === undefined || Array.isArray(wanted.scimType) ? wanted.scimType : [wanted.scimType]
    const wantedType =
      types === undefined ? '' : `, scimType ${types.map(t => (t === undefined ? 'absent' : `"${t}"`)).join(' or ')}`
    const expected = `${statuses.map(statusText).join(' or ')}${wantedType}`
    if (!statuses.includes(response.status)) fail(expected, describeResponse(response))
    if (!isObject(response.json))
      fail(`${expected}, in a SCIM error body`, `${describeResponse(response)}${bodyWords(response)}`)
    const body = isObject(response.json) ? response.json : {}
    const scimType = member(body, 'scimType')
    if (types !== undefined && !types.some(type => type === scimType)) {
      fail(
        expected,
        `${statusText(response.status)}, ${scimType === undefined ? 'no scimType' : `scimType ${show(scimType)}`}`,
      )
    }
  }

  const toBeListResponse = (): ListResponse => {
    const json = toBeJsonObject(200)
    const found = member(json, 'Resources')
    const totalResults = member(json, 'totalResults') ?? totalWhereUntold(json)
    if (typeof totalResults !== 'number' || !Number.isInteger(totalResults) || totalResults < 0) {
      fail('a ListResponse with totalResults, an integer', `totalResults ${show(totalResults)}`)
    }
    if (found !== undefined && found !== null && !Array.isArray(found)) {
      fail('a ListResponse with Resources, an array', `Resources, ${kindOf(found)}`)
    }
    const elements: unknown[] = Array.isArray(found) ? found : []
    const odd = elements.find(element => !isObject(element))
    if (odd !== undefined) fail('a ListResponse whose Resources are objects', `an element that is ${kindOf(odd)}`)
    const itemsPerPage = member(json, 'itemsPerPage')
    const startIndex = member(json, 'startIndex')
    return {
      totalResults: Number(totalResults),
      resources: elements.filter(isObject),
      itemsPerPage: typeof itemsPerPage === 'number' ? itemsPerPage : undefined,
      startIndex: typeof startIndex === 'number' ? startIndex : undefined,
      json,
    }
  }

  return { toHaveStatus, toBeJsonObject, toBeScimError, toBeListResponse }
}

/**
 * What is known of the number of matches where a ListResponse does not tell totalResults, as those who page by cursor may
 * (RFC 9865 §2): as many as it holds, and one more where it has a next page. list-response/total-results judges whether it had to.
 */
function totalWhereUntold(json: JsonObject): number | undefined {
  const schemas = member(json, 'schemas')
  if (member(json, 'totalResults') !== undefined || !Array.isArray(schemas)) return undefined
  if (!schemas.includes(listResponseUrn)) return undefined
  const found = member(json, 'Resources')
  const next = member(json, 'nextCursor')
  return (Array.isArray(found) ? found.length : 0) + (typeof next === 'string' && next !== '' ? 1 : 0)
}

/** What a JSON value is, without what it holds: that may be somebody's data. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function bodyWords(response: HttpResponse): string {
  if (response.problem !== undefined) return ''
  if (response.text === '') return ', without a body'
  if (response.jsonProblem !== undefined)
    return `, a body of ${mediaType(response) || 'no media type'} that is not JSON`
  return `, a body that is ${kindOf(response.json)}`
}

function toFault({ response, ...fault }: Fault & { readonly response?: HttpResponse }): Fault {
  return response === undefined || fault.exchanges !== undefined
    ? fault
    : { ...fault, exchanges: [response.exchange.id] }
}

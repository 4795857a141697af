// ServiceProviderConfig (RFC 7643 §5, RFC 9865 §4, RFC 9967 §4): what the provider says it can do.

import type { DefinitionProblem } from './definition-problem.ts'
import { MemberReader } from './definition-problem.ts'
import { isObject } from './json.ts'

/** Whether an optional feature is offered. */
export interface Feature {
  readonly supported: boolean
}

/** One way to sign in that the provider names (RFC 7643 §5). */
export interface AuthenticationScheme {
  readonly type?: string
  readonly name?: string
  readonly description?: string
  readonly specUri?: string
  readonly documentationUri?: string
  readonly primary?: boolean
}

/** Paging methods (RFC 9865 §4); sizes in resources, cursorTimeout in seconds. */
export interface PaginationConfig {
  readonly cursor: boolean
  readonly index: boolean
  readonly defaultPaginationMethod?: 'cursor' | 'index'
  readonly defaultPageSize?: number
  readonly maxPageSize?: number
  readonly cursorTimeout?: number
}

/** Whether a list that nobody asked to be paged in one way or the other is paged by cursor, or may be (RFC 9865 §2.3, §2.4). */
export function mayPageByCursor({ pagination }: Pick<ServiceProviderConfig, 'pagination'>): boolean {
  return pagination?.cursor === true && (pagination.index !== true || pagination.defaultPaginationMethod !== 'index')
}

/** What a provider offers; a feature it is silent about counts as not supported. */
export interface ServiceProviderConfig {
  readonly documentationUri?: string
  readonly patch: Feature
  readonly bulk: Feature & { readonly maxOperations?: number; readonly maxPayloadSize?: number }
  readonly filter: Feature & { readonly maxResults?: number }
  readonly changePassword: Feature
  readonly sort: Feature
  readonly etag: Feature
  readonly authenticationSchemes: readonly AuthenticationScheme[]
  readonly pagination?: PaginationConfig
  /** RFC 9967: "none", "long" or "request", lower-cased; undefined where nothing is said. */
  readonly asyncRequest?: string
}

/** Reads a ServiceProviderConfig resource. Never throws: each deviation is a problem in the list. */
export function readServiceProviderConfig(json: unknown): {
  readonly config: ServiceProviderConfig
  readonly problems: readonly DefinitionProblem[]
} {
  const problems: DefinitionProblem[] = []
  if (!isObject(json)) {
    problems.push({ path: '', kind: 'wrong type', expected: 'a ServiceProviderConfig resource (object)', got: json })
  }
  const whole = new MemberReader(isObject(json) ? json : {}, '', isObject(json) ? problems : [])
  const documentationUri = whole.text('documentationUri')
  const bulk = readPart(whole, 'bulk', true)
  const filter = readPart(whole, 'filter', true)
  const pagination = readPagination(whole)
  const asyncRequest = readPart(whole, 'securityEvents', false)?.text('asyncRequest')?.toLowerCase()
  const config = {
    ...(documentationUri === undefined ? {} : { documentationUri }),
    patch: readFeature(readPart(whole, 'patch', true)),
    bulk: { ...readFeature(bulk), ...readCounts(bulk, ['maxOperations', 'maxPayloadSize']) },
    filter: { ...readFeature(filter), ...readCounts(filter, ['maxResults']) },
    changePassword: readFeature(readPart(whole, 'changePassword', true)),
    sort: readFeature(readPart(whole, 'sort', true)),
    etag: readFeature(readPart(whole, 'etag', true)),
    authenticationSchemes: readAuthenticationSchemes(whole),
    ...(pagination === undefined ? {} : { pagination }),
    ...(asyncRequest === undefined ? {} : { asyncRequest }),
  }
  return { config, problems }
}

/** A reader of one complex attribute; undefined where it is not there or is no object. */
function readPart(whole: MemberReader, name: string, required: boolean): MemberReader | undefined {
  const json = whole.value(name)
  if (isObject(json)) return new MemberReader(json, name, whole.problems)
  if (json !== undefined && json !== null) whole.problem(name, 'wrong type', 'an object', json)
  else if (required) whole.problem(name, 'missing', 'an object with "supported"', json)
  return undefined
}

function readFeature(part: MemberReader | undefined): Feature {
  return { supported: part?.flag('supported', { required: true }) ?? false }
}

function readCounts<Name extends string>(part: MemberReader | undefined, names: readonly Name[]) {
  const counts: { [name in Name]?: number } = {}
  for (const name of names) {
    const count = part?.count(name, { required: true })
    if (count !== undefined) counts[name] = count
  }
  return counts
}

function readAuthenticationSchemes(whole: MemberReader): readonly AuthenticationScheme[] {
  const schemes: AuthenticationScheme[] = []
  for (const [index, json] of (whole.list('authenticationSchemes', { required: true }) ?? []).entries()) {
    const path = `authenticationSchemes[${index}]`
    if (!isObject(json)) {
      whole.problem(path, 'wrong type', 'an object', json)
      continue
    }
    const read = new MemberReader(json, path, whole.problems)
    const type = read.text('type', { required: true })
    const name = read.text('name', { required: true })
    const description = read.text('description', { required: true })
    const specUri = read.text('specUri')
    const documentationUri = read.text('documentationUri')
    const primary = read.flag('primary')
    schemes.push({
      ...(type === undefined ? {} : { type }),
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(specUri === undefined ? {} : { specUri }),
      ...(documentationUri === undefined ? {} : { documentationUri }),
      ...(primary === undefined ? {} : { primary }),
    })
  }
  return schemes
}

function readPagination(whole: MemberReader): PaginationConfig | undefined {
  const part = readPart(whole, 'pagination', false)
  if (part === undefined) return undefined
  const method = part.keyword('defaultPaginationMethod', ['cursor', 'index'])
  const defaultPageSize = part.count('defaultPageSize')
  const maxPageSize = part.count('maxPageSize')
  const cursorTimeout = part.count('cursorTimeout')
  return {
    cursor: part.flag('cursor', { required: true }) ?? false,
    index: part.flag('index', { required: true }) ?? false,
    ...(method === undefined ? {} : { defaultPaginationMethod: method }),
    ...(defaultPageSize === undefined ? {} : { defaultPageSize }),
    ...(maxPageSize === undefined ? {} : { maxPageSize }),
    ...(cursorTimeout === undefined ? {} : { cursorTimeout }),
  }
}

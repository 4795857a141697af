// One PATCH from end to end: what may come of it says the oracle; the answer is judged, and the whole resource read back
// and compared, so that damage to attributes the operation does not name shows too.

import type { CheckContext } from '../../src/check/context.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { type Extra, type PatchOperation, patchOpUrn } from '../../src/check/scim.ts'
import type { HttpResponse, ProviderType, RequirementId } from '../../src/check/vocabulary.ts'
import { describeResponse, show, statusText } from '../../src/check/words.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { applyPatch } from '../../src/scim/patch/apply-patch.ts'
import type { AllowedOutcome } from '../../src/scim/patch/outcome.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack } from './answers.ts'
import { withAttribute } from './attributes.ts'
import { departures, departureWords } from './departures.ts'

type Tools = Pick<CheckContext, 'scim' | 'resources' | 'blocked' | 'unsupported'>
type Success = Extract<AllowedOutcome, { kind: 'resource' }>

/** A resource to be patched, as it is stored. */
export interface Prepared {
  readonly type: ProviderType
  readonly id: string
  readonly stored: JsonObject
}

/** What a departure breaks. */
export interface Judgement {
  /** The first that the check verifies when absent. */
  readonly requirement?: RequirementId
  /** What it breaks to refuse an operation that is to succeed, where that is something else. */
  readonly refused?: RequirementId
  /** Where an outcome that the RFC advises against is a departure too: what it breaks. */
  readonly discouraged?: RequirementId
  /** The reading under which an error without scimType warns only. */
  readonly scimTypeReading?: number
  /** Looks at the schemas attribute too, which is passed over otherwise. */
  readonly schemas?: boolean
  readonly extra?: Extra
}

export interface Patched extends Prepared {
  readonly response: HttpResponse
  /** Whether the service provider did what was asked. */
  readonly done: boolean
}

/**
 * Creates a resource with these attributes (undefined takes one away) and reads it. Not applicable where the service
 * provider does not keep them as they are sent.
 */
export async function prepare(
  tools: Tools,
  type: ProviderType,
  attributes: readonly (readonly [FoundAttribute, unknown])[] = [],
): Promise<Prepared> {
  const { resources, unsupported } = tools
  const built = await resources.build(type)
  const wanted = attributes.reduce((resource, [found, value]) => withAttribute(resource, found, value), built)
  const { id } = await resources.create(type, onlyAssigned(wanted, built))
  const { json: stored } = await readBack(tools, { type, id })
  for (const [found, value] of attributes) {
    const asSent = withAttribute({}, found, value)
    const asStored = withAttribute({}, found, valueAt(stored, found))
    const [lost] = departures({ expected: asSent, after: asStored, before: {}, type, operations: [] })
    if (lost !== undefined)
      unsupported(
        `a new ${type.name} has ${departureWords([lost], type).got}, sent was ${departureWords([lost], type).expected}`,
      )
  }
  return { type, id, stored }
}

/** Members of the built resource that are not wanted have to be named as undefined to be left out. */
function onlyAssigned(wanted: JsonObject, built: JsonObject): JsonObject {
  const away = Object.keys(built).filter(name => !Object.hasOwn(wanted, name))
  return { ...wanted, ...Object.fromEntries(away.map(name => [name, undefined])) }
}

/** Sends the operations in a well-formed PatchOp; throws NotConformant where answer or outcome is not one of those allowed. */
export function patchAndCompare(
  tools: Tools,
  resource: Prepared,
  operations: readonly PatchOperation[],
  judgement: Judgement = {},
): Promise<Patched> {
  return patchBodyAndCompare(tools, resource, { schemas: [patchOpUrn], Operations: operations }, judgement)
}

/** patchAndCompare for a whole body, well-formed or not. */
export async function patchBodyAndCompare(
  tools: Tools,
  resource: Prepared,
  body: JsonObject,
  judgement: Judgement = {},
): Promise<Patched> {
  const { scim, unsupported } = tools
  const { type, id, stored: before } = resource
  const { allowed, exhaustive } = applyPatch(before, body, type.schemas)
  const successes = allowed.filter(outcome => outcome.kind === 'resource')
  const refusal = allowed.find(outcome => outcome.kind === 'error')
  const response = await scim.request({ method: 'PATCH', path: scim.pathOf(type, id), body, ...judgement.extra })
  const basis = { response, ...requirementOf(judgement) }
  const words = operationWords(body)

  if (!isSuccess(response)) {
    if (refusal === undefined) {
      if (declinesFilter(response, body)) unsupported(`a filter in the path is declined: ${describeResponse(response)}`)
      expectThat(!exhaustive && response.status >= 400 && response.status < 500, {
        ...basis,
        ...requirementOf({ requirement: judgement.refused ?? judgement.requirement }),
        expected: `200 OK or 204 No Content for ${words}`,
        got: describeResponse(response),
      })
    } else expectRefusal(response, refusal, words, judgement)
    const { json: stored } = await readBack(tools, { type, id })
    expectUnchanged(resource, stored, response)
    return { type, id, stored, response, done: false }
  }

  const { json: stored } = await readBack(tools, { type, id })
  const judged = successes.map(success => ({
    success,
    departures: departures({ expected: success.resource, after: stored, before, type, operations: body, ...judgement }),
  }))
  const fitting = judged.filter(one => one.departures.length === 0).map(({ success }) => success)
  const best = fitting.find(({ discouraged }) => discouraged === undefined) ?? fitting[0]
  if (best === undefined && exhaustive) {
    const closest = closestOf(judged)
    expectThat(closest !== undefined, {
      ...basis,
      expected: refusalWords(refusal, words),
      got: `${statusText(response.status)}, ${changeWords(resource, stored)}`,
    })
    const { expected, got } = departureWords(closest.departures, type)
    expectThat(false, { ...basis, expected: `${expected} after ${words}`, got })
  }
  if (best?.discouraged !== undefined && judgement.discouraged !== undefined) {
    expectThat(false, {
      response,
      requirement: judgement.discouraged,
      expected: `${words} refused, or without effect`,
      got: `${statusText(response.status)}: ${best.discouraged}`,
    })
  }
  return { type, id, stored, response, done: true }
}

function requirementOf({ requirement }: { readonly requirement?: RequirementId | undefined }): {
  readonly requirement?: RequirementId
} {
  return requirement === undefined ? {} : { requirement }
}

interface Judged {
  readonly success: Success
  readonly departures: ReturnType<typeof departures>
}

function closestOf(judged: readonly Judged[]): Judged | undefined {
  return [...judged].sort((one, other) => weight(one) - weight(other))[0]
}

function weight({ success, departures: found }: Judged): number {
  return found.length + (success.discouraged === undefined ? 0 : 100)
}

function expectRefusal(
  response: HttpResponse,
  refusal: Extract<AllowedOutcome, { kind: 'error' }>,
  words: string,
  judgement: Judgement,
): void {
  expectThat(refusal.status.includes(response.status), {
    response,
    ...requirementOf(judgement),
    expected: refusalWords(refusal, words),
    got: describeResponse(response),
  })
  const scimType = isObject(response.json) ? member(response.json, 'scimType') : undefined
  // Where no keyword is prescribed, another one that merely fits less well is no broken MUST.
  const isFree = refusal.scimTypes.includes(undefined) && !refusal.scimTypes.some(type => type === scimType)
  const lesser = isFree && typeof scimType === 'string' ? keywordsOfPaths.get(scimType) : undefined
  if (lesser !== undefined) {
    expectThat(false, {
      response,
      requirement: lesser,
      expected: refusalWords(refusal, words),
      got: `${statusText(response.status)}, scimType ${show(scimType)}`,
    })
  }
  const isMissing = isUnassigned(scimType) && judgement.scimTypeReading !== undefined
  const reading = isMissing ? { arguable: judgement.scimTypeReading } : {}
  expectResponse(response, { ...requirementOf(judgement), ...reading }).toBeScimError({
    status: refusal.status,
    scimType: refusal.scimTypes,
  })
}

/** Keywords whose exact use is no MUST (RFC 7644 table 9). */
const keywordsOfPaths = new Map<string, RequirementId>([
  ['invalidSyntax', '7644-3.12-21'],
  ['invalidPath', '7644-3.12-22'],
  // A path that cannot be read, by a parser that reads filters too.
  ['invalidFilter', '7644-3.12-22'],
  ['noTarget', '7644-3.12-23'],
])

function refusalWords(refusal: AllowedOutcome | undefined, words: string): string {
  if (refusal?.kind !== 'error') return `an error for ${words}`
  const types = refusal.scimTypes.filter(type => type !== undefined)
  const scimType = types.length === 0 ? '' : `, scimType ${types.map(type => `"${type}"`).join(' or ')}`
  return `${refusal.status.map(statusText).join(' or ')}${scimType} for ${words}`
}

/** After an error nothing may have changed, not even the time or version of the resource (RFC 7644 §3.5.2). */
function expectUnchanged({ type, stored: before }: Prepared, after: JsonObject, response: HttpResponse): void {
  const changed = departures({ expected: before, after, before: {}, type, operations: 'everything', schemas: true })
  const fault = { response, requirement: '7644-3.5.2-24' } as const
  if (changed.length > 0) {
    const { expected, got } = departureWords(changed, type)
    expectThat(false, {
      ...fault,
      expected: `${expected} as before, since it was answered ${response.status}`,
      got,
    })
  }
  for (const name of ['lastModified', 'version']) {
    const [old, now] = [metaOf(before, name), metaOf(after, name)]
    expectThat(old === now, {
      ...fault,
      expected: `meta.${name} ${show(old)} as before, since it was answered ${response.status}`,
      got: `meta.${name} ${show(now)}`,
    })
  }
}

/** A sub-attribute of meta, as text. */
export function metaOf(resource: JsonObject, name: string): string | undefined {
  const meta = member(resource, 'meta')
  const value = isObject(meta) ? member(meta, name) : undefined
  return typeof value === 'string' ? value : undefined
}

function changeWords({ type, stored: before }: Prepared, after: JsonObject): string {
  const changed = departures({ expected: before, after, before: {}, type, operations: 'everything' })
  return changed.length === 0 ? 'nothing changed' : `and now ${departureWords(changed, type).got}`
}

/** A filter that is well-formed may be declined with invalidFilter (RFC 7644 table 9). */
function declinesFilter(response: HttpResponse, body: JsonObject): boolean {
  const scimType = isObject(response.json) ? member(response.json, 'scimType') : undefined
  const hasFilter = operationsIn(body).some(operation => String(member(operation, 'path') ?? '').includes('['))
  return response.status === 400 && scimType === 'invalidFilter' && hasFilter
}

function operationsIn(body: JsonObject): readonly JsonObject[] {
  const operations = member(body, 'Operations')
  return Array.isArray(operations) ? operations.filter(isObject) : []
}

/** `replace name.familyName`, `add without path`; of several operations, all of them. */
function operationWords(body: JsonObject): string {
  const words = operationsIn(body).map(operation => {
    const path = member(operation, 'path')
    const op = member(operation, 'op')
    const verb = typeof op === 'string' ? op : op === undefined ? 'no op at' : `op ${show(op)} at`
    return `${verb} ${typeof path === 'string' ? shortPath(path) : 'without path'}`
  })
  if (words.length === 0) return 'this PatchOp'
  return words.length <= 3 ? words.join(', ') : `${words.slice(0, 2).join(', ')} and ${words.length - 2} more`
}

function shortPath(path: string): string {
  if (path.length <= 60) return path
  // Of a long URN with an attribute the end tells most.
  return path.startsWith('urn:') && !path.includes('[') ? `…${path.slice(-59)}` : `${path.slice(0, 59)}…`
}

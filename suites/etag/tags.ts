// Entity tags as headers carry them, and resources with theirs (RFC 9110 §8.8.3, RFC 7644 §3.14).

import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import type { PatchOperation } from '../../src/check/scim.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, listWords } from '../../src/check/words.ts'
import { differences } from '../../src/scim/compare.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import type { FoundAttribute } from '../../src/scim/resource-schemas.ts'
import { isSuccess, readBack, replacementOf } from '../support/answers.ts'
import { freeTextOf, swapCase, withAttribute } from '../support/attributes.ts'

/** An entity tag: W/ where it is weak, and text in double quotes. */
const entityTag = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/

/** Whether the text is one entity tag (RFC 9110 §8.8.3). */
export function isEntityTag(text: string): boolean {
  return entityTag.test(text)
}

/** Whether the tag is weak. */
export function isWeak(tag: string): boolean {
  return tag.startsWith('W/')
}

/** The tag in the other strength: with W/ taken away or put before. */
export function otherStrength(tag: string): string {
  return isWeak(tag) ? tag.slice(2) : `W/${tag}`
}

/** A well-formed tag, as weak or strong as this one, that no resource has. */
export function noOnesTag(like: string): string {
  return `${isWeak(like) ? 'W/' : ''}"scimc-no-such-version"`
}

/** The tag with the letter case inside its quotes turned round; undefined where it has no letters. */
export function tagInOtherCase(tag: string): string | undefined {
  const quote = tag.indexOf('"')
  const turned = tag.slice(0, quote) + swapCase(tag.slice(quote))
  return turned === tag ? undefined : turned
}

export interface Tagged {
  readonly created: Created
  /** ETag of a GET after the create. */
  readonly tag: string
  readonly json: JsonObject
  readonly response: HttpResponse
}

type Making = Pick<CheckContext, 'resources' | 'scim' | 'blocked'>

/** A new resource with the tag a GET of it has; ends the subject as blocked where there is none. */
export async function createTagged(context: Making, type: ProviderType): Promise<Tagged> {
  const created = await context.resources.create(type)
  return { created, ...(await readTag(context, created)) }
}

/** The resource as it is now, with its tag. */
export async function readTag(context: Pick<CheckContext, 'scim' | 'blocked'>, created: Pick<Created, 'type' | 'id'>) {
  const { response, json } = await readBack(context, created)
  const tag = response.headers.etag
  if (tag === undefined) return context.blocked(`GET of a ${created.type.name} has no ETag.`)
  return { tag, json, response }
}

/** A change to a resource, in the two ways a client can ask for it. */
export interface Change {
  readonly replacement: JsonObject
  readonly operations: readonly PatchOperation[]
}

/** A change of one text attribute to a new value; ends the subject as unsupported where there is none to change. */
export function changeOf(
  { resources, unsupported }: Pick<CheckContext, 'resources' | 'unsupported'>,
  created: Created,
): Change {
  const text = freeTextOf(created.type)
  if (text === undefined) return unsupported(`no text attribute of a ${created.type.name} can be changed`)
  const value = resources.unique()
  return {
    replacement: withAttribute(replacementOf(created), text, value),
    operations: [{ op: 'replace', path: pathOf(text), value }],
  }
}

function pathOf({ extension, attribute }: FoundAttribute): string {
  return extension === undefined ? attribute.name : `${extension}:${attribute.name}`
}

/** Changes the resource without a precondition; ends the subject as blocked where that fails. */
export async function change(
  context: Making & Pick<CheckContext, 'unsupported'>,
  created: Created,
): Promise<HttpResponse> {
  const response = await context.scim.replace(created.type, created.id, changeOf(context, created).replacement)
  if (!isSuccess(response)) {
    return context.blocked(`A ${created.type.name} could not be changed: ${describeResponse(response)}.`)
  }
  return response
}

/** Versions made from a time in whole seconds need so long to become others. */
export const coarseMs = 1100

/**
 * Changes the resource until its version is another one, and gives that. A weak version need not tell two changes within
 * a second apart (RFC 9110 §8.8.1), so a second change is made after one. Ends the subject as blocked where even then
 * the version is the same: that is for `etag/moves` to tell.
 */
export async function moveTag(
  context: Making & Pick<CheckContext, 'unsupported'>,
  { created, tag }: Pick<Tagged, 'created' | 'tag'>,
): Promise<string> {
  await change(context, created)
  const first = await readTag(context, created)
  if (first.tag !== tag) return first.tag
  if (isWeak(tag)) {
    await new Promise(resolve => setTimeout(resolve, coarseMs))
    await change(context, created)
    const second = await readTag(context, created)
    if (second.tag !== tag) return second.tag
  }
  return context.blocked('the version stays the same when the resource changes')
}

/** Holds when the resource is still there as it was. */
export async function expectUnchanged(
  context: Pick<CheckContext, 'scim' | 'blocked'>,
  created: Created,
  before: JsonObject,
): Promise<void> {
  const response = await context.scim.read(created.type, created.id)
  const expected = 'the resource as it was'
  expectThat(response.status !== 404, {
    requirement: '9110-13.1.1-04',
    expected,
    got: 'no resource any more',
    response,
  })
  const after = await readBack(context, created)
  const changed = differences(before, after.json, created.type.schemas, { readOnly: true }).map(({ path }) => path)
  expectThat(changed.length === 0, {
    requirement: '9110-13.1.1-04',
    expected,
    got: `${listWords(changed)} changed`,
    response: after.response,
  })
}

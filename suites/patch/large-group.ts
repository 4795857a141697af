// A group with a thousand members: made where that does not cost the service provider a thousand requests.

import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import { bulkRequestUrn, type PatchOperation } from '../../src/check/scim.ts'
import type { HttpResponse, RequirementId } from '../../src/check/vocabulary.ts'
import { amount, describeResponse, listWords } from '../../src/check/words.ts'
import { isSuccess, readBack } from '../support/answers.ts'
import { type BulkOperation, idOf, isDone, resultOf, sendBulk } from '../support/bulk.ts'
import { groupWith, idsIn, makeUsers, membersOf, wholeMembers } from '../support/group-members.ts'
import type { Prepared } from '../support/patch-and-compare.ts'

/** How many members the group is to have, and how many of them go into one PATCH. */
export const manyMembers = 1000
export const membersAtOnce = 250

/** Bulk jobs that may be sent to make the Users, and as many to delete them. */
const mostJobs = 10

/** Operations of the first job, which shows how long the others will take, and what all may take. */
const trial = 50
const patienceMs = 10_000

export interface Crowd {
  readonly ids: readonly string[]
  /** Takes away what was made for the crowd alone. */
  disperse(): Promise<void>
}

/**
 * The ids of as many members: of a hundred Users, and besides made-up ones where members need not exist, or else Users
 * made in bulk jobs. Not applicable where neither can be had.
 */
export async function aCrowd(context: CheckContext): Promise<Crowd> {
  const users = await context.shared('hundred-users', ({ resources, type }) => makeUsers({ resources, type }, 101))
  const missing = manyMembers - users.length
  if (await takesStrangers(context)) {
    const strangers = Array.from({ length: missing }, (_, index) => `${context.resources.unknownId()}-${index}`)
    return { ids: [...users, ...strangers], disperse: async () => undefined }
  }
  const made = await makeInBulk(context, missing)
  return { ids: [...users, ...made], disperse: () => removeInBulk(context, made) }
}

/** Whether a Group keeps a member that does not exist. */
async function takesStrangers(context: CheckContext): Promise<boolean> {
  const id = context.resources.unknownId()
  const group = await groupWith(context, [])
  const operation = { op: 'add', path: 'members', value: wholeMembers(context, [id]) }
  const response = await context.scim.patch(group.type, group.id, [operation])
  return isSuccess(response) && (await memberIds(context, group)).includes(id)
}

/** How many operations, each as large as the largest of these, fit into a job; not applicable where that takes too many jobs. */
function jobSize({ provider, unsupported }: CheckContext, operations: readonly BulkOperation[], count: number): number {
  const { supported, maxOperations = 0, maxPayloadSize = 0 } = provider.config.bulk
  if (supported !== true)
    return unsupported('members have to exist, and there is no Bulk to make a thousand Users with')
  const envelope = JSON.stringify({ schemas: [bulkRequestUrn], Operations: [] }).length
  // Numbers in names grow longer.
  const largest = Math.max(...operations.map(operation => Buffer.byteLength(JSON.stringify(operation)))) + 40
  const byBytes = Math.floor((maxPayloadSize - envelope) / largest)
  const size = Math.min(maxOperations, byBytes, 1000)
  if (size < Math.ceil(count / mostJobs)) {
    return unsupported(`members have to exist, and a bulk job takes ${amount(Math.max(size, 0), 'User')} only`)
  }
  return size
}

async function makeInBulk(context: CheckContext, count: number): Promise<readonly string[]> {
  const user = context.type('User')
  const post = async (index: number): Promise<BulkOperation> => ({
    method: 'POST',
    bulkId: `scimc-${index}`,
    path: user.endpoint,
    data: await context.resources.build(user),
  })
  const operations = [await post(0)]
  const size = jobSize(context, operations, count)
  for (let index = 1; index < count; index++) operations.push(await post(index))
  const ids: string[] = []
  const first = Math.min(trial, size)
  for (const job of [operations.slice(0, first), ...inParts(operations.slice(first), size)]) {
    const start = performance.now()
    const answer = await sendBulk(context, job)
    const expectedMs = ((performance.now() - start) / job.length) * count
    const made = job.flatMap((_, index) => {
      const result = resultOf(answer, index)
      return isDone(result) ? (idOf(result) ?? []) : []
    })
    ids.push(...made)
    if (made.length < job.length) {
      await removeInBulk(context, ids)
      return context.unsupported(`of ${job.length} Users in a bulk job ${made.length} are made`)
    }
    if (expectedMs > patienceMs) {
      await removeInBulk(context, ids)
      return context.unsupported(`members have to exist, and to make ${count} Users takes too long`)
    }
  }
  return ids
}

/** Deletes Users in bulk jobs; whatever is left is deleted one by one when the check ends. */
async function removeInBulk(context: CheckContext, ids: readonly string[]): Promise<void> {
  const user = context.type('User')
  const operations = ids.map((id): BulkOperation => ({ method: 'DELETE', path: context.scim.pathOf(user, id) }))
  if (operations.length === 0) return
  for (const job of inParts(operations, jobSize(context, operations, ids.length))) await sendBulk(context, job)
}

/** The list in parts of at most so many. */
export function inParts<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}

/** The ids of the members a Group shows. */
export async function memberIds(
  context: CheckContext,
  group: Pick<Prepared, 'type' | 'id'>,
): Promise<readonly string[]> {
  const { json } = await readBack(context, group)
  return idsIn(json, membersOf(context).members)
}

/** Sends one operation at the group; ends the check as not applicable where it is refused, since sizes may be limited. */
export async function changeCrowd(
  context: CheckContext,
  group: Pick<Prepared, 'type' | 'id'>,
  operation: PatchOperation,
  what: string,
): Promise<HttpResponse> {
  const response = await context.scim.patch(group.type, group.id, [operation])
  if (!isSuccess(response)) return context.unsupported(`${what} is answered ${describeResponse(response)}`)
  return response
}

/** The group has exactly these members, none of them twice. */
export async function expectCrowd(
  context: CheckContext,
  group: Pick<Prepared, 'type' | 'id'>,
  wanted: readonly string[],
  { requirement, after, response }: { requirement: RequirementId; after: string; response: HttpResponse },
): Promise<void> {
  const found = await memberIds(context, group)
  const there = new Set(found)
  const lost = wanted.filter(id => !there.has(id)).length
  const extra = found.length - (wanted.length - lost)
  expectThat(lost === 0 && extra === 0, {
    requirement,
    response,
    expected: `${amount(wanted.length, 'member')} after ${after}`,
    got: `${amount(found.length, 'member')}: ${listWords([
      ...(lost > 0 ? [`${lost} are missing`] : []),
      ...(extra > 0 ? [`${extra} too many`] : []),
    ])}`,
  })
}

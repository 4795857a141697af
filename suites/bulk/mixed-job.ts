// One bulk job of all methods, some of whose operations fail: many checks read its answer.

import type { CheckContext, SharedContext } from '../../src/check/context.ts'
import { patchOpUrn } from '../../src/check/scim.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { type JsonObject, member, withMember } from '../../src/scim/json.ts'
import { type BulkAnswer, type BulkOperation, needRoomFor, sendBulk } from '../support/bulk.ts'
import { type PlainChange, plainChangeOf } from '../support/plain-change.ts'

export interface Step {
  readonly name: string
  readonly operation: BulkOperation
  /** Statuses that the single request would have had (RFC 7644 §3.7.3). */
  readonly expected: readonly number[]
}

export interface MixedJob extends BulkAnswer {
  readonly steps: readonly Step[]
  /** What a GET shows of the resources that were aimed at, by the name of the step, right after the job. */
  readonly reads: ReadonlyMap<string, HttpResponse>
  /** What POST, PUT and PATCH wrote, where the schema has something for it. */
  readonly change: (PlainChange & { readonly text: string }) | undefined
}

/** The job, sent once per run; blocked where it is not answered 200. */
export async function mixedJob(context: CheckContext): Promise<MixedJob> {
  needRoomFor(context, 8)
  const job = await sentOnce(context)
  if (job.response.status !== 200) context.blocked(`A bulk job is answered ${describeResponse(job.response)}.`)
  return job
}

/** The job, whatever it was answered. */
export function sentOnce({ shared }: Pick<CheckContext, 'shared'>): Promise<MixedJob> {
  return shared('bulk-mixed-job', makeJob)
}

async function makeJob({ scim, resources, provider, type }: SharedContext): Promise<MixedJob> {
  const user = type('User')
  const [replaced, patched, deleted] = await Promise.all([1, 2, 3].map(() => resources.create(user)))
  if (replaced === undefined || patched === undefined || deleted === undefined) throw new Error('three were asked for')
  const text = resources.unique()
  const change = plainChangeOf(user)
  const changed = change === undefined ? {} : { [change.attribute]: change.valueWith(text) }
  const taken = withMember(await resources.build(user), 'userName', member(replaced.sent, 'userName'))
  const unknown = scim.pathOf(user, resources.unknownId())
  const patch: JsonObject = {
    schemas: [patchOpUrn],
    Operations: Object.entries(changed).map(([path, value]) => ({ op: 'replace', path, value })),
  }
  const canPatch = provider.capabilities['patch.supported'].met && change !== undefined
  const steps: Step[] = [
    {
      name: 'POST',
      operation: {
        method: 'POST',
        bulkId: 'b1',
        path: user.endpoint,
        data: { ...(await resources.build(user)), ...changed },
      },
      expected: [201],
    },
    {
      name: 'POST of a taken userName',
      operation: { method: 'POST', bulkId: 'b2', path: user.endpoint, data: taken },
      expected: [409],
    },
    {
      name: 'PUT',
      operation: { method: 'PUT', path: scim.pathOf(user, replaced.id), data: { ...replaced.sent, ...changed } },
      expected: [200],
    },
    ...(canPatch
      ? [
          {
            name: 'PATCH',
            operation: { method: 'PATCH', path: scim.pathOf(user, patched.id), data: patch },
            expected: [200, 204],
          },
        ]
      : []),
    {
      name: 'PUT of an unknown id',
      operation: { method: 'PUT', path: unknown, data: await resources.build(user) },
      expected: [404],
    },
    {
      name: 'DELETE of an unknown id',
      operation: { method: 'DELETE', path: scim.pathOf(user, resources.unknownId()) },
      expected: [404],
    },
    { name: 'DELETE', operation: { method: 'DELETE', path: scim.pathOf(user, deleted.id) }, expected: [204] },
    {
      name: 'second POST',
      operation: {
        method: 'POST',
        bulkId: 'b3',
        path: user.endpoint,
        data: { ...(await resources.build(user)), ...changed },
      },
      expected: [201],
    },
  ]
  const answer = await sendBulk(
    { scim, provider },
    steps.map(({ operation }) => operation),
  )
  const reads = new Map<string, HttpResponse>()
  for (const [step, id] of [
    ['PUT', replaced.id],
    ['PATCH', patched.id],
    ['DELETE', deleted.id],
  ] as const) {
    reads.set(step, await scim.read(user, id))
  }
  return { ...answer, steps, reads, change: change && { ...change, text } }
}

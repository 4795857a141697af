// Which resource types take creates, and one resource of each that many checks only read.

import type { CheckContext, SharedContext } from '../../src/check/context.ts'
import type { Created } from '../../src/check/resources.ts'
import type { HttpResponse, ProviderType } from '../../src/check/vocabulary.ts'
import { sameName } from '../../src/scim/json.ts'

type Types = Pick<CheckContext, 'provider' | 'shared' | 'subject' | 'unsupported'>

/** Answers with which a service provider says that a type cannot be created here. */
const refusals = new Set([403, 404, 405, 501])

/**
 * Examines every listed type as a subject of the check. A type other than User and Group may be read-only: where one
 * refuses creates, that subject does not apply.
 */
export async function eachCreatableType(
  context: Types,
  examine: (type: ProviderType) => void | Promise<void>,
): Promise<void> {
  const { provider, shared, subject, unsupported } = context
  if (provider.types.length === 0) unsupported('no resource type is known')
  const refused = await shared('types-that-refuse-creates', typesThatRefuseCreates)
  for (const type of provider.types) {
    await subject(type.name, async () => {
      const status = refused.get(type.name)
      if (status !== undefined) unsupported(`creating a ${type.name} is answered ${status}`)
      await examine(type)
    })
  }
}

async function typesThatRefuseCreates({ provider, resources, scim }: SharedContext): Promise<Map<string, number>> {
  const refused = new Map<string, number>()
  for (const type of provider.types) {
    if (sameName(type.name, 'User') || sameName(type.name, 'Group')) continue
    const { status } = await scim.create(type, await resources.build(type))
    if (refusals.has(status)) refused.set(type.name, status)
  }
  return refused
}

/** Whether Schemas is served, so that characteristics are the service provider's own and not those of the RFC. */
export function describesSchemas({ provider }: Pick<CheckContext, 'provider'>): boolean {
  return provider.answers.Schemas.status === 200
}

/** A resource nobody changes: as it was created, and as it was read right afterwards. */
export interface Seen {
  readonly created: Created
  readonly read: HttpResponse
}

/** One resource of the type for checks that only look at it; made once per run. */
export function unchangedResource({ shared }: Pick<CheckContext, 'shared'>, type: ProviderType): Promise<Seen> {
  return shared(`unchanged-${type.name}`, async ({ resources, scim }) => {
    const created = await resources.create(type)
    return { created, read: await scim.read(type, created.id) }
  })
}

/** One resource of the type with every attribute a client can write; made once per run. */
export function fullResource({ shared }: Pick<CheckContext, 'shared'>, type: ProviderType): Promise<Seen> {
  return shared(`full-${type.name}`, async ({ resources, scim }) => {
    const created = await resources.create(type, {}, { extent: 'all' })
    return { created, read: await scim.read(type, created.id) }
  })
}

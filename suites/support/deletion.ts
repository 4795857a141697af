// What a single DELETE does, for checks that tell by it whether something else was carried out.

import type { CheckContext } from '../../src/check/context.ts'

/**
 * Whether a User is not found once a single DELETE of it was sent. Where it is, deactivated perhaps, `delete/gone` says so, and
 * nothing is to be told from a User that is still there.
 */
export function deletesShow({ shared }: Pick<CheckContext, 'shared'>): Promise<boolean> {
  return shared('a-delete-shows', async ({ resources, scim, type }) => {
    const user = type('User')
    const { id } = await resources.create(user)
    await scim.remove(user, id)
    return (await scim.read(user, id)).status === 404
  })
}

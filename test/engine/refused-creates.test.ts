// A service provider that asks for something its schema does not tell of: what is particular about a create is not blamed for that.

import { expect, test } from 'vitest'
import { ScimError } from '../../fixtures/provider/scim-error.ts'
import { examineProvider } from '../proof/examine-provider.ts'

test('where no User can be created, no attribute of a User is blamed', async () => {
  const result = await examineProvider(
    {
      parts: parts => ({
        createResource: (context, type, given, id) => {
          if (type.name === 'User') throw new ScimError(400, 'costCentre is required.', 'invalidValue')
          return parts.createResource(context, type, given, id)
        },
      }),
    },
    [
      'user/',
      'user-formats/',
      'enterprise/',
      'external-id/',
      'read-only/',
      'membership/',
      'request-media-type/',
      'bulk-reference/',
      'create/created',
    ],
  )
  const blamed = result.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'error').map(({ id }) => id)
  expect(blamed).toEqual(['create/created'])
})

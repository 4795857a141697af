// The schemas RFC 7643 §8.7 lists, with its Verified errata: names and characteristics only, as data.

import { readSchema, type Schema } from './schema.ts'
import listing from './standard-schemas.json' with { type: 'json' }

/** User, Group, EnterpriseUser and the three discovery schemas as RFC 7643 §8.7 defines them. */
export const standardSchemas: readonly Schema[] = listing.flatMap(json => {
  const { schema } = readSchema(json)
  return schema === undefined ? [] : [schema]
})

export const userSchemaUri = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupSchemaUri = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseUserSchemaUri = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

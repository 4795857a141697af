// The shape of one requirement, and the conditions under which requirements apply.

/** The conditions a requirement or a check can rest on; what each means in words. */
export const conditions = {
  'filter.supported': 'ServiceProviderConfig says filter.supported',
  'sort.supported': 'ServiceProviderConfig says sort.supported',
  'bulk.supported': 'ServiceProviderConfig says bulk.supported',
  'patch.supported': 'ServiceProviderConfig says patch.supported',
  'etag.supported': 'ServiceProviderConfig says etag.supported',
  'changePassword.supported': 'ServiceProviderConfig says changePassword.supported',
  'complex-filter.supported': 'the service provider accepts value filters in brackets (probed: no flag exists)',
  'search-post.supported': 'the service provider answers POST .search (probed: no flag exists)',
  'root-query.supported': 'the service provider answers queries at the base URL (probed: no flag exists)',
  'me.supported': '/Me answers something other than 404 or 501 (probed: no flag exists)',
  'user-resource': '/ResourceTypes lists User',
  'group-resource': '/ResourceTypes lists Group',
  'enterprise-extension': 'the User type lists the Enterprise User extension',
  'schema-has:decimal': '/Schemas defines a writable decimal attribute',
  'schema-has:integer': '/Schemas defines an integer attribute',
  'schema-has:binary': '/Schemas defines a binary attribute',
  'schema-has:reference': '/Schemas defines a reference attribute',
  'schema-has:immutable': '/Schemas defines a top-level immutable attribute',
  'schema-has:returned-request': '/Schemas defines an attribute with returned "request"',
  'schema-has:required-extension': 'a resource type has an extension with required true',
  'cursor.supported': 'ServiceProviderConfig says pagination.cursor, or a nextCursor was seen',
  'index.supported': 'ServiceProviderConfig says pagination.index, or has no pagination attribute',
  'pagination-config': 'ServiceProviderConfig has a pagination attribute',
  'async.supported': 'ServiceProviderConfig says securityEvents.asyncRequest is long or request',
  'security-events-config': 'ServiceProviderConfig has a securityEvents attribute',
  'anonymous.supported': 'some SCIM requests succeed without credentials',
  'bearer-auth': 'the target is used with bearer tokens',
  tls: 'the base URL is https',
  'multi-tenant': 'two tenants or provisioning domains are configured for the test',
  'versioned-url': 'the base URL has a version segment',
} as const

export type Condition = keyof typeof conditions

/** BCP 14 key words as the source prints them; `implied` binds without a key word, CLIENT is a client's own rule. */
export type KeyWord =
  | 'MUST'
  | 'MUST NOT'
  | 'SHALL'
  | 'SHALL NOT'
  | 'SHOULD'
  | 'SHOULD NOT'
  | 'RECOMMENDED'
  | 'MAY'
  | 'OPTIONAL'
  | 'implied'
  | 'CLIENT'

export interface Requirement {
  /** The key word in force where the requirement stands. */
  readonly level: KeyWord
  /** core: binding and testable, the list coverage is measured by; extended: soft or repeated; permission: never a check. */
  readonly priority: 'core' | 'extended' | 'permission'
  /** All of these must hold for the requirement to apply; empty means always. */
  readonly when: readonly Condition[]
  readonly observable: 'black-box' | 'needs-config' | 'not-observable'
  /** The requirement in our own words. */
  readonly says: string
  /** How it can be tested, with the pass and fail rule. */
  readonly how: string
  /** Ambiguities and errata. */
  readonly note?: string
  /** Where a client's rule is written down; an RFC's requirements have it in their id. */
  readonly source?: string
}

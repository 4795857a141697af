// What scimmy-routers truly does differently, on Express 4 and on Express 5, by cause.

import { because, type Deviations } from './deviation.ts'
import { scimmyFilters } from './scimmy-filters.ts'

/** On Express 4 and on Express 5. */
export const scimmy: Deviations = {
  ...scimmyFilters,
  ...because('7643 §5: the authenticationSchemes SHOULD be readable without credentials: 401.', {
    warn: ['service-provider-config/without-credentials'],
  }),
  ...because('§4: /ServiceProviderConfig refuses attributes, startIndex and count with 403; they SHALL be ignored.', {
    fail: ['discovery-queries/other-parameters'],
  }),
  ...because('7643 §7: /Schemas does not describe the schemas of the discovery resources (25).', {
    warn: ['schema-resources/discovery-schemas'],
  }),
  ...because('7643 §8.7.1, erratum 8472: manager.value is declared with caseExact false (24).', {
    warn: ['standard-schemas/manager'],
  }),
  ...because('7643 §2.3.6: a certificate that is not base64 is stored and returned.', {
    fail: ['returned-values/binary', 'user-formats/certificate-not-base64'],
  }),
  ...because('7643 §2.4: two primary elements are stored (19).', {
    fail: ['returned-values/one-primary', 'primary/one-at-most', 'primary/one-at-most-after-replace'],
  }),
  ...because('7643 §2.4, §3.5.2: a PATCH that makes an element primary leaves the old one primary.', {
    fail: ['patch-list/add-primary', 'patch-list/primary-by-filter', 'patch-list/two-primaries'],
  }),
  ...because('7643 §2.4, §3.5.2.1: an element that is there already is stored and returned a second time.', {
    warn: [
      'returned-values/no-repeated-elements',
      'body-values/repeated-elements',
      'patch-list/add-again',
      'patch-members/add-again',
      'patch-members/add-some-again',
      'patch-members/thousand',
    ],
  }),
  ...because('7643 §4.1.1: an empty userName is taken; it MUST NOT be empty.', {
    fail: ['returned-values/user-name', 'required/user-name'],
  }),
  ...because('7643 §4.2: displayName, REQUIRED and a name a person can read, is taken when it is empty.', {
    warn: ['required/group-display-name'],
  }),
  ...because('7643 §3: a URN that the resource type does not declare is kept in schemas.', {
    fail: ['resource-schemas/declared', 'schemas-attribute/unknown-urn'],
  }),
  ...because('§3.3: 201 comes without a Location header.', {
    fail: ['create/location', 'location/created'],
  }),
  ...because('7643 §2.5: null for a multi-valued attribute is refused with 400.', {
    fail: ['unassigned/on-create', 'unassigned/by-replace', 'group/emptied'],
  }),
  ...because('7643 §4.1.2: the country "USA" is stored as it is, though the format is alpha-2 (27).', {
    warn: ['user/country-of-three-letters'],
  }),
  ...because('7643 §4.1.2: a value with two certificates is stored (37).', {
    warn: ['user-formats/one-certificate-a-value'],
  }),
  ...because('7643 §4.1.2: groups, which /Schemas defines, is empty for a User who is in a Group (our storage).', {
    fail: ['membership/follows-members', 'patch-membership/groups-follow'],
    blocked: ['patch-membership/type'],
  }),
  ...because('7643 §7: manager.displayName, readOnly, is stored as the client sent it.', {
    fail: ['enterprise/manager-display-name'],
  }),
  ...because('§3.9: attributes with a sub-attribute or a URN crash: 400, "Cannot read properties of undefined".', {
    fail: [
      'attributes-parameter/sub-attribute',
      'attributes-parameter/sub-attribute-of-elements',
      'attributes-parameter/urn',
      'attributes-parameter/extension-attribute',
      'attributes-parameter/one-of-an-extension',
    ],
  }),
  ...because('7643 §3, §3.9: schemas is missing from partial representations (8).', {
    warn: ['attributes-parameter/schemas-kept', 'resource/schemas'],
  }),
  ...because('§3.10: excludedAttributes has no effect on an attribute named with its URN.', {
    fail: ['excluded-attributes-parameter/notation'],
  }),
  ...because('§3.4.2.4, §3.4.3: startIndex or count below 1 in a SearchRequest is refused with 400.', {
    fail: ['search/paging'],
  }),
  ...because('§3.10: sortBy in another letter case or with a URN has no effect.', {
    fail: ['search/sort', 'order/notation', 'order/extension-attribute'],
  }),
  ...because('§3.4.2.3: a sortOrder other than ascending and descending is taken.', {
    warn: ['order/unknown-order'],
  }),
  ...because('§3.4.2.3: of several values it is neither the primary nor the first that decides the order.', {
    fail: ['sort-values/multi-valued'],
  }),
  ...because('§3.4.2.4: a startIndex beyond the end gives resources again.', {
    fail: ['start-index/beyond-end', 'eq/with-paging'],
  }),
  ...because('§3.4.2.4: a count that is no number is taken.', {
    warn: ['count/not-a-number'],
  }),
  ...because('RFC 9110 §11.6.1: 401 comes without WWW-Authenticate.', {
    fail: [
      'authentication/missing',
      'authentication/missing-elsewhere',
      'authentication/discovery',
      'authentication/wrong',
      'authentication/wrong-write',
    ],
  }),
  ...because('7643 §2.1: member names of a PatchOp are read in their usual letter case only: 400.', {
    fail: ['patch-message/letter-case'],
  }),
  ...because('7643 §2.1: member names of a SearchRequest in another letter case have no effect.', {
    fail: ['search-message/letter-case'],
  }),
  ...because('§3.9: attributes=meta.lastModified is refused, since "resourceType" is then missing from meta: 400.', {
    fail: ['attributes-parameter/time-of-change'],
  }),
  ...because('§3.10: a path with the URN of an extension and a sub-attribute is taken for a filter: 400 noTarget.', {
    fail: ['patch-notation/sub-attribute-in-extension'],
  }),
  ...because('§3.10: a path with the URN of the base schema, or in another letter case, is refused: 400.', {
    fail: [
      'patch-notation/urn-of-base-schema',
      'patch-notation/urn-and-sub-attribute',
      'patch-notation/letter-case',
      'patch-notation/letter-case-in-filter',
      'patch-notation/urn-before-filter',
      'patch-notation/urn-in-other-case',
    ],
  }),
  ...because('§3.5.2.1: adding what is there already moves lastModified.', {
    fail: ['patch-add/same-value'],
  }),
  ...because('§3.5.2.3: replace of name removes the sub-attributes it does not name.', {
    fail: ['patch-replace/complex'],
  }),
  ...because('§3.5.2.3: replace without a path adds to a multi-valued attribute.', {
    fail: ['patch-replace/without-path'],
  }),
  ...because('§3.5.2.2: remove of a required attribute gives invalidValue and not mutability.', {
    fail: ['patch-remove/required'],
  }),
  ...because('§3.5.2.3: replace with a filter that matches nothing makes an element; 400 noTarget is asked (5).', {
    fail: ['patch-filter/replace-no-match'],
  }),
  ...because('§3.5.2: an operation on a readOnly attribute is answered 204; an error SHALL be returned.', {
    fail: ['patch-refused/id-and-meta', 'patch-refused/read-only'],
  }),
  ...because('§3.12: a readOnly sub-attribute in a path is refused as noTarget where its parent has no value.', {
    warn: ['patch-refused/read-only-within'],
  }),
  ...because('§3.12: a text for the complex attribute name is refused as invalidPath, though the path is right.', {
    warn: ['patch-refused/text-for-complex'],
  }),
  ...because('§3.5.2: the path emails[0], outside the grammar, is answered 204.', {
    fail: ['patch-refused/array-index'],
  }),
  ...because('§3.5.2: the path "nickName.", outside the grammar, is taken for nickName.', {
    warn: ['patch-refused/malformed-path'],
  }),
  ...because('§3.5.2, §3.9: a PATCH with attributes is answered 500 and not applied.', {
    fail: ['patch-answer/attributes'],
  }),
  ...because('§3.7.1: of two groups that refer to each other the second names a group that does not exist.', {
    fail: ['bulk-reference/circular'],
  }),
  ...because('§3.7.4: the 413 does not say which limit was exceeded.', {
    fail: ['bulk-limit/over-max-payload'],
  }),
  ...because('§3.12: what is no JSON object is refused without scimType invalidSyntax.', {
    warn: [
      'malformed-body/create',
      'malformed-body/not-an-object',
      'malformed-body/replace',
      'malformed-body/patch',
      'malformed-body/search',
    ],
  }),
  ...because('§3.1: the answers of .search, of /Bulk and for malformed bodies are application/json (29).', {
    warn: ['media-type/scim-json'],
  }),
  ...because('§3.12: malformed filters, and a PATCH with attributes, give 500.', {
    warn: ['status/no-internal-error'],
  }),
  ...because('§3.4.2: itemsPerPage is 20, however many resources there are (9).', {
    fail: ['list-response/items-per-page'],
  }),
}

/** On Express 5 alone. */
export const scimmyOnExpress5: Deviations = {
  ...because('§3.4.2.4: startIndex and count of a GET have no effect.', {
    fail: ['count/honoured', 'count/zero', 'count/negative', 'pages/next-begins-where-this-ended'],
  }),
}

// What @boxyhq/saml-jackson truly does differently, by cause.

import { because, type Deviations } from './deviation.ts'
import { samlJacksonDiscovery } from './saml-jackson-discovery.ts'
import { samlJacksonPatch } from './saml-jackson-patch.ts'
import { samlJacksonQueries } from './saml-jackson-queries.ts'

/** By cause. */
export const samlJackson: Deviations = {
  ...samlJacksonDiscovery,
  ...samlJacksonQueries,
  ...samlJacksonPatch,
  ...because(
    '7643 §2.3: a number is stored and returned for a string, a text for a Boolean, a number for a reference.',
    {
      fail: ['returned-values/boolean', 'returned-values/reference', 'value-types/boolean', 'value-types/reference'],
      warn: ['returned-values/string', 'value-types/string'],
    },
  ),
  ...because('7643 §2.3.6: a certificate that is not base64 is stored and returned.', {
    fail: ['returned-values/binary', 'user-formats/certificate-not-base64'],
  }),
  ...because('7643 §2.3.8: a text is stored and returned for an object; the create of such a User throws.', {
    warn: ['returned-values/complex', 'value-types/complex'],
  }),
  ...because('7643 §2.4: an object is stored and returned where the schema has an array.', {
    fail: ['returned-values/multi-valued', 'value-types/one-value-for-list'],
  }),
  ...because('7643 §1.2: an array is stored and returned where the schema has one value.', {
    warn: ['returned-values/single-valued', 'value-types/list-for-one-value'],
  }),
  ...because('7643 §2.4: two primary elements are stored (19).', {
    fail: ['returned-values/one-primary', 'primary/one-at-most', 'primary/one-at-most-after-replace'],
  }),
  ...because('7643 §4.1.1, §7: a password that a PATCH sets is stored like any attribute, and returned from then on.', {
    fail: [
      'returned-values/never-returned',
      'returned-values/write-only',
      'user-password/never-returned',
      'password/not-returned',
    ],
  }),
  ...because('7643 §2.4: an element that was sent twice is stored and returned twice.', {
    warn: ['returned-values/no-repeated-elements', 'body-values/repeated-elements'],
  }),
  ...because(
    '7643 §2.1: attribute names are not read without regard to letter case, and stored again beside the known ones.',
    {
      fail: [
        'returned-values/names-once',
        'body-values/names-in-other-case',
        'body-values/names-in-other-case-on-replace',
        'patch-message/letter-case',
        'patch-notation/letter-case',
      ],
    },
  ),
  ...because('7643 §4.1.1, §4.2: userName and displayName, both REQUIRED, may be absent or empty.', {
    fail: [
      'returned-values/user-name',
      'returned-values/group-display-name',
      'required/user-name',
      'required/group-display-name',
      'required-attributes/missing',
    ],
    warn: ['replace-rules/missing-required'],
  }),
  ...because('7643 §3: schemas is stored and returned as it was sent: absent, empty, unknown or twice.', {
    fail: [
      'resource-schemas/array',
      'resource-schemas/not-empty',
      'resource-schemas/unique',
      'schemas-attribute/missing',
      'schemas-attribute/empty',
      'schemas-attribute/unknown-urn',
      'schemas-attribute/repeated-urn',
      'resource/schemas',
    ],
  }),
  ...because('§3.3: 201 comes without a Location header.', {
    fail: ['create/location', 'location/created'],
  }),
  ...because('§3.3, 7643 §4.1.1: a userName that is taken is accepted, in the same and in another letter case.', {
    fail: [
      'create/duplicate-user-name',
      'create/duplicate-user-name-in-other-case',
      'replace-rules/taken-user-name',
      'patch-sequence/taken-user-name',
      'patch-sequence/taken-user-name-in-other-case',
    ],
  }),
  ...because('7643 §3.1, §7: meta and groups, readOnly, are stored and returned as the client sent them.', {
    fail: [
      'create/given-id-and-meta',
      'meta-changes/kept',
      'membership/read-only',
      'read-only/create',
      'read-only/replace',
      'resource/resource-type',
      'location/own-uri',
    ],
  }),
  ...because('7643 §3.1: no resource has meta.', {
    fail: ['meta/assigned', 'resource/meta'],
    blocked: [
      'meta/resource-type',
      'meta/location',
      'meta/created',
      'meta-changes/last-modified',
      'patch-answer/last-modified',
    ],
  }),
  ...because('7643 §3.1: the externalId of a Group is neither in 201 nor in GET.', {
    fail: ['external-id/kept-as-sent', 'external-id/replaced'],
  }),
  ...because('§3.6: a DELETE is answered 200; 204 is asked for.', {
    fail: ['delete/no-content'],
  }),
  ...because('7643 §4.1.2: the country "USA" is stored as it is, though the format is alpha-2 (27).', {
    warn: ['user/country-of-three-letters'],
  }),
  ...because('7643 §4.1.2: a value with two certificates is stored (37).', {
    warn: ['user-formats/one-certificate-a-value'],
  }),
  ...because('7643 §4.2, §3.3, §3.5.2.1: members of a Group is empty, whatever was created or added.', {
    fail: ['group/members', 'patch-members/add', 'patch-members/hundred'],
    warn: ['group/group-as-member', 'patch-members/added-at-the-same-time'],
    blocked: ['group/emptied', 'group/replaced-members', 'patch-membership/groups-follow', 'patch-membership/type'],
  }),
  ...because('§3.11, §3.12: /Me and /Bulk are not offered, and answered 404 and not 501 (28).', {
    warn: ['me/not-offered', 'not-offered/bulk'],
  }),
  ...because('RFC 9110 §11.6.1: 401 comes without WWW-Authenticate.', {
    fail: [
      'authentication/missing',
      'authentication/missing-elsewhere',
      'authentication/wrong',
      'authentication/wrong-write',
    ],
  }),
  ...because('§3.12: a body that is empty or no object throws (500); [] makes a resource.', {
    warn: ['malformed-body/not-an-object', 'malformed-body/empty'],
  }),
  ...because('§3.12: an id with bytes that are not UTF-8 gives 500.', {
    warn: ['hostile-input/id'],
  }),
  ...because('RFC 9110 §15.5.16: a body of text/plain is taken (our route does not look at the media type).', {
    warn: ['request-media-type/unsupported'],
  }),
  ...because('§3.12: error bodies lack status, those of unknown paths schemas too.', {
    fail: ['error-body/unknown-resource', 'error-body/schemas', 'error-body/status'],
  }),
  ...because('§3.12: filters and bodies that the handler does not expect give 500.', {
    warn: ['status/no-internal-error'],
  }),
}

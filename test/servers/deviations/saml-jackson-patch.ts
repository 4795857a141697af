// What @boxyhq/saml-jackson truly does differently in PATCH, by cause.

import { because, type Deviations } from './deviation.ts'

/** By cause. */
export const samlJacksonPatch: Deviations = {
  ...because('§3.5.2: a PatchOp that does not name its schema is carried out.', {
    warn: ['patch-message/schemas'],
  }),
  ...because(
    '§3.5.2: without Operations the handler throws; an op that is absent or unknown, or a path that is a number, is taken for replace.',
    {
      fail: [
        'patch-message/operations',
        'patch-message/op-missing',
        'patch-message/op-unknown',
        'patch-message/path-type',
      ],
    },
  ),
  ...because(
    '§3.10: a path with the URN of the base schema is stored as an attribute of that name, or has no effect.',
    {
      fail: [
        'patch-notation/urn-of-base-schema',
        'patch-notation/urn-and-sub-attribute',
        'patch-notation/urn-before-filter',
      ],
    },
  ),
  ...because('§3.5.2: add does not change a Group.', {
    fail: ['patch-add/existing-value'],
  }),
  ...because('§3.5.2.1, §3.5.2.3: add and replace of name remove the sub-attributes they do not name.', {
    fail: ['patch-add/complex', 'patch-replace/complex', 'patch-replace/complex-without-path'],
  }),
  ...because('§3.5.2.1: add to a multi-valued attribute removes the values that were there.', {
    fail: [
      'patch-add/without-path',
      'patch-list/add',
      'patch-list/add-again',
      'patch-list/add-object',
      'patch-list/add-primary',
      'patch-sequence/result-of-earlier',
    ],
  }),
  ...because('7643 §2.4, §3.5.2: a PATCH that makes an element primary leaves the old one primary.', {
    fail: ['patch-list/primary-by-filter', 'patch-list/two-primaries'],
  }),
  ...because('§3.5.2.2: remove without a path, of a required or of a readOnly attribute is answered 200.', {
    fail: ['patch-remove/without-path', 'patch-remove/required', 'patch-remove/read-only'],
  }),
  ...because('§3.5.2.2, §3.5.2.3: a value filter in a path has no effect, or on one of the matching elements alone.', {
    fail: [
      'patch-notation/letter-case-in-filter',
      'patch-filter/replace-several',
      'patch-filter/replace-element',
      'patch-filter/replace-no-match',
      'patch-filter/remove-by-type',
      'patch-filter/remove-several',
      'patch-filter/remove-by-value',
      'patch-filter/remove-within-one',
      'patch-filter/bracket-in-value',
      'patch-sequence/several-removals',
    ],
  }),
  ...because(
    '§3.5.2: operations on id, meta and groups, on unknown attributes, with values of another type or none are answered 200.',
    {
      fail: [
        'patch-refused/id-and-meta',
        'patch-refused/read-only',
        'patch-refused/wrong-type',
        'patch-refused/text-for-complex',
        'patch-refused/unknown-attribute',
        'patch-refused/no-value',
        'patch-sequence/last-fails',
        'patch-sequence/first-fails',
      ],
    },
  ),
  ...because('§3.5.2: paths outside the grammar are taken, and stored as attributes of that name.', {
    fail: ['patch-refused/array-index', 'fuzz/patch-sequences'],
    warn: ['patch-refused/malformed-path'],
  }),
}

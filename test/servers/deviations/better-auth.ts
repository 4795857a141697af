// What @better-auth/scim truly does differently, by cause.

import { because, type Deviations } from './deviation.ts'

export const betterAuth: Deviations = {
  ...because('§4: a filter on a discovery endpoint is ignored, where 403 SHOULD be given (11).', {
    warn: ['discovery-queries/filter'],
  }),
  ...because('7643 §7: /Schemas does not describe the schemas of the discovery resources (25).', {
    warn: ['schema-resources/discovery-schemas'],
  }),
  ...because('7643 §8.7.1, erratum 8472: manager.value is declared with caseExact false (24).', {
    warn: ['standard-schemas/manager'],
  }),
  ...because('7643 §3.1: a second resource with the same externalId is refused with 409 (36).', {
    warn: ['external-id/shared-value'],
  }),
  ...because('7643 §2.5: null is refused with 400, where it has the effect of leaving the attribute unassigned.', {
    fail: [
      'unassigned/on-create',
      'unassigned/by-replace',
      'unassigned/by-replace-in-extension',
      'group/emptied',
      'patch-replace/null',
      'fuzz/sequences',
    ],
  }),
  ...because('§3.6: a create with the userName of a deleted User clashes with it: 409, which SHOULD NOT be.', {
    warn: ['delete/frees-user-name'],
  }),
  ...because('7643 §2.1: names of attributes in a body are read in their usual letter case only.', {
    fail: [
      'body-values/names-in-other-case',
      'body-values/names-in-other-case-on-replace',
      'body-values/sub-attribute-names-in-other-case',
      'patch-message/letter-case',
    ],
  }),
  ...because('7643 §4.1.1: name.formatted is the displayName, and does not describe the name that the parts do.', {
    warn: ['user/formatted-name'],
  }),
  ...because('7643 §4.1.2: the country "USA" is stored as it is, though the format is alpha-2 (27).', {
    warn: ['user/country-of-three-letters'],
  }),
  ...because('§3.12 (400 SHOULD be given): a text for the complex attribute manager is taken and made its value.', {
    warn: ['value-types/complex'],
  }),
  ...because('§3.2, §3.4.3: there is no .search (7), and it is answered 404 and not 501 (28).', {
    warn: ['search/offered', 'not-offered/search'],
  }),
  ...because('§3.11, §3.12: /Me and /Bulk are not offered, and answered 404 and not 501 (28).', {
    warn: ['me/not-offered', 'not-offered/bulk'],
  }),
  ...because(
    '§3.5.2: a PatchOp whose Operations is an empty array is answered 200; one operation at least is asked for.',
    {
      fail: ['patch-message/operations'],
    },
  ),
  ...because('§3.5.2: an operation without op is carried out as if it were replace.', {
    fail: ['patch-message/op-missing'],
  }),
  ...because('§3.5.2.2, §3.5.2.3: emails cannot be emptied: 400, though /Schemas says it is not required.', {
    fail: ['patch-remove/all-values', 'patch-list/replace'],
  }),
  ...because('§3.5.2.1: an add without a value is answered 200.', {
    fail: ['patch-refused/no-value'],
  }),
  ...because(
    'RFC 3986 §6.2.2.2: a letter of the id that is percent-encoded without need is not understood: 404 (35).',
    {
      warn: ['uri/encoded-path'],
    },
  ),
  ...because('§3.12: paths and methods that are not offered are answered 404 without a body.', {
    fail: ['error-body/object'],
  }),
}

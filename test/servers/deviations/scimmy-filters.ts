// What scimmy-routers truly does differently with filters, by cause.

import { because, type Deviations } from './deviation.ts'

/** On Express 4 and on Express 5. */
export const scimmyFilters: Deviations = {
  ...because(
    '§3.4.2.2: where any resource lacks the parent attribute, a filter on a sub-attribute crashes: 400 invalidValue.',
    {
      failSometimes: ['eq/sub-attribute', 'eq-types/multi-valued'],
      fail: [
        'filter/value-path',
        'filter/value-path-one-element',
        'filter/across-elements',
        'filter/value-path-logic',
        'filter/value-path-within-logic',
        'filter/members',
        'filter/members-value-path',
      ],
      blocked: [
        'filter/value-path-letter-case',
        'filter/value-path-value-case',
        'filter/value-path-primary',
        'filter/sub-attribute-letter-case',
        'filter/urn-with-sub-attribute',
        'filter/urn-with-value-path',
      ],
    },
  ),
  ...because(
    '7643 §2.2, §3.4.2.2: texts that /Schemas declares with caseExact false are compared with regard to case.',
    {
      fail: [
        'eq-case/user-name',
        'eq-case/not-case-exact',
        'filter/eq-attribute-types',
        'filter/ne-attribute-types',
        'filter/co-attribute-types',
        'filter/sw-attribute-types',
        'filter/ew-attribute-types',
        'filter/gt-attribute-types',
        'filter/ge-attribute-types',
        'filter/lt-attribute-types',
        'filter/le-attribute-types',
        'filter/examples',
      ],
      blocked: ['filter/operator-letter-case'],
    },
  ),
  ...because('§3.4.2.2: pr finds resources whose value is empty, and crashes on name and emails.', {
    fail: ['filter/pr-attribute-types'],
  }),
  ...because('§3.4.2.2: not (A or B) gives A and B.', {
    fail: ['filter/not'],
  }),
  ...because('§3.4.2.2, §3.10: an attribute named with the URN of its schema is not found.', {
    fail: [
      'eq-notation/urn',
      'eq-notation/urn-letter-case',
      'eq-notation/extension-attribute',
      'filter/urn-with-operators',
    ],
  }),
  ...because('§3.4.2.2: a value is a JSON string, but its escapes are not understood.', {
    fail: ['eq-notation/json-escapes', 'eq-notation/unicode-escapes', 'filter/quoted-escapes', 'fuzz/quoted-values'],
  }),
  ...because('§3.4.2.2: what the grammar does not allow is taken for a filter, or gives 500, or 400 invalidValue.', {
    fail: [
      'filter/value-path-refused',
      'filter/malformed-name',
      'filter/no-expression',
      'filter/malformed-expression',
      'filter/malformed-logic',
      'filter/malformed-escape',
      'invalid-filter/syntax',
      'search-message/malformed-filter',
      'fuzz/invalid-filters',
    ],
    warn: ['filter/not-without-parentheses', 'filter/missing-spaces'],
  }),
  ...because('§3.12: an unknown sub-attribute gives 400 with scimType invalidValue and not invalidFilter (13).', {
    warn: ['filter/unknown-attribute'],
  }),
  ...because('§3.4.2.2: gt, ge, lt and le on Boolean and binary attributes SHALL be refused as invalidFilter.', {
    fail: ['filter/order-of-booleans', 'filter/order-of-binaries'],
  }),
  ...because('§3.4.2.2: name is compared as a whole, without a sub-attribute, and finds nothing (14).', {
    warn: ['filter/complex-compared'],
  }),
  ...because('§3.4.2.2: filters on meta, on extensions and on sub-attributes miss resources or crash.', {
    fail: ['fuzz/valid-filters'],
  }),
}

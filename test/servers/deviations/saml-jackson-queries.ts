// What @boxyhq/saml-jackson truly does differently with filters, pages and partial representations, by cause.

import { because, type Deviations } from './deviation.ts'

/** By cause. */
export const samlJacksonQueries: Deviations = {
  ...because(
    '§3.4.2.2: whatever the attribute, the value is compared with the first e-mail address, or displayName of a Group, with regard to case.',
    {
      fail: [
        'eq/user-name',
        'eq/id',
        'eq/external-id',
        'eq/sub-attribute',
        'eq/several',
        'eq-types/multi-valued',
        'eq-types/boolean',
        'eq-case/not-case-exact',
        'filter/eq-attribute-types',
      ],
      blocked: [
        'eq-case/user-name',
        'eq-case/attribute-name',
        'eq-case/accents',
        'eq-notation/urn',
        'eq-notation/urn-letter-case',
        'eq-notation/percent-encoding',
        'filter/and',
        'filter/or',
        'filter/not',
        'filter/grouping',
        'filter/precedence',
        'filter/chained',
        'filter/logical-letter-case',
        'filter/not-spelling',
        'filter/sub-attribute-letter-case',
        'filter/urn-with-sub-attribute',
      ],
    },
  ),
  ...because(
    '§3.4.2.2: a value is a JSON string, but its escapes are not understood, and a value that holds " eq " is cut there.',
    {
      fail: ['eq-notation/json-escapes', 'eq-notation/unicode-escapes', 'fuzz/quoted-values'],
    },
  ),
  ...because('§3.4.2.2: every operator but eq in lower case, and what the grammar does not allow, throws: 500.', {
    fail: [
      'eq-case/operator',
      'filter/co-attribute-types',
      'filter/sw-attribute-types',
      'filter/ew-attribute-types',
      'filter/pr-attribute-types',
      'filter/gt-attribute-types',
      'filter/ge-attribute-types',
      'filter/lt-attribute-types',
      'filter/le-attribute-types',
      'filter/value-path-logic',
      'filter/value-path-refused',
      'filter/unknown-attribute',
      'filter/examples',
      'filter/order-of-booleans',
      'filter/order-of-binaries',
      'filter/no-expression',
      'filter/unknown-operator',
    ],
    warn: ['filter/ne-attribute-types', 'filter/missing-spaces'],
    blocked: ['filter/operator-letter-case', 'filter/urn-with-operators'],
  }),
  ...because('§3.4.2.2: value paths and logical operators are not understood: an empty list.', {
    fail: [
      'filter/value-path',
      'filter/value-path-one-element',
      'filter/across-elements',
      'filter/value-path-within-logic',
      'fuzz/valid-filters',
    ],
    blocked: [
      'filter/value-path-letter-case',
      'filter/value-path-value-case',
      'filter/value-path-primary',
      'filter/urn-with-value-path',
    ],
  }),
  ...because(
    '§3.4.2.2: what the grammar does not allow is answered with an empty list; it must be refused as invalidFilter.',
    {
      fail: [
        'filter/malformed-name',
        'filter/malformed-expression',
        'filter/malformed-grouping',
        'filter/malformed-logic',
        'filter/malformed-value',
        'filter/malformed-escape',
        'invalid-filter/syntax',
        'fuzz/invalid-filters',
      ],
      warn: ['filter/not-without-parentheses'],
    },
  ),
  ...because('§3.4.2.2: name is compared as a whole, without a sub-attribute, and finds nothing (14).', {
    warn: ['filter/complex-compared'],
  }),
  ...because('§3.9: attributes and excludedAttributes have no effect.', {
    fail: [
      'attributes-parameter/named-only',
      'attributes-parameter/several',
      'attributes-parameter/sub-attribute',
      'attributes-parameter/sub-attribute-of-elements',
      'attributes-parameter/list',
      'excluded-attributes-parameter/only-named',
      'excluded-attributes-parameter/several',
      'excluded-attributes-parameter/sub-attribute',
      'excluded-attributes-parameter/always-kept',
      'excluded-attributes-parameter/list',
      'projected-writes/create',
      'projected-writes/replace',
      'projected-writes/patch',
      'patch-answer/attributes',
    ],
    blocked: [
      'attributes-parameter/urn',
      'attributes-parameter/letter-case',
      'attributes-parameter/unknown-name',
      'excluded-attributes-parameter/notation',
    ],
  }),
  ...because('§3.2, §3.4.3: there is no .search (7), and it is answered 404 and not 501 (28).', {
    warn: ['search/offered', 'not-offered/search'],
  }),
  ...because('§3.4.2.4: a startIndex below 1 is taken as it is; one beyond the end of the Groups gives Groups.', {
    fail: ['start-index/below-one', 'start-index/beyond-end', 'eq/with-paging'],
  }),
  ...because('§3.4.2.4: count has no effect on Groups, count 0 none on Users.', {
    fail: ['count/honoured', 'count/zero', 'count/negative'],
  }),
  ...because(
    '§3.4.2: a negative count is returned as itemsPerPage, and Groups and count 0 show another number than there are.',
    {
      fail: ['list-response/items-per-page'],
    },
  ),
  ...because('§3.4.2.4: a count that is no number is taken.', {
    warn: ['count/not-a-number'],
  }),
  ...because(
    '§3.4.2: after a create with the body [] lists of Users have an element [], which is no resource and cannot be deleted.',
    {
      failSometimes: ['pages/complete', 'list-response/resources'],
    },
  ),
}

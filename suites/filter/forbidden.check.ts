// Comparisons that make no sense for a kind of attribute have to be refused (RFC 7644 §3.4.2.2, tables 3 and below).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import type { ProviderType, RequirementId } from '../../src/check/vocabulary.ts'
import { listedSubAttributes } from '../../src/scim/attribute.ts'
import { isNeverReturned } from '../../src/scim/value.ts'
import { expectRefused, expectRefusedOrEmpty } from '../support/filter-refused.ts'

const orders: readonly (readonly [string, RequirementId])[] = [
  ['gt', '7644-3.4.2.2-16'],
  ['ge', '7644-3.4.2.2-18'],
  ['lt', '7644-3.4.2.2-20'],
  ['le', '7644-3.4.2.2-22'],
]

export const forbiddenComparisons = suite('Comparisons that are refused', [
  check(
    'filter/order-of-booleans',
    {
      title: 'gt, ge, lt and le on a Boolean attribute are refused as invalidFilter',
      verifies: ['7644-3.4.2.2-16', '7644-3.4.2.2-18', '7644-3.4.2.2-20', '7644-3.4.2.2-22'],
      fix: 'Answer 400 with scimType "invalidFilter" where a Boolean is compared by order.',
    },
    context => eachOrder(context, 'boolean', 'true'),
  ),

  check(
    'filter/order-of-binaries',
    {
      title: 'gt, ge, lt and le on a binary attribute are refused as invalidFilter',
      verifies: ['7644-3.4.2.2-16', '7644-3.4.2.2-18', '7644-3.4.2.2-20', '7644-3.4.2.2-22'],
      needs: ['schema-has:binary'],
      fix: 'Answer 400 with scimType "invalidFilter" where a binary is compared by order.',
    },
    context => eachOrder(context, 'binary', '"QUE="'),
  ),

  check(
    'filter/complex-compared',
    {
      title: 'a comparison of a complex attribute without a sub-attribute is refused',
      verifies: '7644-3.4.2.2-45',
      fix: 'Answer 400 with scimType "invalidFilter" where a complex attribute with one value is compared as a whole.',
    },
    async context => {
      for (const type of context.provider.types) {
        await context.subject(type.name, async () => {
          const complex = type.schemas.base.attributes.find(
            one => one.type === 'complex' && !one.multiValued && !isNeverReturned(one),
          )
          if (complex === undefined) return context.unsupported('the schema has no complex attribute with one value')
          await expectRefusedOrEmpty(context, type, `${complex.name} eq "scimc"`, 14)
        })
      }
    },
  ),
])

async function eachOrder(context: CheckContext, kind: 'boolean' | 'binary', literal: string): Promise<void> {
  const found = attributeOf(context.provider.types, kind)
  if (found === undefined) return context.unsupported(`no schema has a ${kind} attribute`)
  for (const [operator, requirement] of orders) {
    await context.subject(`${operator} on ${found.path}`, () =>
      expectRefused(context, found.type, `${found.path} ${operator} ${literal}`, requirement, 'asked'),
    )
  }
}

/** The first attribute or sub-attribute of this data type that clients can see. */
function attributeOf(
  types: readonly ProviderType[],
  kind: 'boolean' | 'binary',
): { readonly type: ProviderType; readonly path: string } | undefined {
  for (const type of types) {
    for (const attribute of type.schemas.base.attributes) {
      if (isNeverReturned(attribute)) continue
      if (attribute.type === kind) return { type, path: attribute.name }
      // A sub-attribute that no definition lists may well be unknown there, and what is unknown matches nothing.
      const sub = listedSubAttributes(attribute).find(one => one.type === kind && !isNeverReturned(one))
      if (sub !== undefined) return { type, path: `${attribute.name}.${sub.name}` }
    }
  }
  return undefined
}

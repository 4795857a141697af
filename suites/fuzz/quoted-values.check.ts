// Names with words and signs of the filter language in them, in quotes (RFC 7644 §3.4.2.2, figure 1).

import { type ActiveCheck, check } from '../../src/check/check.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { type NamedAttribute, quotedLanes } from '../../src/fuzz/quoted-values.ts'
import { type FuzzSettings, searchLanes } from '../../src/fuzz/search.ts'
import { sameName } from '../../src/scim/json.ts'
import { isFreeText, labelOf } from '../support/attribute-choice.ts'

/** A resource is found by its name, whatever the name holds. */
export function quotedValuesFuzzed(settings: FuzzSettings): ActiveCheck {
  return check(
    'fuzz/quoted-values',
    {
      title: 'a resource is found by its name in quotes, whatever words and signs the name holds',
      verifies: [
        '7644-3.4.2.2-37',
        '7644-3.4.2.2-38',
        '7644-3.4.2.2-08',
        '7644-3.4.2.2-10',
        '7644-3.4.2.2-11',
        '7644-3.4.2.2-12',
      ],
      fix: 'Read a quoted value to its closing quote, as a JSON string, before you look for operators; never split the filter at words.',
    },
    async context => {
      const attributes = context.provider.types.flatMap(namingAttributes)
      if (attributes.length === 0) context.unsupported('no resource type has a text attribute that takes any name')
      const makers = await Promise.all(attributes.map((attribute, index) => quotedLanes(context, attribute, index)))
      if (makers.every(make => make(1).length === 0)) context.unsupported('no name can be looked for by eq')
      await searchLanes(context, stripes => makers.flatMap(make => make(stripes)), settings)
    },
  )
}

/** The attribute that names resources of a type, and displayName besides. */
function namingAttributes(type: ProviderType): readonly NamedAttribute[] {
  const label = labelOf(type)
  const display = type.schemas.base.attributes.find(one => sameName(one.name, 'displayName') && isFreeText(one))
  const chosen = [display, label].filter(attribute => attribute !== undefined)
  return [...new Set(chosen.map(({ name }) => name))].map(name => ({ type, name }))
}

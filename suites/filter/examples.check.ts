// Filters of the forms that the RFC shows as its examples (RFC 7644 §3.4.2.2, figure 2), on our own Users.

import { check, suite } from '../../src/check/check.ts'
import type { AttributePath } from '../../src/scim/attribute-path.ts'
import type { Filter } from '../../src/scim/filter/filter.ts'
import { parseFilter } from '../../src/scim/filter/parse-filter.ts'
import { findAttribute } from '../../src/scim/resource-schemas.ts'
import { expectMatches } from '../support/filter-answer.ts'
import { filterDataOf } from '../support/filter-data.ts'

/** The mark of our data stands where the examples have names, so that some Users match and some do not. */
function examplesWith(mark: string): readonly string[] {
  const text = `alpha.${mark}.omega`
  return [
    `displayName eq "${text}"`,
    `name.familyName co "${mark}.o"`,
    `displayName sw "alpha.${mark}"`,
    `urn:ietf:params:scim:schemas:core:2.0:User:displayName sw "alpha.${mark}"`,
    'nickName pr',
    'meta.lastModified gt "2011-05-13T04:42:34Z"',
    'meta.lastModified ge "2011-05-13T04:42:34Z"',
    'meta.lastModified lt "2011-05-13T04:42:34Z"',
    'meta.lastModified le "2011-05-13T04:42:34Z"',
    `nickName pr and displayName eq "${text}"`,
    `(nickName pr or displayName eq "${text}")`,
    'schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"',
    `active eq true and (emails co "${mark}.0" or emails.value co "${mark}.2")`,
    `displayName eq "${text}" and not (emails co "${mark}.0" or emails.value co "${mark}.2")`,
    'active eq true and (emails.type eq "work")',
    `active eq true and emails[type eq "work" and value co "${mark}"]`,
    `(emails[type eq "home" and value co "${mark}"] or phoneNumbers[type eq "work" and value co "${mark}"])`,
  ]
}

export const exampleFilters = suite('The examples of filters', [
  check(
    'filter/examples',
    {
      title: 'filters of the forms the RFC shows give what they should',
      verifies: ['7644-3.4.2.2-52', '7644-3.4.2.2-02'],
      needs: ['user-resource'],
      fix: 'Try the examples of RFC 7644 §3.4.2.2 on your filters: each form must be read, or declined as invalidFilter.',
    },
    async context => {
      const type = context.type('User')
      const data = await filterDataOf(context, type)
      for (const filter of examplesWith(data.mark)) {
        const name = filter.replaceAll(data.mark, '…')
        await context.subject(name, async () => {
          const unknown = pathsOf(parseFilter(filter)).find(path => findAttribute(type.schemas, path) === undefined)
          if (unknown !== undefined) context.unsupported(`the schema has no ${unknown.attribute}`)
          await expectMatches(context, data, filter, {
            what: 'some forms that RFC 7644 shows',
            by: data.label,
            narrow: true,
          })
        })
      }
    },
  ),
])

function pathsOf(filter: Filter): readonly AttributePath[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(pathsOf)
    case 'not':
      return pathsOf(filter.filter)
    default:
      return [filter.path]
  }
}

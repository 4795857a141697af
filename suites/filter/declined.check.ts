// What a service provider does not offer of filters, in one place (RFC 7644 table 9: declining is allowed, and said so).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, listWords } from '../../src/check/words.ts'
import { compareOperators } from '../../src/scim/filter/filter.ts'
import { isObject, member } from '../../src/scim/json.ts'
import { type Declined, isDeclinedFilter, offersOf } from '../support/filter-answer.ts'
import { columnsOf, type Operator, pairsOf } from '../support/filter-matrix.ts'

export const declinedFilters = suite('Filters that are not offered', [
  check(
    'filter/declined',
    {
      title: 'filters that are not offered are declined as invalidFilter',
      verifies: ['7644-3.12-17', '7644-3.4.2.2-39'],
      needs: ['filter.supported'],
      fix: 'Answer 400 with scimType "invalidFilter" to combinations of attribute and operator that you do not offer.',
      // The other checks have found out by now what is declined.
      quiet: true,
    },
    async context => {
      const offers = await offersOf(context)
      const columns = await columnsOf(context)
      const operators: readonly Operator[] = [...compareOperators, 'pr']
      for (const { what, filter, column } of operators.flatMap(operator => pairsOf(operator, columns))) {
        if (offers.declined.has(what) || offers.answered.has(what)) continue
        const response = await context.scim.list(column.data.type, { filter, count: 1 })
        if (isDeclinedFilter(response)) offers.declined.set(what, { what, filter, response })
        else if (response.status === 200) offers.answered.add(what)
      }
      const declined = [...offers.declined.values()]
      for (const { what, filter, response } of declined) {
        await context.subject(what, () => {
          const scimType = isObject(response.json) ? member(response.json, 'scimType') : undefined
          expectThat(response.status !== 400 || scimType === 'invalidFilter', {
            expected: `for ${filter}: what matches, or 400 Bad Request, scimType "invalidFilter"`,
            got: `${describeResponse(response)}, no scimType`,
            response,
          })
        })
      }
      if (declined.length > 0)
        context.unsupported(`declined are ${wordsFor(declined, operators, [...offers.answered])}`)
    },
  ),
])

/** `co and sw on any attribute; eq on active and meta.created; not`. */
function wordsFor(declined: readonly Declined[], operators: readonly Operator[], answered: readonly string[]): string {
  const isOf = (operator: string) => (what: string) => what.startsWith(`${operator} on `)
  const all = declined.map(({ what }) => what)
  const altogether = operators.filter(one => all.some(isOf(one)) && !answered.some(isOf(one)))
  const inPart = operators.filter(one => !altogether.includes(one) && all.some(isOf(one)))
  const others = all.filter(what => !operators.some(one => isOf(one)(what)))
  return [
    ...(altogether.length > 0 ? [`${listWords(altogether, 10)} on any attribute`] : []),
    ...inPart.map(
      one =>
        `${one} on ${listWords(
          all.filter(isOf(one)).map(what => what.slice(one.length + 4)),
          20,
        )}`,
    ),
    ...(others.length > 0 ? [listWords(others, 20)] : []),
  ].join('; ')
}

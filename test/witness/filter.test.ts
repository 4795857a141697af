// The embedded provider and the oracle read and evaluate filters apart from each other; here they are held side by side.
// docs/witnesses.md tells what they disagreed about.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFilter as parseByProvider } from '../../fixtures/provider/filter/parse.ts'
import { resourceScope } from '../../fixtures/provider/filter/scope.ts'
import { anyFilter } from '../../src/scim/filter/arbitrary-filter.test-data.ts'
import { evaluateFilter } from '../../src/scim/filter/evaluate-filter.ts'
import { type Filter, FilterSyntaxError } from '../../src/scim/filter/filter.ts'
import { judgeFilter } from '../../src/scim/filter/judge-filter.ts'
import { parseFilter } from '../../src/scim/filter/parse-filter.ts'
import { normaliseFilter, printFilter } from '../../src/scim/filter/print-filter.ts'
import { damaged, tidied } from './damaged-filters.ts'
import { filterFor } from './generated-filters.ts'
import { resourceBody } from './generated-values.ts'
import { attempt, device, group, provider, user, type Witnessed } from './in-process.ts'
import { asOracleFilter } from './provider-filter.ts'
import { runs, tell, timeLimitMs } from './runs.ts'

/** Whether the provider finds a resource by a filter; the error where it refuses the filter. */
function askProvider({ type }: Witnessed, text: string, body: Parameters<ReturnType<typeof provider>['create']>[1]) {
  const { context, create, read } = provider()
  const record = create(type, body, 'subject')
  const answer = attempt(() => {
    const filter = context.parts.parseFilter(text)
    context.parts.checkFilter(context, filter, [type])
    return context.parts.evaluateFilter(context, filter, resourceScope(context, record))
  })
  return { answer, resource: read('subject') }
}

describe.each([
  ['User', user, 1500],
  ['Group', group, 500],
  ['Device', device, 1500],
] as const)('filters on a %s', (_, witnessed, usual) => {
  test('the provider answers what the oracle says, or leaves open', { timeout: timeLimitMs }, () => {
    const counts = { matches: 0, matchesNot: 0, open: 0, refused: 0 }
    fc.assert(
      fc.property(filterFor(witnessed.schemas), resourceBody(witnessed), (filter, body) => {
        const text = printFilter(filter)
        const concerns = judgeFilter(filter, witnessed.schemas)
        const { answer, resource } = askProvider(witnessed, text, body)
        const context = `${text}\n${JSON.stringify(resource)}\n${JSON.stringify(concerns)}`
        if ('refused' in answer) {
          counts.refused += 1
          expect({ context, status: answer.refused.status, scimType: answer.refused.scimType }).toEqual({
            context,
            status: 400,
            scimType: 'invalidFilter',
          })
          expect(concerns, context).not.toEqual([])
          return
        }
        expect(
          concerns.filter(({ answer }) => answer === 'refuse'),
          context,
        ).toEqual([])
        const { matches } = evaluateFilter(filter, resource, witnessed.schemas)
        if (matches === 'undefined by the RFC') counts.open += 1
        else {
          if (matches) counts.matches += 1
          else counts.matchesNot += 1
          expect(answer.result, context).toBe(matches)
        }
      }),
      runs(usual, 21),
    )
    tell(`filters on ${witnessed.type.name}`, counts)
    expect(counts.matches).toBeGreaterThan(usual / 20)
    expect(counts.matchesNot).toBeGreaterThan(usual / 20)
  })
})

describe('the grammar of filters', () => {
  test('both read a filter as the same tree', { timeout: timeLimitMs }, () => {
    const counts = { same: 0, refused: 0 }
    fc.assert(
      fc.property(anyFilter, filter => {
        const text = printFilter(filter)
        const theirs = attempt(() => asOracleFilter(parseByProvider(text)))
        if ('refused' in theirs) {
          expect(refusedByProvider(filter), text).toBe(true)
          counts.refused += 1
        } else {
          expect(printFilter(normaliseFilter(theirs.result)), text).toBe(printFilter(normaliseFilter(filter)))
          counts.same += 1
        }
      }),
      runs(3000, 22),
    )
    tell('filters read', counts)
  })

  test('what one refuses the other refuses, white space aside', { timeout: timeLimitMs }, () => {
    const counts = { accepted: 0, refused: 0, acceptedForWhiteSpace: 0 }
    fc.assert(
      fc.property(filterFor(user.schemas).map(printFilter).chain(damaged), text => {
        const ours = readByOracle(text)
        const theirs = attempt(() => asOracleFilter(parseByProvider(text)))
        if ('refused' in theirs) {
          expect(theirs.refused.scimType).toBe('invalidFilter')
          expect(ours === undefined || refusedByProvider(ours), text).toBe(true)
          counts.refused += 1
          return
        }
        const read = ours ?? readByOracle(tidied(text))
        if (ours === undefined) counts.acceptedForWhiteSpace += 1
        else counts.accepted += 1
        expect({ text, read: read && printFilter(read) }).toEqual({
          text,
          read: printFilter(normaliseFilter(theirs.result)),
        })
      }),
      runs(8000, 23),
    )
    tell('damaged filters', counts)
    expect(counts.refused).toBeGreaterThan(1000)
  })
})

/**
 * What the oracle reads and then judges, and the provider refuses while it reads: brackets after a sub-attribute, names
 * with URI or sub-attribute inside brackets, and names that "$" leads, which RFC 7643 §2.1 has and the grammar has not.
 */
function refusedByProvider(filter: Filter, inBrackets = false): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some(operand => refusedByProvider(operand, inBrackets))
    case 'not':
      return refusedByProvider(filter.filter, inBrackets)
    default: {
      const { schema, attribute, subAttribute } = filter.path
      if (filter.kind === 'value path' && (subAttribute !== undefined || refusedByProvider(filter.filter, true)))
        return true
      return inBrackets ? schema !== undefined || subAttribute !== undefined : attribute.startsWith('$')
    }
  }
}

function readByOracle(text: string): Filter | undefined {
  try {
    return normaliseFilter(parseFilter(text))
  } catch (error) {
    if (error instanceof FilterSyntaxError) return undefined
    throw error
  }
}

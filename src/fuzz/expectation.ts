// What may be answered to a text that may be no filter: it has to be refused, or there are ways to read it.

import type { RequirementId } from '../check/vocabulary.ts'
import { printAttributePath } from '../scim/attribute-path.ts'
import { type Filter, FilterSyntaxError } from '../scim/filter/filter.ts'
import { type FilterConcernKind, judgeFilter } from '../scim/filter/judge-filter.ts'
import { parseFilter } from '../scim/filter/parse-filter.ts'
import type { ResourceSchemas } from '../scim/resource-schemas.ts'

export type Expectation =
  /**
   * 400, scimType invalidFilter; the sentence that asks for it. What `lenient` gives warns only (interpretation 14): there
   * the comparison of a complex attribute, of which no sentence says what it gives, matches nothing.
   */
  | { readonly kind: 'refuse'; readonly requirement: RequirementId; readonly lenient?: Filter }
  /** 400, or the result of one of these readings; without any, anything but everything. */
  | { readonly kind: 'either'; readonly readings: readonly Filter[] }
  /** A filter after all. */
  | { readonly kind: 'valid'; readonly filter: Filter }

/**
 * Says what a text asks for. Strict where no reading makes sense of it; where a lenient parser may see a filter in it
 * (spaces, single quotes, values without quotes), refusing and reading are both fine.
 */
export function expectationOf(text: string, schemas: ResourceSchemas): Expectation {
  const strict = readFilter(text)
  if (strict !== undefined) {
    const concerns = judgeFilter(strict, schemas)
    const [refused, ...more] = concerns.filter(({ answer }) => answer === 'refuse')
    if (refused !== undefined) {
      const paths = [refused, ...more].flatMap(({ kind, path }) =>
        kind === 'complex attribute compared' ? [path] : [],
      )
      const isLenient = paths.length === more.length + 1
      return {
        kind: 'refuse',
        requirement: sentenceOf(refused.kind, strict),
        ...(isLenient ? { lenient: withoutMatches(strict, paths) } : {}),
      }
    }
    return concerns.length === 0 ? { kind: 'valid', filter: strict } : { kind: 'either', readings: [strict] }
  }
  const loose = looseReadings(text).flatMap(reading => readFilter(reading) ?? [])
  // What every reading has to refuse is refused whatever the reading.
  const readings = loose.filter(reading => judgeFilter(reading, schemas).every(({ answer }) => answer !== 'refuse'))
  if (readings.length > 0) return { kind: 'either', readings }
  if (loose.length === 0 && isForgivable(text)) return { kind: 'either', readings: [] }
  const unknownOperator = /(?:^|[\s(])[\w.:$-]+ (?:zz|qe|scimcop)(?: |$)/.test(text)
  return { kind: 'refuse', requirement: unknownOperator ? '7644-3.4.2.2-48' : '7644-3.4.2.2-31' }
}

/** The filter with an attribute that no resource has in the comparisons of these paths. */
function withoutMatches(filter: Filter, paths: readonly string[]): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map(operand => withoutMatches(operand, paths)) }
    case 'not':
      return { ...filter, filter: withoutMatches(filter.filter, paths) }
    case 'comparison':
      return paths.includes(printAttributePath(filter.path)) ? noMatch : filter
    default:
      return filter
  }
}

const noMatch = parseFilter('scimcNothing eq "x"')

function readFilter(text: string): Filter | undefined {
  try {
    return parseFilter(text)
  } catch (error) {
    if (error instanceof FilterSyntaxError) return undefined
    throw error
  }
}

/** The text as lenient parsers may take it. */
function looseReadings(text: string): readonly string[] {
  const spaced = withoutSpareSpaces(text)
  const doubled = spaced.replace(/'([^'"]*)'/g, '"$1"')
  const literals = doubled.replace(/ (true|false|null)(?=[ )\]]|$)/gi, word => word.toLowerCase())
  const negated = literals.replace(/\bnot ([^(\s][^()]*?)(?= and | or |\)|\]|$)/gi, 'not ($1)')
  const quoted = literals.replace(
    /( (?:eq|ne|co|sw|ew|gt|ge|lt|le)) ([^\s"()[\]][^"()[\]]*?)(?=(?: (?:and|or) [\w.:$-]+(?:\[| \w\w ))|[)\]]|$)/gi,
    '$1 "$2"',
  )
  return [spaced, doubled, literals, negated, quoted]
}

/** Spaces, outside of quotes, brought to where the grammar has them. */
function withoutSpareSpaces(text: string): string {
  const parts = text.split(/("(?:[^"\\]|\\.)*")/)
  const loose = parts.map((part, index) =>
    index % 2 === 1
      ? part
      : part
          .replace(/\s+/g, ' ')
          .replace(/([([]) /g, '$1')
          .replace(/ ([)\]])/g, '$1')
          .replace(/ \[/g, '[')
          .replace(/\)(?=\w)/g, ') ')
          .replace(/(?<=\b(?:and|or))\(/gi, ' ('),
  )
  // A text directly after its operator, or a word directly after a text.
  return loose
    .map((part, index) => (index % 2 === 1 ? `${/\w$/.test(loose[index - 1] ?? '') ? ' ' : ''}${part}` : part))
    .map((part, index) => (index % 2 === 0 && index > 0 && /^\w/.test(part) ? ` ${part}` : part))
    .join('')
    .trim()
}

/** Whether the text departs from the grammar only inside a name, a number or a string, where parsers are often lenient. */
function isForgivable(text: string): boolean {
  const repaired = text
    // What stands in quotes does not matter for the shape of a filter.
    .replace(/"(?:[^"\\]|\\.)*"/g, '"x"')
    .replace(/'[^']*'/g, '"x"')
  const strings = withoutSpareSpaces(repaired)
  const names = strings.replace(/(^|[\s([])[^\s()"[\]]+(?= (?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)(?:[ )\]]|$))/gi, '$1name')
  const values = names.replace(/( (?:eq|ne|co|sw|ew|gt|ge|lt|le) )(?!"|\()[^\s()[\]]+(?=[ )\]]|$)/gi, '$1"x"')
  return [strings, names, values, ...looseReadings(values)].some(one => readFilter(one) !== undefined)
}

function sentenceOf(kind: FilterConcernKind, filter: Filter): RequirementId {
  switch (kind) {
    case 'order of booleans or binaries':
      return orderSentence(filter) ?? '7644-3.4.2.2-16'
    case 'complex attribute compared':
      return '7644-3.4.2.2-45'
    case 'unknown sub-attribute in brackets':
    case 'brackets after a simple attribute':
      return '7644-3.4.2.2-29'
    default:
      return '7644-3.4.2.2-31'
  }
}

/** The sentence on the one ordering operator of a filter, if it is a single comparison. */
function orderSentence(filter: Filter): RequirementId | undefined {
  if (filter.kind !== 'comparison') return undefined
  const sentences: Readonly<Record<string, RequirementId>> = {
    gt: '7644-3.4.2.2-16',
    ge: '7644-3.4.2.2-18',
    lt: '7644-3.4.2.2-20',
    le: '7644-3.4.2.2-22',
  }
  return sentences[filter.operator]
}

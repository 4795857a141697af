// What a service provider declines, remembered so that it is not asked again. Declining is no failure (RFC 7644 table 9).

import { printAttributePath } from '../scim/attribute-path.ts'
import type { Filter } from '../scim/filter/filter.ts'
import type { Answer } from './ask.ts'

/** `co userName`, `and`, `value path emails`: what of a filter may be declined. */
export type Feature = string

export interface Declined {
  /** Whether a filter has nothing that was declined. */
  allows(filter: Filter): boolean
  /** Finds out, by asking for its parts alone, what of a declined filter it is that is declined. */
  learn(filter: Filter, ask: (part: Filter) => Promise<Answer>): Promise<void>
  /** The features that were declined, in the order of being met. */
  readonly features: readonly Feature[]
}

/** Nothing is declined at first. */
export function createDeclined(): Declined {
  const alone = new Map<Feature, Promise<boolean>>()
  const declined = new Set<Feature>()
  /** Sets of features each of which is declined as a whole. */
  const together: ReadonlySet<Feature>[] = []

  const isDeclinedAlone = (part: Filter, ask: (part: Filter) => Promise<Answer>): Promise<boolean> => {
    const feature = featureOf(part, '')
    const known = alone.get(feature)
    if (known !== undefined) return known
    const asking = ask(part).then(({ kind }) => kind === 'declined')
    alone.set(feature, asking)
    return asking
  }

  return {
    allows(filter) {
      if (declined.size + together.length === 0) return true
      const features = featuresOf(filter)
      if (features.some(feature => declined.has(feature))) return false
      return !together.some(set => [...set].every(feature => features.includes(feature)))
    },

    async learn(filter, ask) {
      const leaves = leavesOf(filter)
      let found = false
      for (const leaf of leaves) {
        // A single comparison was asked for itself: what came back is the answer.
        if (leaf === filter || (await isDeclinedAlone(leaf, ask))) {
          declined.add(featureOf(leaf, ''))
          found = true
        }
      }
      if (found) return
      const logical = featuresOf(filter).filter(feature => !feature.includes(' ') || feature.startsWith('value path'))
      const [only] = logical
      if (logical.length === 1 && only !== undefined) declined.add(only)
      else together.push(new Set(logical))
    },

    get features() {
      return [...declined, ...together.map(set => [...set].join(' with '))]
    },
  }
}

function featureOf(leaf: Filter, prefix: string): Feature {
  switch (leaf.kind) {
    case 'comparison':
      return `${leaf.operator} ${prefix}${printAttributePath(leaf.path)}`
    case 'present':
      return `pr ${prefix}${printAttributePath(leaf.path)}`
    case 'value path':
      return `value path ${printAttributePath(leaf.path)}`
    default:
      return leaf.kind
  }
}

function featuresOf(filter: Filter, prefix = ''): readonly Feature[] {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const nested = filter.operands.some(({ kind }) => kind === 'and' || kind === 'or') ? ['nested'] : []
      return [filter.kind, ...nested, ...filter.operands.flatMap(operand => featuresOf(operand, prefix))]
    }
    case 'not':
      return ['not', ...featuresOf(filter.filter, prefix)]
    case 'value path': {
      const inner = featuresOf(filter.filter, `${printAttributePath(filter.path)}.`)
      return [featureOf(filter, prefix), ...inner.map(feature => `in brackets: ${feature}`)]
    }
    default:
      return [featureOf(filter, prefix)]
  }
}

function leavesOf(filter: Filter): readonly Filter[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(leavesOf)
    case 'not':
      return leavesOf(filter.filter)
    default:
      return [filter]
  }
}

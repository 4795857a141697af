// Legal variants taken together: one service provider for each row of a covering array of the factors.

import { allVariants } from '../../fixtures/variants/all.ts'
import { factors, type Level, notTogether } from '../../fixtures/variants/factors.ts'
import type { Variant } from '../../fixtures/variants/variant.ts'
import { coveringArray } from './pairwise.ts'

/** Whether a service provider can be both without the run taking for ever. */
export function mayMeet(a: Level, b: Level): boolean {
  return !notTogether.some(([first, second]) => first === a && second === b)
}

function variantNamed(name: string): Variant {
  const variant = allVariants.find(one => one.name === name)
  if (variant === undefined) throw new Error(`a factor names ${name}, which is no variant`)
  return variant
}

/** The service provider that is all of these at once. It may warn of what any of them warns of. */
export function combine(name: string, variants: readonly Variant[]): Variant {
  return {
    name,
    title: variants.map(one => one.name).join(', '),
    allowedBy: 'what allows each of them',
    options: {
      ...Object.assign({}, ...variants.map(({ options }) => options ?? {})),
      features: Object.assign({}, ...variants.map(({ options }) => options?.features ?? {})),
      choices: Object.assign({}, ...variants.map(({ options }) => options?.choices ?? {})),
    },
    change: parts => {
      let changed = {}
      for (const { change } of variants) changed = { ...changed, ...change?.({ ...parts, ...changed }) }
      return changed
    },
    warns: [...new Set(variants.flatMap(({ warns }) => warns))],
    target: Object.assign({}, ...variants.map(({ target }) => target ?? {})),
  }
}

let made: readonly Variant[] | undefined

/** Variants that together show every pair of levels of two factors; made when first asked for. */
export function combinations(): readonly Variant[] {
  made ??= coveringArray(factors, mayMeet).map((row, index) =>
    combine(
      `together-${String(index + 1).padStart(2, '0')}`,
      Object.values(row).flatMap(level => (level === undefined ? [] : [variantNamed(level)])),
    ),
  )
  return made
}

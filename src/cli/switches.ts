// Named defects and legal variants of the embedded provider: found by name, and switched on together.

import type { Defect } from '../../fixtures/defects/defect.ts'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { conformingParts, type Parts } from '../../fixtures/provider/parts.ts'
import type { Variant } from '../../fixtures/variants/variant.ts'
import { ConfigurationError } from '../errors.ts'
import { nearest } from '../target/nearest.ts'
import type { Target } from '../target/target.ts'

/** What was asked for on the command line, by name. */
export interface SwitchNames {
  readonly defect: readonly string[]
  readonly variant: readonly string[]
}

/** The embedded provider with defects and variants switched on. */
export interface Switched {
  readonly defects: readonly Defect[]
  readonly variants: readonly Variant[]
  readonly options: ProviderOptions
  /** What the target file of such a provider has to say, as members of the target. */
  readonly target: Partial<Target>
}

type Switch = Pick<Defect, 'name' | 'change' | 'options'>

/** Every defect; loaded when they are asked for, since there are many. */
export async function loadDefects(): Promise<readonly Defect[]> {
  return (await import('../../fixtures/defects/all.ts')).allDefects
}

/** Every variant; loaded when they are asked for. */
export async function loadVariants(): Promise<readonly Variant[]> {
  return (await import('../../fixtures/variants/all.ts')).allVariants
}

/** Whether anything is to be switched on. */
export function anySwitched({ defect, variant }: SwitchNames): boolean {
  return defect.length + variant.length > 0
}

/**
 * Finds what is named and puts it together. Throws ConfigurationError for a name that is not known, and where two of them
 * set the same thing, so that one would hide the other.
 */
export async function switchOn(names: SwitchNames): Promise<Switched> {
  const defects = names.defect.length === 0 ? [] : named('defect', names.defect, await loadDefects())
  const variants = names.variant.length === 0 ? [] : named('variant', names.variant, await loadVariants())
  const all = [...defects, ...variants]
  return {
    defects,
    variants,
    options: { ...mergeOptions(all), parts: partsOf(all) },
    target: Object.assign({}, ...variants.map(({ target }) => target)),
  }
}

/** `with create-without-location`, `with 8 defects`; empty where nothing is switched on. */
export function switchedWords({ defects, variants }: Switched): string {
  const counted = [
    ...(defects.length > 2 ? [`${defects.length} defects`] : defects.map(({ name }) => name)),
    ...(variants.length > 2 ? [`${variants.length} variants`] : variants.map(({ name }) => name)),
  ]
  return counted.length === 0 ? '' : `with ${counted.join(' and ')}`
}

function named<One extends { readonly name: string }>(
  kind: 'defect' | 'variant',
  names: readonly string[],
  known: readonly One[],
): One[] {
  const byName = new Map(known.map(one => [one.name, one]))
  const wanted = [...new Set(names)]
  const unknown = wanted.filter(name => !byName.has(name))
  if (unknown.length > 0) throw noSuch(kind, unknown, [...byName.keys()])
  return wanted.flatMap(name => byName.get(name) ?? [])
}

function noSuch(kind: 'defect' | 'variant', names: readonly string[], known: readonly string[]): ConfigurationError {
  const all = `\`scim-conformance list --${kind}s\` shows every ${kind}.`
  const [only = '', ...others] = names
  if (others.length === 0) {
    const meant = nearest(only, known)
    return new ConfigurationError(`There is no ${kind} "${only}".`, {
      hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}${all}`,
    })
  }
  const meant = names.flatMap(name => {
    const near = nearest(name, known)
    return near === undefined ? [] : [`${near} (${name})`]
  })
  return new ConfigurationError(`There are no ${kind}s ${names.map(name => `"${name}"`).join(', ')}.`, {
    hint: `${meant.length === 0 ? '' : `Did you mean ${meant.join(', ')}? `}${all}`,
  })
}

/** The conforming parts with every change made, those that build on what they are given after those that do not. */
function partsOf(switches: readonly Switch[]): Parts {
  const changing = switches.flatMap(({ name, change }) => (change === undefined ? [] : [{ name, change }]))
  const inOrder = [
    ...changing.filter(({ change }) => change.length === 0),
    ...changing.filter(({ change }) => change.length > 0),
  ]
  const replacedBy = new Map<string, string>()
  let parts = conformingParts
  for (const { name, change } of inOrder) {
    const changed = change(parts)
    for (const part of Object.keys(changed)) {
      const other = replacedBy.get(part)
      if (other !== undefined && change.length === 0) throw notTogether(other, name, part)
      replacedBy.set(part, name)
    }
    parts = { ...parts, ...changed }
  }
  return parts
}

/** The settings of all of them: members of features, choices and seed side by side, anything else once. */
function mergeOptions(switches: readonly Switch[]): ProviderOptions {
  const setBy = new Map<string, string>()
  const claim = (name: string, keys: readonly string[]): void => {
    for (const key of keys) {
      const other = setBy.get(key)
      if (other !== undefined) throw notTogether(other, name, key)
      setBy.set(key, name)
    }
  }
  let merged: ProviderOptions = {}
  for (const { name, options = {} } of switches) {
    const { features = {}, choices = {}, seed = {}, ...rest } = options
    claim(name, [...Object.keys(features), ...Object.keys(choices)])
    claim(
      name,
      Object.keys(seed).map(type => `seeded ${type} resources`),
    )
    claim(name, Object.keys(rest))
    merged = {
      ...merged,
      ...rest,
      features: { ...merged.features, ...features },
      choices: { ...merged.choices, ...choices },
      seed: { ...merged.seed, ...seed },
    }
  }
  return merged
}

function notTogether(one: string, other: string, what: string): ConfigurationError {
  return new ConfigurationError(`${one} and ${other} cannot be switched on together: both set ${what}.`, {
    hint: 'Switch on one of them at a time.',
  })
}

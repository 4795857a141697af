// What others build on, as it is now: ids of checks and requirements, options of commands, keys of files.

import { requirementIds } from '../../src/requirements/catalogue.ts'
import { allTopics, authServerTopic } from '../../suites/all.ts'
import { runCli } from '../cli/run-cli.ts'

/** The ids of all checks that ship. */
export function checkIds(): readonly string[] {
  return [...allTopics, authServerTopic].flatMap(({ suites }) =>
    suites.flatMap(({ checks }) => checks.map(({ id }) => id)),
  )
}

/** The ids of the catalogue. */
export { requirementIds }

/** `run --target`, a line an option, and `run` for the command itself, as the help has them. */
export async function commandsAndOptions(): Promise<readonly string[]> {
  const { stdout } = await runCli(['--help'])
  const names = [...stdout.matchAll(/^ {2}([a-z-]+)[ |]/gm)]
    .map(([, name = '']) => name)
    .filter(name => name !== 'help')
  const helps = await Promise.all(names.map(async name => ({ name, help: (await runCli([name, '--help'])).stdout })))
  return helps.flatMap(({ name, help }) => {
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option)
    return [name, ...options.filter(option => option !== '--help').map(option => `${name} ${option}`)]
  })
}

/**
 * What a schema of an earlier version allowed and a later one does not, a line each: members that are gone or have become
 * required, values and types that are gone, bounds that have come or are narrower, anything else that asks more. What is new
 * is no loss. References are followed.
 */
export function lossesOf(before: unknown, after: unknown): readonly string[] {
  return compare(before, after, '', { old: before, now: after, seen: new Set() })
}

interface Roots {
  readonly old: unknown
  readonly now: unknown
  /** Pairs of references that are being compared: schemas may contain themselves. */
  readonly seen: ReadonlySet<string>
}

type Schema = Readonly<Record<string, unknown>>

/** Say nothing of what is allowed. */
const annotations = new Set(['title', 'description', 'examples', 'default', '$comment', '$id', '$schema', 'deprecated'])
/** Looked at on their own. */
const compared = new Set([
  ...['type', 'enum', 'const', 'required', 'properties', '$defs', 'definitions', 'items', 'additionalProperties'],
  ...['anyOf', 'oneOf', 'allOf', 'patternProperties', '$ref'],
])
const lowest = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
const highest = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])

function compare(before: unknown, after: unknown, path: string, roots: Roots): readonly string[] {
  // Nothing was allowed, or anything still is.
  if (before === false || after === true || after === undefined) return []
  if (after === false) return [`${path}: is gone`]
  const refs = [asSchema(before).$ref, asSchema(after).$ref]
  if (refs.some(ref => typeof ref === 'string')) {
    const pair = JSON.stringify(refs)
    if (roots.seen.has(pair)) return []
    const seen = new Set([...roots.seen, pair])
    return compare(resolved(before, roots.old), resolved(after, roots.now), path, { ...roots, seen })
  }
  const old = asSchema(before)
  const now = asSchema(after)
  return [
    ...valuesGone(old, now).map(words => `${path}: ${words}`),
    ...listed(now, 'required')
      .filter(name => !listed(old, 'required').includes(name))
      .map(name => `${path}/${String(name)}: has become required`),
    ...boundsNarrower(old, now).map(words => `${path}: ${words}`),
    ...membersLost(old, now, path, roots),
    ...partsLost(old, now, path, roots),
    ...alternativesLost(old, now, path, roots),
  ]
}

/** The values that are counted, and the types. A type that takes in another one (number, integer) loses nothing. */
function valuesGone(old: Schema, now: Schema): readonly string[] {
  const allowed = (schema: Schema): readonly unknown[] | undefined =>
    'const' in schema ? [schema.const] : 'enum' in schema ? listed(schema, 'enum') : undefined
  const before = allowed(old)
  const after = allowed(now)
  const values =
    after === undefined
      ? []
      : before === undefined
        ? ['values are counted now']
        : before.filter(value => !after.includes(value)).map(value => `value ${String(value)} is gone`)
  const types = listed(now, 'type')
  const taken = (type: unknown): boolean => types.includes(type) || (type === 'integer' && types.includes('number'))
  const typesGone =
    types.length === 0
      ? []
      : listed(old, 'type').length === 0 && before?.every(value => taken(typeOf(value))) !== true
        ? ['a type is asked for now']
        : listed(old, 'type')
            .filter(type => !taken(type))
            .map(type => `type ${String(type)} is gone`)
  return [...values, ...typesGone]
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

function boundsNarrower(old: Schema, now: Schema): readonly string[] {
  return Object.entries(now).flatMap(([key, value]) => {
    if (annotations.has(key) || compared.has(key) || value === false) return []
    if (!(key in old)) return [`${key} has come`]
    const was = old[key]
    if (typeof value === 'number' && typeof was === 'number') {
      if (lowest.has(key)) return value > was ? [`${key} is ${value}, no more ${was}`] : []
      if (highest.has(key)) return value < was ? [`${key} is ${value}, no more ${was}`] : []
    }
    return JSON.stringify(value) === JSON.stringify(was) ? [] : [`${key} is another one`]
  })
}

/** Members by name; a definition that is gone matters where something refers to it. */
function membersLost(old: Schema, now: Schema, path: string, roots: Roots): readonly string[] {
  return ['properties', 'patternProperties', '$defs', 'definitions'].flatMap(key => {
    const olds = asSchema(old[key])
    const nows = asSchema(now[key])
    const isDefinitions = key === '$defs' || key === 'definitions'
    return Object.keys(olds).flatMap(name => {
      if (name in nows) return compare(olds[name], nows[name], `${path}/${name}`, roots)
      return isDefinitions || olds[name] === false ? [] : [`${path}/${name}: is gone`]
    })
  })
}

function partsLost(old: Schema, now: Schema, path: string, roots: Roots): readonly string[] {
  return ['items', 'additionalProperties'].flatMap(key =>
    key in now ? compare(old[key] ?? {}, now[key], `${path}/${key}`, roots) : [],
  )
}

/** Each alternative has to be allowed by one that there is now; what all of must hold may not become more. */
function alternativesLost(old: Schema, now: Schema, path: string, roots: Roots): readonly string[] {
  const nows = listed(now, 'anyOf').length > 0 ? listed(now, 'anyOf') : listed(now, 'oneOf')
  const olds = listed(old, 'anyOf').length > 0 ? listed(old, 'anyOf') : listed(old, 'oneOf')
  const alternatives =
    nows.length === 0
      ? []
      : (olds.length === 0 ? [{ ...old, allOf: undefined }] : olds).flatMap((one, index) =>
          nows.some(other => compare(one, other, '', roots).length === 0)
            ? []
            : [`${path}: alternative ${index + 1} is gone`],
        )
  const more = listed(now, 'allOf').filter(
    one => !listed(old, 'allOf').some(was => JSON.stringify(was) === JSON.stringify(one)),
  )
  return [...alternatives, ...more.map(() => `${path}: allOf asks more`)]
}

/** What a local reference means; anything else stays as it is. */
function resolved(schema: unknown, root: unknown): unknown {
  const { $ref, ...rest } = asSchema(schema)
  if (typeof $ref !== 'string' || !$ref.startsWith('#')) return schema
  const found = $ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, part) => asSchema(at)[part.replaceAll('~1', '/').replaceAll('~0', '~')], root)
  return { ...asSchema(resolved(found, root)), ...rest }
}

function listed(schema: Schema, key: string): readonly unknown[] {
  const value = schema[key]
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

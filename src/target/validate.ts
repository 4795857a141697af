// Holds a target file against its JSON Schema, and says in plain words where the two differ.

import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import type { Filled } from './environment.ts'
import { didYouMean, nearest } from './nearest.ts'
import type { Problem } from './problems.ts'
import schema from './target.schema.json' with { type: 'json' }
import type { TargetFile } from './target-file.ts'

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  discriminator: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
})
addFormats.default(ajv)
const isTargetFile = ajv.compile<TargetFile>(schema)
const compileParts = () => ajv.compile<Partial<TargetFile>>({ ...schema, allOf: [{}], else: {} })

export interface Validation {
  readonly problems: readonly Problem[]
  /** The parts that are sound, so that they can be examined further and all problems are told at once. */
  readonly sound: Partial<TargetFile>
  /** The top-level keys that are not. */
  readonly unsound: ReadonlySet<string>
}

/** Validates data in which the environment was filled in; `broken` names the top-level keys where that failed. */
export function validateTargetFile(
  data: unknown,
  filled: ReadonlyMap<string, Filled>,
  broken: ReadonlySet<string>,
): Validation {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    const message = `the file must be a mapping of keys, found ${kindOf(data)}`
    return { problems: [{ path: [], message }], sound: {}, unsound: new Set() }
  }
  if (isTargetFile(data) && broken.size === 0) return { problems: [], sound: data, unsound: broken }
  const errors = isTargetFile.errors ?? []
  const problems = leadingErrors(errors).map(error => describe(error, filled))
  const unsound = new Set([...broken, ...errors.map(error => segments(error.instancePath)[0] ?? '')])
  const rest: unknown = Object.fromEntries(
    Object.entries(data).filter(([key]) => !unsound.has(key) && Object.hasOwn(schema.properties, key)),
  )
  const isSoundPart = compileParts()
  return { problems, sound: isSoundPart(rest) ? rest : {}, unsound }
}

/** Without the errors that only repeat another: of the branches of a choice, and of conditions. */
function leadingErrors(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(error => error.keyword === 'oneOf')
  const untyped = new Set(errors.filter(error => error.keyword === 'discriminator').map(error => error.instancePath))
  return errors.filter(error => {
    if (error.keyword === 'required' && untyped.has(error.instancePath)) return false
    if (error.keyword === 'if' || error.propertyName !== undefined) return false
    return !choices.some(
      choice => choice.instancePath === error.instancePath && error.schemaPath.startsWith(`${choice.schemaPath}/`),
    )
  })
}

function describe(error: ErrorObject, filled: ReadonlyMap<string, Filled>): Problem {
  const path = segments(error.instancePath)
  const params: Readonly<Record<string, unknown>> = error.params
  const name = (key: string): string => String(params[key])
  // What came from the environment may be secret: it is named as the file names it.
  const value: unknown = filled.get(path.join('/'))?.written ?? error.data
  const found = `; found ${shorten(JSON.stringify(value) ?? String(value))}`

  switch (error.keyword) {
    case 'additionalProperties': {
      const key = name('additionalProperty')
      const known = keysOf(error.parentSchema?.properties).filter(other => other !== '$schema')
      const meant = didYouMean(key, known)
      const end = meant === '' ? '. ' : `${meant} `
      return { path: [...path, key], at: 'key', message: `unknown key${end}Known here: ${known.join(', ')}` }
    }
    case 'required':
      return { path: [...path, name('missingProperty')], message: 'is missing' }
    case 'dependencies':
      return { path: [...path, name('property')], at: 'key', message: `needs ${name('missingProperty')} beside it` }
    case 'discriminator': {
      const at = [...path, 'type']
      const known = ['none', 'basic', 'bearer', 'header', 'oauth2']
      const type = params.tagValue
      const misspelt =
        type === undefined ? keysOf(error.data).find(key => nearest(key, ['type']) !== undefined) : undefined
      if (misspelt !== undefined) {
        const message = `unknown key; did you mean "type"? It is one of ${known.join(', ')}`
        return { path: [...path, misspelt], at: 'key', message }
      }
      if (typeof type !== 'string') return { path: at, message: `must be one of ${known.join(', ')}` }
      const written = filled.get(at.join('/'))?.written ?? type
      const message = `must be one of ${known.join(', ')}; found "${written}"${didYouMean(written, known)}`
      return { path: at, message }
    }
    case 'oneOf': {
      const options = alternatives(error.schema)
      const count = Array.isArray(params.passingSchemas) ? 'only one' : 'one'
      return { path, at: 'key', message: `must have ${count} of ${options.join(', ')}` }
    }
    case 'type':
      return { path, message: describeType(error.schema, error.data) }
    case 'const':
    case 'enum': {
      const known = (Array.isArray(error.schema) ? error.schema : [error.schema]).map(String)
      return { path, message: `must be one of ${known.join(', ')}${found}${didYouMean(String(value), known)}` }
    }
    case 'minimum':
      return { path, message: `must be ${name('limit')} or more${found}` }
    case 'maximum':
      return { path, message: `must be ${name('limit')} or less${found}` }
    case 'exclusiveMinimum':
      return { path, message: `must be more than ${name('limit')}${found}` }
    case 'minLength':
    case 'minItems':
      return { path, message: 'must not be empty' }
    case 'uniqueItems':
      return { path, message: 'must not name anything twice' }
    case 'format':
      return { path, message: `must be a domain name such as example.com${found}` }
    case 'propertyNames': {
      const kind = path[0] === 'headers' ? 'the name of a header' : 'a name: letters, digits, _ and -'
      return { path: [...path, name('propertyName')], at: 'key', message: `is not ${kind}` }
    }
    case 'false schema':
      return { path, at: 'key', message: 'is assigned by the service provider and cannot be in a template' }
    default:
      return { path, message: error.message ?? `does not satisfy ${error.keyword}` }
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping of keys',
  array: 'a list',
}

function describeType(expected: unknown, data: unknown): string {
  const types = (Array.isArray(expected) ? expected : [expected]).map(String)
  const wanted = types.map(type => kinds[type] ?? type).join(' or ')
  const scalar = typeof data === 'number' || typeof data === 'boolean'
  const advice = types.includes('string') && scalar ? '; put it in quotes' : ''
  return `must be ${wanted}, found ${kindOf(data)}${advice}`
}

function kindOf(data: unknown): string {
  if (data === null) return 'nothing'
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'boolean') return String(data)
  return kinds[typeof data] ?? typeof data
}

function alternatives(choice: unknown): string[] {
  if (!Array.isArray(choice)) return []
  return choice.flatMap((option: unknown) => {
    const required: unknown = isObject(option) ? option.required : undefined
    return Array.isArray(required) ? required.map(String) : []
  })
}

function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function segments(pointer: string): string[] {
  const parts = pointer.split('/').slice(1)
  return parts.map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

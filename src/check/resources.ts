// Resources of a check's own: built from the service provider's schemas, created, and deleted when the check ends.

import type { HttpResponse } from '../http/exchange.ts'
import { isObject, type JsonObject, member, sameName } from '../scim/json.ts'
import type { ProviderType } from '../target/provider.ts'
import { type BuildOptions, type BuildSettings, buildResource } from './build-resource.ts'
import { Blocked, Unsupported } from './outcome.ts'
import type { Extra, Scim, TypeOrName } from './scim.ts'
import { describeResponse } from './words.ts'

/** A resource that was created, with what was sent for it and what came back. */
export interface Created {
  readonly type: ProviderType
  readonly id: string
  readonly sent: JsonObject
  /** The answer to the create; not every service provider sends a useful body. */
  readonly response: HttpResponse
  /** The body of the answer where it is an object, else what was sent. */
  readonly resource: JsonObject
}

export interface Resources {
  /** A marked resource the service provider's schemas allow. `attributes` win; undefined takes one away. */
  build(type: TypeOrName, attributes?: JsonObject, options?: BuildOptions): Promise<JsonObject>
  /** Builds and creates one. Asks only for a 2xx and an id; ends the check as blocked where that fails. */
  create(type: TypeOrName, attributes?: JsonObject, options?: BuildOptions & Extra): Promise<Created>
  /** A new text that carries the run's mark: `scimc-7f3a-12`. */
  unique(): string
  /** An id that no resource has. */
  unknownId(): string
}

export interface ResourcesOptions {
  readonly scim: Scim
  readonly typeOf: (type: TypeOrName) => ProviderType
  readonly unique: () => string
  readonly emailDomain: string
  readonly templates: Readonly<Record<string, JsonObject>>
  /** The types a reference can point at, for values that must exist. */
  readonly types: readonly ProviderType[]
}

/** Characters of an answer to a create that are kept: many times what any resource of ours takes. */
const largestHeld = 1_000_000

/** Makes the resources of one check. */
export function createResources(options: ResourcesOptions): Resources {
  const { scim, typeOf, unique } = options

  const settingsFor = (type: ProviderType): BuildSettings => ({
    unique,
    emailDomain: options.emailDomain,
    template: options.templates[type.name] ?? {},
    referTo: async referenceTypes => {
      const wanted = options.types.find(candidate => referenceTypes.includes(candidate.name))
      if (wanted === undefined || wanted.name === type.name) return undefined
      const target = await create(wanted, {}, { extent: 'usual' })
      return { id: target.id, path: scim.urlOf(scim.pathOf(wanted, target.id)) }
    },
  })

  const build: Resources['build'] = async (type, attributes = {}, buildOptions = {}) => {
    const known = typeOf(type)
    return buildResource(known, attributes, settingsFor(known), buildOptions)
  }

  const create: Resources['create'] = async (type, attributes = {}, { extent = 'usual', ...extra } = {}) => {
    const known = typeOf(type)
    const sent = await build(known, attributes, { extent })
    const response = await scim.create(known, sent, extra)
    if (response.status < 200 || response.status > 299) {
      if (isReadOnlyType(known, response)) {
        throw new Unsupported(`A ${known.name} cannot be created here: ${describeResponse(response)}.`)
      }
      throw new Blocked(`A ${known.name} could not be created: ${describeResponse(response)}.`)
    }
    // Created resources are held for as long as a check or shared data needs them, answers and all.
    if (response.text.length > largestHeld) {
      throw new Blocked(
        `A ${known.name} was created, and the answer has ${response.text.length} characters: more than ${largestHeld} are not held in memory.`,
      )
    }
    const resource = isObject(response.json) ? response.json : sent
    const given = member(response.json === undefined ? {} : resource, 'id') ?? idFromLocation(response)
    const id = typeof given === 'number' ? String(given) : given
    if (typeof id !== 'string' || id === '') {
      throw new Blocked(`A ${known.name} was created, but the answer has no id: ${describeResponse(response)}.`)
    }
    return { type: known, id, sent, response, resource }
  }

  return { build, create, unique, unknownId: () => `${unique()}-unknown` }
}

/** A type other than User and Group may be one that clients only read. */
function isReadOnlyType({ name }: ProviderType, { status }: HttpResponse): boolean {
  return !sameName(name, 'User') && !sameName(name, 'Group') && [403, 404, 405, 501].includes(status)
}

function idFromLocation(response: HttpResponse): string | undefined {
  const last = response.headers.location?.split('?')[0]?.split('/').at(-1)
  if (last === undefined || last === '') return undefined
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

// Can the three discovery endpoints be read, and do they agree with each other? What a preset documents to be missing is not missed.

import type { HttpResponse } from '../http/exchange.ts'
import { isArray, isObject, member, sameName } from '../scim/json.ts'
import { documentsAbsence } from '../target/presets/deviations.ts'
import type { DiscoveryEndpoint, Provider } from '../target/provider.ts'
import type { Target } from '../target/target.ts'
import type { Judgement } from './findings.ts'
import { listed, named, outcomeOf } from './words.ts'

const endpoints: readonly DiscoveryEndpoint[] = ['ServiceProviderConfig', 'ResourceTypes', 'Schemas']

/** Names of resource types that are told. */
const shownTypes = 8

interface Trouble {
  readonly endpoint: DiscoveryEndpoint
  readonly answer: HttpResponse
  /** Follow the name of the endpoint. */
  readonly words: string
  /** It is there and broken, rather than not there. */
  readonly broken: boolean
}

/** Judges what discovery answered. */
export function judgeDiscovery(target: Target, provider: Provider): Judgement {
  const troubles = endpoints.flatMap((endpoint): readonly Trouble[] => {
    const answer = provider.answers[endpoint]
    const words = troubleOf(endpoint, answer)
    if (words === undefined) return []
    return [{ endpoint, answer, words, broken: answer.status >= 500 || answer.status === 0 || answer.status === 200 }]
  })
  const isDocumented = ({ endpoint, answer }: Trouble): boolean =>
    answer.status === 404 && documentsAbsence(target.known ?? [], endpoint)
  const counted = troubles.filter(trouble => !isDocumented(trouble))
  if (counted.length > 0) {
    const broken = counted.filter(trouble => trouble.broken && trouble.answer.status !== 501)
    return {
      state: broken.length > 0 ? 'bad' : 'concern',
      words: `${listed(counted.map(({ endpoint, words }) => `${endpoint} ${words}`))}.`,
      remedy:
        broken.length > 0
          ? 'Look into the log of the service provider: clients that read discovery stop here.'
          : 'Offer all three discovery endpoints, or say in the target file where they are (paths), which product it is (preset), or that it is accepted (health: leaveOut).',
      shown: counted.map(({ answer }) => answer),
    }
  }
  const odd = inconsistency(provider)
  if (odd !== undefined) {
    return {
      state: 'concern',
      words: odd,
      remedy: 'Make ResourceTypes and Schemas tell the same: clients learn from both which attributes there are.',
      shown: [provider.answers.ResourceTypes, provider.answers.Schemas],
    }
  }
  const missing = troubles.filter(isDocumented).map(({ endpoint }) => endpoint)
  const without =
    missing.length === 0
      ? ''
      : ` ${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} not there, as documented (preset ${target.preset}).`
  const names = provider.types.slice(0, shownTypes).map(({ name }) => named(name))
  const more = provider.types.length - names.length
  const there = endpoints.filter(endpoint => !missing.includes(endpoint))
  if (there.length === 0) return { state: 'not-examined', words: without.trim() }
  return {
    state: 'good',
    words: `${listed(there)} can be read and agree; resource types: ${listed(more > 0 ? [...names, `${more} more`] : names)}.${without}`,
  }
}

/** What is wrong with one of them; undefined where it can be read. */
function troubleOf(endpoint: DiscoveryEndpoint, answer: HttpResponse): string | undefined {
  const { status, json, problem } = answer
  if (status !== 200 || problem !== undefined || json === undefined) return `is ${outcomeOf(answer)}`
  if (endpoint === 'ServiceProviderConfig') {
    return isObject(json) ? undefined : 'is answered with what is no JSON object'
  }
  const resources = isObject(json) ? member(json, 'Resources') : undefined
  if (!isArray(resources)) return isArray(json) ? 'is answered with a bare array' : 'is answered without Resources'
  return resources.length === 0 ? 'lists nothing' : undefined
}

/** Where two of them say different things, as a sentence. */
function inconsistency({ types, answers }: Provider): string | undefined {
  const shown = (answer: HttpResponse): readonly unknown[] => {
    const found = isObject(answer.json) ? member(answer.json, 'Resources') : undefined
    return isArray(found) ? found : []
  }
  const total = isObject(answers.Schemas.json) ? member(answers.Schemas.json, 'totalResults') : undefined
  const described = shown(answers.Schemas).flatMap(one => (isObject(one) ? [member(one, 'id')] : []))
  // A list of schemas in several pages is not held against what its first page lacks.
  const isWhole = answers.Schemas.status === 200 && (typeof total !== 'number' || total <= described.length)
  const names = types.map(({ name }) => name.toLowerCase())
  const twice = types.find(({ name }, index) => names.indexOf(name.toLowerCase()) !== index)
  if (twice !== undefined) return `ResourceTypes lists ${named(twice.name)} more than once.`
  if (!isWhole) return undefined
  for (const { name, resourceType } of types) {
    const missing = [resourceType.schema, ...resourceType.schemaExtensions.map(({ schema }) => schema)].find(
      uri => !described.some(id => typeof id === 'string' && sameName(id, uri)),
    )
    if (missing !== undefined) {
      return `ResourceTypes says that ${named(name)} follows ${named(missing, 100)}, which Schemas does not describe.`
    }
  }
  return undefined
}

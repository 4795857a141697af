// Measures once how soon a write shows in reads, so that an eventually consistent service provider is waited for.

import { Blocked, Unsupported } from '../check/outcome.ts'
import type { Resources } from '../check/resources.ts'
import type { Scim } from '../check/scim.ts'
import { describeResponse } from '../check/words.ts'
import type { HttpResponse } from '../http/exchange.ts'
import { isArray, isObject, type JsonObject, member } from '../scim/json.ts'
import type { Provider, ProviderType } from '../target/provider.ts'

/** Milliseconds after which we no longer wait for a write to show. */
const limitMs = 3000

export interface Lag {
  readonly settleMs: number
  readonly notes: readonly string[]
  /** Set where the credential may not create: a sentence that says so. */
  readonly refused?: string
}

/**
 * Creates one resource and reads it by id, and by filter where that is offered, until it shows. With `fewRequests` it asks
 * after ever longer pauses, which measures less exactly.
 */
export async function measureLag(
  tools: { scim: Scim; resources: Resources },
  provider: Provider,
  { fewRequests }: { readonly fewRequests: boolean },
): Promise<Lag> {
  const { scim, resources } = tools
  const type = provider.types.find(({ name }) => name.toLowerCase() === 'user') ?? provider.types[0]
  if (type === undefined) return { settleMs: 0, notes: [] }
  const sent = await buildOne(resources, type)
  if (sent === undefined) return { settleMs: 0, notes: [] }
  const created = await scim.create(type, sent)
  if (created.status === 401 || created.status === 403) {
    const what = `POST ${type.endpoint} was answered ${describeResponse(created)}`
    return { settleMs: 0, notes: [], refused: `The credential may read but not write: ${what}.` }
  }
  const id = member(isObject(created.json) ? created.json : {}, 'id')
  if (created.status < 200 || created.status > 299 || typeof id !== 'string') return { settleMs: 0, notes: [] }

  const pauseMs = (attempt: number): number =>
    fewRequests ? Math.min(50 * 3 ** attempt, 1000) : Math.min(20 * (attempt + 1), 100)
  const start = performance.now()
  const userName = member(sent, 'userName')
  const canFilter = provider.capabilities['filter.supported'].met && typeof userName === 'string'
  const outcomes = await Promise.all([
    until(
      () => scim.read(type, id),
      answer => answer.status === 200,
      answer => answer.status !== 404,
      pauseMs,
    ),
    canFilter
      ? until(
          () => scim.list(type, { filter: `userName eq ${JSON.stringify(userName)}` }),
          hasMatches,
          answer => answer.status !== 200,
          pauseMs,
        )
      : 'at once',
  ])
  const late = outcomes.includes('later')
  if (!late) return { settleMs: 0, notes: [] }
  const lagMs = Math.ceil(performance.now() - start)
  const settleMs = Math.min(Math.ceil(lagMs * 1.5) + 50, limitMs)
  return {
    settleMs,
    notes: [`A write shows in reads after about ${lagMs} ms: every check waits ${settleMs} ms after a write.`],
  }
}

/** Whether a list holds something; with cursors it may not tell how much (RFC 9865 §2). */
function hasMatches({ json }: HttpResponse): boolean {
  if (!isObject(json)) return false
  const found = member(json, 'Resources')
  return Number(member(json, 'totalResults')) > 0 || (isArray(found) && found.length > 0)
}

/** A resource to measure with; undefined where one cannot be built, which the checks tell better. */
async function buildOne(resources: Resources, type: ProviderType): Promise<JsonObject | undefined> {
  try {
    return await resources.build(type)
  } catch (error) {
    if (error instanceof Blocked || error instanceof Unsupported) return undefined
    throw error
  }
}

/** Asks again until it shows; `never` where it does not within the limit or the answer says that waiting is no use. */
async function until(
  ask: () => Promise<HttpResponse>,
  shows: (answer: HttpResponse) => boolean,
  isHopeless: (answer: HttpResponse) => boolean,
  pauseMs: (attempt: number) => number,
): Promise<'at once' | 'later' | 'never'> {
  const end = performance.now() + limitMs
  for (let attempt = 0; performance.now() < end; attempt++) {
    const answer = await ask()
    if (shows(answer)) return attempt === 0 ? 'at once' : 'later'
    if (isHopeless(answer)) return 'never'
    await new Promise(resolve => setTimeout(resolve, pauseMs(attempt)))
  }
  return 'never'
}

// What all checks of one run share: the client, what is known of the provider, shared data, and the reason to stop.

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { AuthorizationServer } from '../check/authorization-server.ts'
import { type Check, isPassive } from '../check/check.ts'
import type { SharedContext } from '../check/context.ts'
import { Blocked, Unsupported } from '../check/outcome.ts'
import { createRandom } from '../check/random.ts'
import { createResources, type Resources } from '../check/resources.ts'
import { createScim, type Scim, type TypeOrName } from '../check/scim.ts'
import { AuthenticationError, ConfigurationError, HarnessError, InterruptedError } from '../errors.ts'
import { type Client, createClient, createsIn } from '../http/client.ts'
import type { Exchange, HttpRequest, HttpResponse } from '../http/exchange.ts'
import { isWrite } from '../http/guard.ts'
import { baseKeyOf } from '../http/journal.ts'
import { createOwnResources, type OwnResources } from '../http/own-resources.ts'
import type { Redactor } from '../http/redact.ts'
import type { Condition } from '../requirements/requirement.ts'
import { sameName } from '../scim/json.ts'
import { isDiscoverySchema } from '../scim/resource-type.ts'
import { openConnection } from '../target/connection.ts'
import { learnProvider } from '../target/learn-provider.ts'
import type { Provider, ProviderType } from '../target/provider.ts'
import type { Target } from '../target/target.ts'
import { checkAccess, confirmGone, confirmSignedOut, confirmUnauthorized, looksLikeSignInPage } from './access.ts'
import { openAuthorizationServer } from './authorization-server.ts'
import { createMeter } from './budget.ts'
import { createCleanUp, requestsToWrite } from './clean-up.ts'
import { measureLag } from './lag.ts'
import { notesOnWhatIsLeft } from './left-behind.ts'
import { limitError, tooManyCreates } from './limits.ts'
import { createObservers, type Observers } from './observers.ts'
import { createRoom, type Room } from './room.ts'
import { createSharedData, sharedKeyOf } from './shared-data.ts'
import { createStopwatch, type Stopwatch } from './stopwatch.ts'
import { createSuspicion } from './suspicion.ts'
import { tool } from './tool.ts'

export interface SessionOptions {
  /** As `newRunId` draws it; drawn when absent. */
  readonly runId?: string
  readonly seed: number
  /** The checks of the run: passive ones are shown every answer, and only conditions that some check needs are probed. */
  readonly checks: readonly Check[]
  /** Folder for journals of what runs create; without it nothing is written down. */
  readonly journalFolder?: string
  readonly signal?: AbortSignal
  /** Checks are shown the first resource type alone, User where there is one; by name they find the others. */
  readonly oneType?: boolean
  /** How many requests may be sent in all, where they are to be few. */
  readonly fewRequests?: number
  /** Every exchange with the service provider. */
  readonly onExchange?: (exchange: Exchange) => void
  readonly onPhase?: (words: string) => void
}

export interface Session {
  readonly target: Target
  readonly provider: Provider
  readonly client: Client
  /** How many requests it takes to delete what the run has made. */
  readonly owed: () => number
  readonly own: OwnResources
  readonly redactor: Redactor
  readonly authorizationServer?: AuthorizationServer
  readonly observers: Observers
  readonly runId: string
  readonly seed: number
  readonly notes: string[]
  /** What stops the run, or keeps it from writing. */
  readonly stopped: () => HarnessError | undefined
  /** Whether the run is cut short: nothing is sent any more but clean-up. */
  readonly isOver: () => boolean
  /** Exchanges of discovery and shared data, to which findings of several checks may point. */
  readonly common: Map<number, Exchange>
  /** A sender on behalf of a check; waits after writes where the provider is eventually consistent. */
  senderFor(checkId: string, record: (exchange: Exchange) => void): (request: HttpRequest) => Promise<HttpResponse>
  /** Requests and resources of a check, over its sender. */
  toolsFor(checkId: string, send: (request: HttpRequest) => Promise<HttpResponse>): { scim: Scim; resources: Resources }
  /** As a check sees it; `user` is the check that asks. */
  shared<T>(key: string, make: (context: SharedContext) => Promise<T>, user?: string): Promise<T>
  /** How many of the run's resources may exist at once, and who waits for that. */
  readonly room: Room
  /** Deletes what checks that have ended have left, for one that needs all the room; shared data gives way by itself. */
  makeRoom(): Promise<void>
  /** Begins to count the time that a check is at work. */
  stopwatchFor(checkId: string): Stopwatch
  /** Shared data that could not be made is made anew for whoever asks next. */
  forgetFailedShared(): void
  typeOf(type: TypeOrName): ProviderType
  /** Deletes what a check (or, without an id, anything of this run) has made and not yet deleted. */
  cleanUp(checkId?: string): Promise<void>
  close(): Promise<void>
}

/** A service provider may list its discovery resources as resource types; they are no resources that a check could provision. */
function withoutDiscoveryTypes(provider: Provider): Provider {
  return { ...provider, types: provider.types.filter(({ resourceType }) => !isDiscoverySchema(resourceType.schema)) }
}

/** As if there were no other resource type than User, or than the first where there is no User. */
function withOneType(provider: Provider): Provider {
  const type = provider.types.find(({ name }) => sameName(name, 'User')) ?? provider.types[0]
  return { ...provider, types: type === undefined ? [] : [type] }
}

/** The same error, with every secret taken out of what it says. */
function redactedError<E extends HarnessError>(error: E, redactor: Redactor): E {
  error.message = redactor.text(error.message)
  if (error.hint !== undefined) error.hint = redactor.text(error.hint)
  return error
}

/** A short name for a check, different for each: made for userNames, whose local part holds 64 characters at the most. */
function labelOf(checkId: string): string {
  const slug = checkId
    .replace(/[^a-z0-9]+/gi, '-')
    .toLowerCase()
    .slice(0, 20)
  return `${slug}-${createRandom(0, checkId).word(4)}`
}

/** Eight hexadecimal digits, different for every run. */
export function newRunId(): string {
  return randomBytes(4).toString('hex')
}

/**
 * Signs in, makes sure the service provider answers, and learns what it offers. Throws UnreachableError,
 * AuthenticationError or ConfigurationError where a run makes no sense.
 */
export async function openSession(target: Target, options: SessionOptions): Promise<Session> {
  const runId = options.runId ?? newRunId()
  const fewRequests = options.fewRequests !== undefined
  const notes: string[] = [...target.warnings]
  const wanted = new Set<Condition>(options.checks.flatMap(({ needs }) => needs))
  let stopped: HarnessError | undefined
  const stopWith = (error: HarnessError): void => {
    stopped ??= error
    room.stop(stopped)
  }
  const limits = { requests: Infinity, resources: Infinity, seconds: Infinity, ...target.limits }
  let sent = 0
  const timer = Number.isFinite(limits.seconds)
    ? setTimeout(() => stopWith(limitError('seconds', limits.seconds)), limits.seconds * 1000).unref()
    : undefined
  // Requests under way are let finish, so that whatever they create is known and can be deleted.
  options.signal?.addEventListener('abort', () => stopWith(new InterruptedError()))

  const userAgent = `${tool.name}/${tool.version} run/${runId}`
  const { redactor, transport, credentials } = openConnection(target, {
    userAgent,
    connections: target.concurrency,
    timeoutMs: Math.min(30_000, target.requestTimeoutMs),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const journal =
    options.journalFolder === undefined || target.safety === 'read-only'
      ? undefined
      : {
          file: join(options.journalFolder, `${runId}.jsonl`),
          baseUrl: redactor.text(target.baseUrl),
          baseKey: baseKeyOf(`scimc-${runId}`, target.baseUrl),
        }
  const own = createOwnResources(runId, journal)
  const room = createRoom({
    limit: limits.resources,
    existing: agent => (agent === undefined ? own.count() + own.lost : own.count(agent)),
    evict: shared => sharedData.evict(shared),
  })
  const authorizationServer =
    target.authServer === undefined ? {} : { authorizationServer: openAuthorizationServer(target.authServer, redactor) }
  const observers = createObservers(options.checks.filter(isPassive))
  const common = new Map<number, Exchange>()
  const keep = (exchange: Exchange): void => {
    if (common.size < 2000) common.set(exchange.id, exchange)
  }

  const stopwatches = new Map<string, Stopwatch>()
  const client = createClient(
    {
      baseUrl: target.baseUrl,
      baseQuery: target.baseQuery,
      headers: target.headers,
      userAgent,
      transport,
      authorizer: credentials,
      redactor,
      own,
      safety: target.safety,
      concurrency: target.concurrency,
      ...(target.requestsPerSecond === undefined ? {} : { requestsPerSecond: target.requestsPerSecond }),
      requestTimeoutMs: target.requestTimeoutMs,
      // Waiting for longer than a check may take would only end it.
      retryBudgetSeconds: Math.min(120, target.checkTimeoutMs / 1000),
    },
    {
      onAnswer: (response, request) => {
        options.onExchange?.(response.exchange)
        observers.see(request, response)
      },
      onUnauthorized: response => {
        if (provider !== undefined) suspicion.lookUnauthorized(response)
      },
      beforeSend: checkId => {
        if (checkId === 'clean-up') return
        if (stopped === undefined && sent >= limits.requests) stopWith(limitError('requests', limits.requests))
        if (stopped !== undefined) throw stopped
      },
      onSend: checkId => {
        if (checkId !== 'clean-up') sent++
      },
      onQueue: checkId => stopwatches.get(checkId)?.queued(),
      onTurn: checkId => stopwatches.get(checkId)?.sent(),
      onEnd: checkId => stopwatches.get(checkId)?.ended(),
      beforeCreate: creates => {
        const error = tooManyCreates(own.made + own.lost + creates, limits.resources)
        if (error === undefined) return
        stopWith(error)
        throw error
      },
    },
  )

  const suspicion = createSuspicion(
    {
      isGone: () => confirmGone(transport, client.urlOf({ path: accessPath() })),
      isSignedOut: () => confirmSignedOut(rawSend, accessPath(), credentials),
      isUnauthorized: response => confirmUnauthorized(rawSend, accessPath(), response, credentials),
    },
    { isStopped: () => stopped !== undefined, stopWith },
  )
  const { cleanUp, owed, undeleted } = createCleanUp({
    own,
    client,
    requestTimeoutMs: target.requestTimeoutMs,
    cleans: requests => meter?.cleans(requests),
    isGone: () => stopped?.code === 'E_UNREACHABLE',
    settled: suspicion.settled,
  })
  const meter =
    options.fewRequests === undefined ? undefined : createMeter(options.fewRequests, () => client.requests, owed)

  const rawSend = (request: HttpRequest): Promise<HttpResponse> => client.send(request, 'discovery', keep)
  let provider: Provider | undefined
  const accessPath = (): string => provider?.types[0]?.endpoint ?? target.paths.User ?? '/Users'
  let settleMs = 0
  let writeRefused: string | undefined

  const goOn = async (): Promise<void> => {
    await suspicion.settled()
    if (stopped !== undefined) throw stopped
  }
  const senderFor: Session['senderFor'] = (checkId, record) => {
    let lastWrite = Number.NEGATIVE_INFINITY
    return async request => {
      await goOn()
      const writes = isWrite(request)
      if (writes && checkId !== 'setup') await readyToWrite()
      if (writes && writeRefused !== undefined) throw new Blocked(writeRefused)
      const wait = lastWrite + settleMs - performance.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
      const creates = writes ? createsIn(request, own) : 0
      const send = (): Promise<HttpResponse> =>
        room.within(checkId, creates, () => sendOrStop(request, checkId, record), stopwatches.get(checkId))
      const spent = {
        requests: writes ? requestsToWrite(own, request.path) : 1,
        creates: writes && request.method === 'POST',
      }
      const response = meter === undefined ? await send() : await meter.spend(send, spent)
      if (request.aim !== 'authorization-server') suspicion.look(response)
      await goOn()
      if (response.status === 429) {
        noteOnce('The service provider limited our requests (429) for longer than we wait in all.')
        throw new Blocked('The service provider limits requests (429), and the time to wait for it is used up.')
      }
      if (writes && response.status >= 200 && response.status < 300) lastWrite = performance.now()
      return response
    }
  }
  const sendOrStop = async (
    request: HttpRequest,
    checkId: string,
    record: (exchange: Exchange) => void,
  ): Promise<HttpResponse> => {
    try {
      return await client.send(request, checkId, record)
    } catch (error) {
      // No credentials can be had any more, or the journal cannot be written: that concerns every check.
      const isOfTheRun =
        error instanceof HarnessError && (error.code === 'E_AUTH' || error instanceof ConfigurationError)
      if (isOfTheRun) stopWith(redactedError(error, redactor))
      throw error
    }
  }
  const noteOnce = (words: string): void => {
    if (!notes.includes(words)) notes.push(words)
  }

  if (options.signal?.aborted) throw new InterruptedError()
  try {
    options.onPhase?.('reads what the service provider offers')
    const known = withoutDiscoveryTypes(await learnProvider(rawSend, target, wanted))
    const read = await checkAccess(rawSend, target, known, credentials)
    if (looksLikeSignInPage(read)) suspicion.expectPages()
    provider = known
    notes.push(...known.notes)
    observers.start(known)
  } catch (error) {
    clearTimeout(timer)
    await transport.close()
    const thrown = stopped ?? error
    throw thrown instanceof HarnessError ? redactedError(thrown, redactor) : thrown
  }
  const known = provider
  const examined = options.oneType === true ? withOneType(known) : known

  const typeOf: Session['typeOf'] = type => {
    if (typeof type !== 'string') return type
    const found = known.types.find(candidate => sameName(candidate.name, type))
    if (found === undefined) throw new Unsupported(`There is no resource type ${type}.`)
    return found
  }

  /** Names given so far, by check: what its first try has made without an answer may still be there when it is tried again. */
  const named = new Map<string, number>()
  const nextName = (checkId: string): string => {
    const number = (named.get(checkId) ?? 0) + 1
    named.set(checkId, number)
    return `${own.mark}-${labelOf(checkId)}-${number}`
  }
  const toolsFor: Session['toolsFor'] = (checkId, send) => {
    const scim = createScim({
      send,
      endpointOf: name => typeOf(name).endpoint,
      discoveryPath: endpoint => target.paths[endpoint] ?? `/${endpoint}`,
      urlOf: path => client.urlOf({ path }).href,
    })
    const resources = createResources({
      scim,
      typeOf,
      unique: () => nextName(checkId),
      emailDomain: target.emailDomain,
      templates: target.templates,
      types: known.types,
    })
    return { scim, resources }
  }

  const sharedData = createSharedData({
    own,
    room,
    contextFor: agent => ({
      ...toolsFor(agent, senderFor(agent, keep)),
      provider: examined,
      random: createRandom(options.seed, agent),
      ...authorizationServer,
      fewRequests,
      type: typeOf,
      blocked: reason => {
        throw new Blocked(reason)
      },
    }),
    settled: async () => {
      if (settleMs > 0) await new Promise(resolve => setTimeout(resolve, settleMs))
    },
    cleanUp,
  })
  const makeRoom = async (): Promise<void> => {
    await client.idle(target.requestTimeoutMs)
    const makers = new Set(own.remaining().map(({ checkId }) => checkId))
    for (const maker of makers) if (sharedKeyOf(maker) === undefined) await cleanUp(maker)
  }
  const stopwatchFor: Session['stopwatchFor'] = checkId => {
    const stopwatch = createStopwatch()
    stopwatches.set(checkId, stopwatch)
    return stopwatch
  }
  const close = async (): Promise<void> => {
    clearTimeout(timer)
    if (client.fewestAtOnce !== undefined)
      noteOnce(
        `Not all requests were answered in time while ${target.concurrency} were under way at once, so down to ${client.fewestAtOnce} were; set "concurrency" in the target file to begin with fewer.`,
      )
    notes.push(...notesOnWhatIsLeft(own, undeleted, redactor))
    own.close()
    await transport.close()
  }

  // Before the first write of a check: may we write at all, and how soon does a write show?
  let measuring: Promise<void> | undefined
  const readyToWrite = (): Promise<void> => {
    measuring ??= (async () => {
      if (target.safety === 'read-only') return
      const lag = await measureLag(toolsFor('setup', senderFor('setup', keep)), known, {
        fewRequests,
      })
      settleMs = lag.settleMs
      writeRefused = lag.refused
      notes.push(...lag.notes, ...(lag.refused === undefined ? [] : [lag.refused]))
    })().finally(() => {
      // Nobody waits for this: where it fails, the end of the run tries again.
      cleanUp('setup')
        .catch(() => undefined)
        .finally(() => room.ended('setup'))
    })
    return measuring
  }

  return {
    target,
    provider: examined,
    client,
    owed,
    own,
    redactor,
    ...authorizationServer,
    observers,
    runId,
    seed: options.seed,
    notes,
    stopped: () =>
      stopped ??
      (writeRefused === undefined
        ? undefined
        : new AuthenticationError(writeRefused, {
            hint: 'Give the credential the right to create, change and delete users and groups.',
          })),
    isOver: () => stopped !== undefined,
    common,
    senderFor,
    toolsFor,
    shared: sharedData.get,
    room,
    makeRoom,
    stopwatchFor,
    forgetFailedShared: sharedData.forgetFailed,
    typeOf,
    cleanUp,
    close,
  }
}

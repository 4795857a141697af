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
import { AuthenticationError, ConfigurationError, HarnessError, InterruptedError, NotOursError } from '../errors.ts'
import { type Client, createClient, createsIn } from '../http/client.ts'
import type { Exchange, HttpRequest, HttpResponse } from '../http/exchange.ts'
import { isWrite } from '../http/guard.ts'
import { baseKeyOf } from '../http/journal.ts'
import { createOwnResources, type OwnResource, type OwnResources } from '../http/own-resources.ts'
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
import { measureLag } from './lag.ts'
import { notesOnWhatIsLeft } from './left-behind.ts'
import { limitError, tooManyCreates } from './limits.ts'
import { createObservers, type Observers } from './observers.ts'
import { createRoom, NoRoom, type Room } from './room.ts'
import { createStopwatch, type Stopwatch } from './stopwatch.ts'
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

const sharedPrefix = 'shared-'

/** Bad answers in a row after which we ask whether the provider is gone. */
const troublesInARow = 6
/** Web pages in mid-run after which we ask whether we are still signed in; not after every one. */
const signInPagesLookedInto = 5

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
    evict: shared => {
      sharedData.delete(shared.slice(sharedPrefix.length))
      return cleanUp(shared).catch(() => undefined)
    },
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
        if (provider !== undefined) confirm(() => confirmUnauthorized(rawSend, accessPath(), response, credentials))
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

  /** What was never seen to be ours is read before it is written to. */
  const toWrite = (path: string): number => (own.had(path) && !own.isProven(path) ? 2 : 1)
  const beingDeleted = new Set<string>()
  const owed = () => own.remaining().reduce((sum, { path }) => sum + (beingDeleted.has(path) ? 0 : toWrite(path)), 0)
  const meter =
    options.fewRequests === undefined ? undefined : createMeter(options.fewRequests, () => client.requests, owed)

  // One question at a time whether the run can go on; while it is asked, checks wait.
  let confirming: Promise<void> | undefined
  const confirm = (ask: () => Promise<HarnessError | undefined>): void => {
    if (confirming !== undefined || stopped !== undefined) return
    confirming = ask()
      .then(
        error => {
          if (error !== undefined) stopWith(error)
        },
        (error: unknown) => {
          if (error instanceof HarnessError) stopWith(error)
          else throw error
        },
      )
      .finally(() => {
        confirming = undefined
      })
  }
  let startedWithPage = false
  let signInPages = 0
  /** A few times only: a service provider may answer some requests with a page and be signed in to all the same. */
  const suspectSignedOut = (): void => {
    if (startedWithPage || ++signInPages > signInPagesLookedInto) return
    confirm(() => confirmSignedOut(rawSend, accessPath(), credentials))
  }
  let troubles = 0
  /** Asks whether the provider is gone: at once where no connection can be made, else after several bad answers in a row. */
  const suspect = (response: HttpResponse): void => {
    const kind = response.problem?.kind
    const isBad = (kind !== undefined && kind !== 'too-large') || [502, 503, 504].includes(response.status)
    troubles = isBad ? troubles + 1 : 0
    if (kind === 'unreachable' || troubles >= troublesInARow) {
      troubles = 0
      confirm(() => confirmGone(transport, client.urlOf({ path: accessPath() })))
    }
    if (looksLikeSignInPage(response)) suspectSignedOut()
  }

  const rawSend = (request: HttpRequest): Promise<HttpResponse> => client.send(request, 'discovery', keep)
  let provider: Provider | undefined
  const accessPath = (): string => provider?.types[0]?.endpoint ?? target.paths.User ?? '/Users'
  let settleMs = 0
  let writeRefused: string | undefined

  const goOn = async (): Promise<void> => {
    if (confirming !== undefined) await confirming
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
      const spent = { requests: writes ? toWrite(request.path) : 1, creates: writes && request.method === 'POST' }
      const response = meter === undefined ? await send() : await meter.spend(send, spent)
      if (request.aim !== 'authorization-server') suspect(response)
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
    startedWithPage = looksLikeSignInPage(read)
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

  const sharedData = new Map<string, Promise<unknown>>()
  const failedShared = new Set<string>()
  const shared: Session['shared'] = async <T>(
    key: string,
    make: (context: SharedContext) => Promise<T>,
    user?: string,
  ): Promise<T> => {
    const checkId = sharedPrefix + key
    if (user !== undefined) room.use(user, checkId)
    const made = sharedData.get(key)
    // The key stands for one type of value; who asks for a key knows it by what `make` gives.
    if (made !== undefined) return made as Promise<T>
    room.making(checkId)
    const send = senderFor(checkId, keep)
    const making = make({
      ...toolsFor(checkId, send),
      provider: examined,
      random: createRandom(options.seed, checkId),
      ...authorizationServer,
      fewRequests,
      type: typeOf,
      blocked: reason => {
        throw new Blocked(reason)
      },
    }).then(
      async value => {
        if (settleMs > 0) await new Promise(resolve => setTimeout(resolve, settleMs))
        room.made(checkId)
        return value
      },
      async (error: unknown) => {
        room.gone(checkId)
        if (error instanceof NoRoom) {
          // Where it had all the room there is, it is not tried again.
          if (own.count(checkId) < own.count()) sharedData.delete(key)
          await cleanUp(checkId).catch(() => undefined)
        }
        throw error
      },
    )
    sharedData.set(key, making)
    making.catch(() => failedShared.add(key))
    return making
  }
  const makeRoom = async (): Promise<void> => {
    await client.idle(target.requestTimeoutMs)
    const makers = new Set(own.remaining().map(({ checkId }) => checkId))
    for (const maker of makers) if (!maker.startsWith(sharedPrefix)) await cleanUp(maker)
  }
  const stopwatchFor: Session['stopwatchFor'] = checkId => {
    const stopwatch = createStopwatch()
    stopwatches.set(checkId, stopwatch)
    return stopwatch
  }
  const forgetFailedShared: Session['forgetFailedShared'] = () => {
    for (const key of failedShared) sharedData.delete(key)
    failedShared.clear()
  }

  const undeleted = new Map<string, string>()
  const unanswered = 'answered with nothing'
  const removeOwn = async ({ path }: OwnResource): Promise<number> => {
    meter?.cleans(toWrite(path))
    beingDeleted.add(path)
    const request = { method: 'DELETE', path, timeoutMs: Math.min(target.requestTimeoutMs, 10_000) } as const
    let isUnread = false
    const status = await client
      .send(request, 'clean-up', () => undefined)
      .then(
        answer => answer.status,
        (error: unknown) => {
          if (error instanceof NotOursError) {
            isUnread = own.has(path)
            return isUnread ? 0 : 404
          }
          // Without credentials nothing can be deleted any more: it is told in a note, and the report is still written.
          if (error instanceof HarnessError && error.code === 'E_AUTH') return 0
          throw error
        },
      )
    beingDeleted.delete(path)
    if (status === 404) own.remove(path)
    if (status === 404 || (status >= 200 && status < 300)) undeleted.delete(path)
    else if (isUnread) undeleted.set(path, 'where it cannot be read')
    else undeleted.set(path, status === 0 ? unanswered : `answered ${status}`)
    return status
  }
  const cleanUp: Session['cleanUp'] = async checkId => {
    if (checkId === undefined) {
      await client.idle(target.requestTimeoutMs)
      // Whether the provider is gone may still be in question: the run ends with the answer.
      await confirming
    }
    // At the end of the run what was not answered before is tried again: then the service provider has nothing else to do.
    const left = own
      .remaining(checkId)
      .filter(({ path }) => !undeleted.has(path) || (checkId === undefined && undeleted.get(path) === unanswered))
    if (stopped?.code === 'E_UNREACHABLE') {
      for (const { path } of left) undeleted.set(path, unanswered)
      return
    }
    const statuses = await Promise.all(left.map(removeOwn))
    // What was refused may have been referred to by what is gone now: once more, one by one.
    for (const [index, resource] of left.entries()) {
      if (undeleted.has(resource.path) && statuses[index] !== 0) await removeOwn(resource)
    }
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
    shared,
    room,
    makeRoom,
    stopwatchFor,
    forgetFailedShared,
    typeOf,
    cleanUp,
    close,
  }
}

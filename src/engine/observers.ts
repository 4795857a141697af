// Shows every answer of the run to the passive checks, and keeps what they find within bounds.

import type { Observer, PassiveCheck, Seen } from '../check/check.ts'
import type { Fault } from '../check/outcome.ts'
import type { Exchange, HttpRequest, HttpResponse } from '../http/exchange.ts'
import type { Provider } from '../target/provider.ts'

/** Different faults of one passive check that are kept, however alike; further ones are only counted. */
const keptFaults = 25
/** As many are kept of those that say what none of the kept ones says. */
const keptKinds = 75

export interface PassiveFindings {
  /** How many answers the requirement applied to. */
  readonly examined: number
  readonly faults: readonly { readonly fault: Fault; readonly place: string; readonly times: number }[]
  readonly notKept: number
  /** Whether one that is not kept says what none of the kept ones says. */
  readonly isUnlike: boolean
  readonly evidence: readonly Exchange[]
}

export interface Observers {
  see(request: HttpRequest, response: HttpResponse): void
  /** From now on answers are shown; those seen before are shown first. */
  start(provider: Provider): void
  findings(checkId: string): PassiveFindings
}

interface State {
  readonly look: ReturnType<PassiveCheck['begin']>
  examined: number
  notKept: number
  isUnlike: boolean
  readonly kinds: Set<string>
  readonly faults: Map<string, { fault: Fault; place: string; times: number }>
  readonly evidence: Map<number, Exchange>
  broken?: unknown
}

/** Begins every passive check. */
export function createObservers(checks: readonly PassiveCheck[]): Observers {
  const states = new Map<string, State>(
    checks.map(check => [
      check.id,
      {
        look: check.begin(),
        examined: 0,
        notKept: 0,
        isUnlike: false,
        kinds: new Set(),
        faults: new Map(),
        evidence: new Map(),
      },
    ]),
  )
  const early: { request: HttpRequest; response: HttpResponse }[] = []
  let provider: Provider | undefined

  const show = (request: HttpRequest, response: HttpResponse, known: Provider): void => {
    const seen: Seen = { request, response, place: placeOf(request, known) }
    for (const state of states.values()) {
      if (state.broken !== undefined) continue
      try {
        state.look(seen, observerOf(state, seen), { provider: known })
      } catch (error) {
        state.broken = error
      }
    }
  }

  return {
    see(request, response) {
      if (provider === undefined) early.push({ request, response })
      else show(request, response, provider)
    },
    start(known) {
      provider = known
      for (const { request, response } of early.splice(0)) show(request, response, known)
    },
    findings(checkId) {
      const state = states.get(checkId)
      if (state === undefined) return { examined: 0, faults: [], notKept: 0, isUnlike: false, evidence: [] }
      if (state.broken !== undefined) throw state.broken
      return {
        examined: state.examined,
        faults: [...state.faults.values()],
        notKept: state.notKept,
        isUnlike: state.isUnlike,
        evidence: [...state.evidence.values()],
      }
    },
  }
}

function observerOf(state: State, { response, place }: Seen): Observer {
  return {
    examined() {
      state.examined++
    },
    fault(fault) {
      const kind = JSON.stringify([fault.expected, fault.got, fault.requirement])
      const key = place + kind
      const known = state.faults.get(key)
      const isUnlike = !state.kinds.has(kind)
      if (known !== undefined) {
        known.times++
      } else if (state.faults.size < keptFaults || (isUnlike && state.kinds.size < keptKinds)) {
        const { exchange } = response
        state.kinds.add(kind)
        state.faults.set(key, { fault: { ...fault, exchanges: [exchange.id] }, place, times: 1 })
        state.evidence.set(exchange.id, exchange)
      } else {
        state.notKept++
        state.isUnlike ||= isUnlike
      }
    },
  }
}

/** `PUT /Users/{id}`: the same for all resources of a type. */
export function placeOf({ method, path }: Pick<HttpRequest, 'method' | 'path'>, provider: Provider): string {
  const type = provider.types.find(
    ({ endpoint }) =>
      path.toLowerCase() === endpoint.toLowerCase() || path.toLowerCase().startsWith(`${endpoint.toLowerCase()}/`),
  )
  if (type === undefined) return `${method} ${path.replace(/scimc-[\w-]+/g, '{unknown}') || '/'}`
  const rest = path.slice(type.endpoint.length)
  return `${method} ${type.endpoint}${rest === '' || rest.startsWith('/.search') ? rest : '/{id}'}`
}

// What a run would do, as plain data: from the checks that were selected, and from what they did at another service provider.

import type { Selected } from '../engine/select.ts'
import type { Exchange } from '../http/exchange.ts'
import type { RunResult } from '../result/run-result.ts'
import type { PreparedRun } from './prepare-run.ts'

/** The same checks, carried out where nobody minds. */
export interface Rehearsal {
  readonly result: RunResult
  readonly exchanges: readonly Exchange[]
}

export interface PlannedCheck {
  readonly id: string
  readonly title: string
  readonly topic: string
  readonly level: string
  /** Conditions: where the service provider does not offer one, the check is unsupported. */
  readonly needs: readonly string[]
  /** Absent where it was not carried out: a check of the user's own, or one that asks an authorization server. */
  readonly requests?: number
}

export interface Plan {
  readonly target: { readonly name: string; readonly baseUrl: string }
  /** How it signs in, without a secret. */
  readonly credentials: string
  /** What is asked before the first request, and whether --yes has agreed to it. */
  readonly asks?: { readonly words: string; readonly agreed: boolean }
  /** What should be known before a run: variables that are not set. */
  readonly notes: readonly string[]
  readonly writes: boolean
  readonly journals?: string
  readonly reports: readonly string[]
  readonly checks: readonly PlannedCheck[]
  readonly leftOut: readonly { readonly reason: string; readonly checks: readonly string[] }[]
  readonly requests: {
    readonly total: number
    readonly places: readonly { readonly method: string; readonly path: string; readonly count: number }[]
  }
  /** By endpoint: how many resources, and the body of one. */
  readonly creates: readonly { readonly path: string; readonly count: number; readonly example: string }[]
}

/** What stands for the run's own mark, which is another one each time. */
const markShown = 'scimc-xxxxxxxx'

/** The checks, requests and resources of a run. Endpoints are named as the target file has them. */
export function planOf(
  { target, selected }: Pick<PreparedRun, 'target' | 'selected'>,
  { result, exchanges }: Rehearsal,
): Pick<Plan, 'checks' | 'leftOut' | 'requests' | 'creates'> {
  const sentBy = Map.groupBy(exchanges, ({ checkId }) => checkId)
  const records = new Map(result.checks.map(record => [record.id, record]))
  const checks: PlannedCheck[] = []
  const left: { id: string; reason: string }[] = []
  for (const { check, topic, leftOut } of selected) {
    const reason = leftOut ?? reasonBefore({ check, target })
    if (reason !== undefined) {
      left.push({ id: check.id, reason })
      continue
    }
    const isCarriedOut = records.has(check.id) && topic !== 'auth-server'
    checks.push({
      id: check.id,
      title: check.title,
      topic,
      level: check.level,
      needs: check.needs,
      ...(isCarriedOut ? { requests: sentBy.get(check.id)?.length ?? 0 } : {}),
    })
  }
  const base = result.target.baseUrl
  const mark = new RegExp(`scimc-${result.runId}`, 'g')
  const placed = exchanges.map(exchange => ({ exchange, path: placeOf(exchange, base, target.paths, mark) }))
  const places = [...Map.groupBy(placed, ({ exchange, path }) => `${exchange.request.method} ${path}`).values()]
    .flatMap(group => {
      const [first] = group
      return first === undefined
        ? []
        : [{ method: first.exchange.request.method, path: first.path, count: group.length }]
    })
    .sort((a, b) => b.count - a.count)
  return {
    checks,
    leftOut: [...Map.groupBy(left, ({ reason }) => reason)].map(([reason, group]) => ({
      reason,
      checks: group.map(({ id }) => id),
    })),
    requests: { total: exchanges.length, places },
    creates: createsOf(placed, mark),
  }
}

/** Why a check is known not to run before anything is sent. */
function reasonBefore({ check, target }: Pick<Selected, 'check'> & Pick<PreparedRun, 'target'>): string | undefined {
  const need = check.needs.find(condition => target.leaveOut.includes(condition))
  return need === undefined ? undefined : `the target file leaves out ${need}`
}

interface Placed {
  readonly exchange: Exchange
  readonly path: string
}

function createsOf(placed: readonly Placed[], mark: RegExp): Plan['creates'] {
  const creates = placed.filter(
    ({ exchange: { request, response }, path }) =>
      request.method === 'POST' && response?.status === 201 && /^\/[^/]+$/.test(path),
  )
  return [...Map.groupBy(creates, ({ path }) => path)].flatMap(([path, group]) => {
    const usual = group.find(({ exchange }) => exchange.checkId === 'create/created') ?? group[0]
    const body = usual?.exchange.request.body
    return body === undefined ? [] : [{ path, count: group.length, example: body.replace(mark, markShown) }]
  })
}

/** `/Users/{id}`: the endpoint as the target has it, ids replaced, without a query. */
function placeOf({ request }: Exchange, base: string, paths: PreparedRun['target']['paths'], mark: RegExp): string {
  const whole = request.url.startsWith(base) ? request.url.slice(base.length) : request.url
  const path = whole.split(/[?#]/)[0] ?? ''
  const [, first = '', ...rest] = path.split('/')
  if (first === '') return '/'
  const names: Readonly<Record<string, string>> = { Users: 'User', Groups: 'Group' }
  const mapped = paths[names[first] ?? first] ?? `/${first}`
  const tail = rest.map(segment => (segment === '.search' ? segment : '{id}')).slice(0, 1)
  return [first.search(mark) >= 0 ? '/{unknown}' : mapped, ...tail].join('/')
}

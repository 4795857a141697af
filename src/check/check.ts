// What a check is: data and a plain function. Importing a suite runs nothing.

import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import { catalogue, levelOf, type RequirementId } from '../requirements/catalogue.ts'
import type { Condition } from '../requirements/requirement.ts'
import type { Level } from '../result/run-result.ts'
import type { CheckContext } from './context.ts'
import type { Fault } from './outcome.ts'

export interface About {
  /** Present tense: what is true of a service provider that conforms. */
  readonly title: string
  /** The requirement, or the few that one answer shows. The first is the one a fault breaks unless it names another. */
  readonly verifies: RequirementId | readonly RequirementId[]
  /** Conditions beyond those of what it verifies. */
  readonly needs?: readonly Condition[]
  /** One sentence to the implementer, in terms of their code. */
  readonly fix: string
  /** It only reads, and nothing may change meanwhile. Such checks run together, once those that write are done. */
  readonly quiet?: boolean
  /** It must not run beside others: it may break something. Such checks run one by one at the end. */
  readonly alone?: boolean
}

/** When a check runs: with most others; with those that need quiet; one by one; or when all is seen. */
export type Phase = 'together' | 'quiet' | 'alone' | 'passive'

interface Described {
  readonly id: string
  readonly title: string
  readonly verifies: readonly RequirementId[]
  /** Every condition that must hold, those of the requirements included. */
  readonly needs: readonly Condition[]
  readonly level: Level
  readonly fix: string
  readonly phase: Exclude<Phase, 'passive'>
}

/** A check that sends requests of its own. */
export interface ActiveCheck extends Described {
  readonly kind: 'active'
  readonly run: (context: CheckContext) => Promise<void>
}

/** What a passive check is shown: one answer of the run, whoever asked. */
export interface Seen {
  readonly request: HttpRequest
  readonly response: HttpResponse
  /** `GET /Users/{id}`: method and endpoint, ids replaced; where to look. */
  readonly place: string
}

export interface Observer {
  /** This answer was one to which the requirement applies. */
  examined(): void
  /** It departs from the requirement. */
  fault(fault: Omit<Fault, 'exchanges'>): void
}

/** A check that sends nothing: it looks at every answer of the run as it comes by. */
export interface PassiveCheck extends Described {
  readonly kind: 'passive'
  /** Called once at the start of a run; what it gives back is called for every answer and keeps the state. */
  readonly begin: () => (seen: Seen, observer: Observer, context: Pick<CheckContext, 'provider'>) => void
}

export type Check = ActiveCheck | PassiveCheck

/** When a check runs. */
export function phaseOf(check: Check): Phase {
  return isPassive(check) ? 'passive' : check.phase
}

/** Whether a check only looks at answers that come by. */
export function isPassive(check: Check): check is PassiveCheck {
  return check.kind === 'passive'
}

export interface Suite {
  readonly title: string
  readonly checks: readonly Check[]
}

/** The suites of one folder of suites/. */
export interface Topic {
  readonly name: string
  /** Runs only where it is asked for: what it looks at is no requirement of an RFC. */
  readonly optional?: boolean
  /** Runs only as part of a gate: what a client's own tests assert, which nobody needs besides. */
  readonly ofGates?: boolean
  readonly suites: readonly Suite[]
}

/** A list of checks on one behaviour. */
export function suite(title: string, checks: readonly Check[]): Suite {
  return { title, checks }
}

/** The suites of a topic, which is the name of their folder. */
export function topic(name: string, suites: readonly Suite[], { optional = false, ofGates = false } = {}): Topic {
  return { name, suites, ...(optional ? { optional } : {}), ...(ofGates ? { ofGates } : {}) }
}

/** A check that sends requests. The id is the file's name and a slug, and stays for good. */
export function check(id: string, about: About, run: ActiveCheck['run']): ActiveCheck {
  return { kind: 'active', ...describe(id, about), run }
}

/** A check that looks at every answer of the run. */
export function passiveCheck(id: string, about: About, begin: PassiveCheck['begin']): PassiveCheck {
  return { kind: 'passive', ...describe(id, about), begin }
}

function describe(id: string, about: About): Described {
  const verifies = typeof about.verifies === 'string' ? [about.verifies] : about.verifies
  const needs = new Set<Condition>([
    ...verifies.flatMap(requirement => catalogue[requirement].when),
    ...(about.needs ?? []),
  ])
  return {
    id,
    title: about.title,
    verifies,
    needs: [...needs],
    level: strongest(verifies),
    fix: about.fix,
    phase: about.alone ? 'alone' : about.quiet ? 'quiet' : 'together',
  }
}

function strongest(requirements: readonly RequirementId[]): Level {
  const levels = new Set(requirements.map(levelOf))
  return levels.has('MUST') ? 'MUST' : levels.has('CLIENT') ? 'CLIENT' : 'SHOULD'
}

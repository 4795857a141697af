// What a check is: data and a plain function. Importing a suite runs nothing.

import { ConfigurationError } from '../errors.ts'
import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import { catalogue, isRequirementId, requirementIds } from '../requirements/catalogue.ts'
import type { Condition } from '../requirements/requirement.ts'
import type { Level } from '../result/run-result.ts'
import { nearest } from '../target/nearest.ts'
import type { CheckContext } from './context.ts'
import type { Fault } from './outcome.ts'
import { boundBy, idOf, isOwnRequirement, type OwnRequirement, type Requirable } from './own-requirement.ts'

export interface About {
  /** Present tense: what is true of a service provider that conforms. */
  readonly title: string
  /** The requirement, or the few that one answer shows. The first is the one a fault breaks unless it names another. */
  readonly verifies: Requirable | readonly Requirable[]
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
  /** Ids of requirements, of the catalogue or the user's own. */
  readonly verifies: readonly string[]
  /** Those of them that are the user's own; absent where none is. */
  readonly ownRequirements?: readonly OwnRequirement[]
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
  const verifies: readonly Requirable[] = isList(about.verifies) ? about.verifies : [about.verifies]
  for (const requirement of verifies) assertKnown(id, requirement)
  const own = verifies.filter(requirement => typeof requirement !== 'string')
  const needs = new Set<Condition>([...verifies.flatMap(conditionsOf), ...(about.needs ?? [])])
  return {
    id,
    title: about.title,
    verifies: verifies.map(idOf),
    ...(own.length === 0 ? {} : { ownRequirements: own }),
    needs: [...needs],
    level: strongest(verifies),
    fix: about.fix,
    phase: about.alone ? 'alone' : about.quiet ? 'quiet' : 'together',
  }
}

/** For those who write checks without a compiler. */
function assertKnown(id: string, requirement: Requirable): void {
  if (typeof requirement === 'string' ? isRequirementId(requirement) : isOwnRequirement(requirement)) return
  const meant = typeof requirement === 'string' ? nearest(requirement, requirementIds) : undefined
  throw new ConfigurationError(
    `The check ${id} verifies ${JSON.stringify(requirement)}, which the catalogue does not have.`,
    {
      hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}A requirement of your own is made with requirement(), and given in place of an id.`,
    },
  )
}

function isList(verifies: About['verifies']): verifies is readonly Requirable[] {
  return Array.isArray(verifies)
}

function conditionsOf(requirement: Requirable): readonly Condition[] {
  return typeof requirement === 'string' ? catalogue[requirement].when : requirement.when
}

function strongest(requirements: readonly Requirable[]): Level {
  const levels = new Set(requirements.map(boundBy))
  return levels.has('MUST') ? 'MUST' : levels.has('CLIENT') ? 'CLIENT' : 'SHOULD'
}

// Draws sequences from what a service provider offers: a few attributes at a time, so that commands meet each other.

import fc from 'fast-check'
import type { Ground, GroundAttribute } from './ground.ts'
import { hasUniqueName } from './naming.ts'
import { notBegun, type Progress, smallerThan } from './shrink.ts'
import {
  type Match,
  type OperationCase,
  oddities,
  ops,
  type Pick,
  places,
  type Sequence,
  type Step,
  variety,
} from './step.ts'

/** Which commands are drawn: without PATCH, with it, or with conditions on the version besides. */
export type Manner = 'plain' | 'patch' | 'versions'

const mostSteps = 8

/** Sequences on one of the types, made smaller by leaving out what is not needed. */
export function sequences(grounds: readonly [Ground, ...Ground[]], manner: Manner): fc.Arbitrary<Sequence> {
  // Types with more to write to are tried more often.
  const each = grounds.map(ground => ({
    weight: 2 + Math.min(4, ground.attributes.length),
    arbitrary: on(ground, manner),
  }))
  return new Shrinking(fc.oneof(...each))
}

/** Draws as another arbitrary does, and shrinks command by command. */
class Shrinking extends fc.Arbitrary<Sequence> {
  readonly #drawn: fc.Arbitrary<Sequence>

  constructor(drawn: fc.Arbitrary<Sequence>) {
    super()
    this.#drawn = drawn
  }

  generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Sequence> {
    return new fc.Value(this.#drawn.generate(random, biasFactor).value, notBegun)
  }

  canShrinkWithoutContext(_value: unknown): _value is Sequence {
    return false
  }

  shrink(value: Sequence, context: unknown): fc.Stream<fc.Value<Sequence>> {
    const progress = isProgress(context) ? context : notBegun
    return fc.stream(smallerThan(value, progress)).map(smaller => new fc.Value(smaller.sequence, smaller.progress))
  }
}

function isProgress(context: unknown): context is Progress {
  return typeof context === 'object' && context !== null && 'phase' in context && 'index' in context
}

function on(ground: Ground, manner: Manner): fc.Arbitrary<Sequence> {
  const { attributes, type } = ground
  const most = Math.min(3, attributes.length)
  return fc
    .shuffledSubarray([...attributes], { minLength: Math.min(1, most), maxLength: most })
    .chain(focus => {
      const step = stepOf(ground, focus, manner)
      const first = createOf(focus, fc.constant(0))
      return fc.tuple(first, fc.array(step, { minLength: 1, maxLength: mostSteps, size: 'max' }))
    })
    .map(([first, others]) => ({ type: type.name, steps: [first, ...others] }))
}

/** The first place far more often than the others: commands are to meet. */
const place = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(places - 1) })
const pick = fc.nat(variety - 1)

function picksOf(focus: readonly GroundAttribute[]): fc.Arbitrary<readonly Pick[]> {
  if (focus.length === 0) return fc.constant([])
  const one = fc.record({ path: fc.constantFrom(...focus.map(({ path }) => path)), pick })
  return fc.array(one, { maxLength: 3, size: 'max' })
}

function createOf(focus: readonly GroundAttribute[], at: fc.Arbitrary<number>): fc.Arbitrary<Step> {
  const name = fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(places - 1) })
  return fc
    .record({ on: at, set: picksOf(focus), name })
    .map(({ on, set, name }): Step => ({ do: 'create', on, set, name: name ?? on }))
}

function stepOf(ground: Ground, focus: readonly GroundAttribute[], manner: Manner): fc.Arbitrary<Step> {
  const match: fc.Arbitrary<Match> =
    manner === 'versions' ? fc.constantFrom('current', 'stale', 'none') : fc.constant('none' as const)
  const removable = focus.filter(one => one.removable).map(({ path }) => path)
  const clear = removable.length === 0 ? fc.constant([]) : fc.subarray(removable, { maxLength: 1 })
  const replace = fc
    .record({
      on: place,
      set: picksOf(focus),
      clear,
      from: fc.constantFrom('anew' as const, 'read' as const),
      rename: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: pick }),
      match,
    })
    .map((step): Step => ({ do: 'replace', ...step }))
  const patch = fc
    .record({ on: place, operations: operationsOf(ground, focus), match })
    .map((step): Step => ({ do: 'patch', ...step }))
  const remove = fc.record({ on: place, match }).map((step): Step => ({ do: 'delete', ...step }))
  const simple = (what: 'read' | 'find' | 'delete referred'): fc.Arbitrary<Step> =>
    place.map((at): Step => ({ do: what, on: at }))
  return fc.oneof(
    { weight: 3, arbitrary: createOf(focus, place) },
    { weight: manner === 'patch' ? 3 : 6, arbitrary: replace },
    { weight: 2, arbitrary: remove },
    { weight: 1, arbitrary: simple('read') },
    ...(manner === 'plain' ? [] : [{ weight: manner === 'patch' ? 12 : 5, arbitrary: patch }]),
    ...(ground.findable ? [{ weight: 2, arbitrary: simple('find') }] : []),
    ...(ground.referred === undefined ? [] : [{ weight: 1, arbitrary: simple('delete referred') }]),
  )
}

function operationsOf(ground: Ground, focus: readonly GroundAttribute[]): fc.Arbitrary<readonly OperationCase[]> {
  const odd = fc.constantFrom(...oddities).map((name): OperationCase => ({ kind: 'odd', odd: name }))
  const label = ground.label === undefined || !hasUniqueName(ground) ? [] : [ground.label]
  const each = focus.flatMap(attribute => onAttribute(attribute))
  const renamed = label.map(({ path }) =>
    pick.map((one): OperationCase => ({ kind: 'attribute', op: 'replace', path, picks: [one] })),
  )
  const set = picksOf(focus).filter(list => list.length > 0)
  const whole = fc
    .record({ op: fc.constantFrom('add' as const, 'replace' as const), set })
    .map((one): OperationCase => ({ kind: 'whole', ...one }))
  const operation = fc.oneof(
    { weight: 2, arbitrary: odd },
    ...renamed.map(arbitrary => ({ weight: 1, arbitrary })),
    ...each.map(arbitrary => ({ weight: 6, arbitrary })),
    ...(focus.length === 0 ? [] : [{ weight: 3, arbitrary: whole }]),
  )
  return fc.oneof(
    { weight: 3, arbitrary: operation.map(one => [one]) },
    { weight: 2, arbitrary: fc.array(operation, { minLength: 2, maxLength: 4, size: 'max' }) },
  )
}

/** The operations that go with the kind of an attribute. */
function onAttribute(attribute: GroundAttribute): readonly fc.Arbitrary<OperationCase>[] {
  const { path, kind, removable, parts } = attribute
  const op = removable ? fc.constantFrom(...ops) : fc.constantFrom('add' as const, 'replace' as const)
  const isList = kind === 'list' || kind === 'words' || kind === 'references'
  const picks = isList
    ? fc.uniqueArray(pick, { minLength: 1, maxLength: variety, size: 'max' })
    : pick.map(one => [one])
  const whole = fc.record({ op, picks }).map((one): OperationCase => ({ kind: 'attribute', path, ...one }))
  const names = parts.map(({ name }) => name)
  if (names.length === 0) return [whole]
  const name = fc.constantFrom(...names)
  if (kind === 'complex') {
    const part = fc
      .record({ op: fc.constantFrom(...ops), part: name, pick })
      .map((one): OperationCase => ({ kind: 'part', path, ...one }))
    return [whole, part]
  }
  const by = fc.record({ path: name, pick })
  const element = fc
    .record({ op: fc.constantFrom('replace' as const, 'remove' as const, 'remove' as const, 'add' as const), by, pick })
    .map((one): OperationCase => ({ kind: 'element', path, ...one }))
  if (kind === 'references') return [whole, element.map(withRemove)]
  const partOf = fc
    .record({ op: fc.constantFrom(...ops), by, part: name, pick })
    .map((one): OperationCase => ({ kind: 'element', path, ...one }))
  return [whole, element, partOf]
}

/** References are taken out through filters, and not changed: their parts are immutable (RFC 7643 §4.2). */
function withRemove(operation: OperationCase): OperationCase {
  return operation.kind === 'element' ? { ...operation, op: 'remove' } : operation
}

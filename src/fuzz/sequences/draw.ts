// Draws sequences from what a service provider offers: a few attributes at a time, so that commands meet each other.

import fc from 'fast-check'
import type { Ground, GroundAttribute } from './ground.ts'
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

const fewestSteps = 3
const mostSteps = 12

/** Whether a type takes PATCH: then operations are drawn too. */
export interface Drawn {
  readonly manner: Manner
  readonly patch: boolean
}

/** Sequences on one of the types, made smaller by leaving out what is not needed. */
export function sequences(grounds: readonly [Ground, ...Ground[]], drawn: Drawn): fc.Arbitrary<Sequence> {
  const each = grounds.map(ground => ({
    weight: ground.attributes.length === 0 ? 1 : 3,
    arbitrary: on(ground, drawn),
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

function on(ground: Ground, drawn: Drawn): fc.Arbitrary<Sequence> {
  const { attributes, type } = ground
  // Kinds first, so that a type with many texts is not about texts alone.
  const kinds = [...Map.groupBy(attributes, ({ kind, found }) => `${kind} ${found.extension !== undefined}`).values()]
  const each = kinds.map(ofKind => fc.constantFrom(...ofKind))
  // A type may have nothing to write but its name: then there is nothing to choose from.
  const focus =
    each.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.oneof(...each), { minLength: 1, maxLength: 2, size: 'max' })
  return focus
    .chain(chosen => {
      const step = stepOf(ground, chosen, drawn)
      const first = createOf(chosen, fc.constant(0))
      return fc.tuple(first, fc.array(step, { minLength: fewestSteps, maxLength: mostSteps, size: 'max' }))
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

/** Mostly the name of its own place. */
const otherName = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.nat(places - 1) },
)

function createOf(focus: readonly GroundAttribute[], at: fc.Arbitrary<number>): fc.Arbitrary<Step> {
  return fc
    .record({ on: at, set: picksOf(focus), name: otherName })
    .map(({ on, set, name }): Step => ({ do: 'create', on, set, name: name ?? on }))
}

function stepOf(
  ground: Ground,
  focus: readonly GroundAttribute[],
  { manner, patch: takesPatch }: Drawn,
): fc.Arbitrary<Step> {
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
      name: otherName,
      rename: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: pick }),
      match,
    })
    .map((step): Step => ({ do: 'replace', ...step, name: step.name ?? step.on }))
  const patch = fc
    .record({ on: place, operations: operationsOf(ground, focus), match })
    .map((step): Step => ({ do: 'patch', ...step }))
  const remove = fc.record({ on: place, match }).map((step): Step => ({ do: 'delete', ...step }))
  const simple = (what: 'read' | 'find' | 'delete referred'): fc.Arbitrary<Step> =>
    place.map((at): Step => ({ do: what, on: at }))
  return fc.oneof(
    { weight: 3, arbitrary: createOf(focus, fc.nat(places - 1)) },
    { weight: manner === 'patch' ? 2 : 6, arbitrary: replace },
    { weight: manner === 'patch' ? 1 : 2, arbitrary: remove },
    { weight: 1, arbitrary: simple('read') },
    ...(manner === 'plain' || !takesPatch ? [] : [{ weight: manner === 'patch' ? 14 : 5, arbitrary: patch }]),
    ...(ground.findable ? [{ weight: 2, arbitrary: simple('find') }] : []),
    ...(focus.some(({ kind }) => kind === 'references') ? [{ weight: 2, arbitrary: simple('delete referred') }] : []),
  )
}

function operationsOf(ground: Ground, focus: readonly GroundAttribute[]): fc.Arbitrary<readonly OperationCase[]> {
  const odd = fc.constantFrom(...oddities).map((name): OperationCase => ({ kind: 'odd', odd: name }))
  const label = ground.label === undefined ? [] : [ground.label]
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
    ...label.map(() => ({
      weight: 1,
      arbitrary: fc.nat(places - 1).map((name): OperationCase => ({ kind: 'name', name })),
    })),
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
  const flag = parts.find(({ type }) => type === 'boolean')
  const key = parts.find(({ type }) => type !== 'boolean')
  if (flag === undefined || key === undefined) return [whole, element, partOf]
  // Making another element primary takes it from the one that was (RFC 7644 §3.5.2).
  const primary = pick.map(
    (at): OperationCase => ({
      kind: 'element',
      op: 'replace',
      path,
      by: { path: key.name, pick: at },
      part: flag.name,
      pick: 0,
    }),
  )
  return [whole, element, partOf, primary]
}

/** References are taken out through filters, and not changed: their parts are immutable (RFC 7643 §4.2). */
function withRemove(operation: OperationCase): OperationCase {
  return operation.kind === 'element' ? { ...operation, op: 'remove' } : operation
}

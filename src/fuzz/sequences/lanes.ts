// Lanes whose cases are sequences of commands.

import type { CheckContext } from '../../check/context.ts'
import { type Lane, lane } from '../lane.ts'
import { stripesOf } from '../search.ts'
import { type Drawn, type Manner, sequences } from './draw.ts'
import type { Ground } from './ground.ts'
import { runSequence } from './run-sequence.ts'
import { describeSequence, isSequence, type Sequence } from './step.ts'
import type { Judges } from './world.ts'

export interface SequenceOptions extends Drawn {
  readonly grounds: readonly [Ground, ...Ground[]]
  readonly judges: Judges
  /** A text with the mark of the run, different each time. */
  readonly unique: CheckContext['resources']['unique']
}

/** The name that the paths of a manner begin with. */
export function sequenceLaneName(manner: Manner): string {
  return `sequence/${manner}`
}

/** Sequences on every type that the service provider lets clients write to. */
export function sequenceLanes({
  manner,
  patch,
  grounds,
  judges,
  unique,
}: SequenceOptions): (stripes: number) => readonly Lane[] {
  const arbitrary = sequences(grounds, { manner, patch })
  return stripes =>
    stripesOf(sequenceLaneName(manner), stripes).map(name =>
      lane<Sequence>({
        name,
        share: 1,
        arbitrary,
        accepts: isSequence,
        describe: describeSequence,
        async examine(sequence, scim) {
          const ground = grounds.find(({ type }) => type.name === sequence.type)
          if (ground === undefined) return
          await runSequence(sequence.steps, scim, {
            ground,
            judges,
            unique: unique(),
            versions: manner === 'versions',
            title: describeSequence(sequence),
          })
        },
      }),
    )
}

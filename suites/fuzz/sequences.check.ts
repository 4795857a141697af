// Sequences of writes drawn by chance, each held against what the RFC says may come of it (RFC 7644 §3.3 to §3.6, §3.14).

import { type ActiveCheck, check } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { type FuzzSettings, searchLanes } from '../../src/fuzz/search.ts'
import type { Manner } from '../../src/fuzz/sequences/draw.ts'
import { sequenceLanes } from '../../src/fuzz/sequences/lanes.ts'
import { departures, departureWords } from '../support/departures.ts'
import { sequenceGrounds } from './sequences-ground.ts'

async function search(context: CheckContext, manner: Manner, settings: FuzzSettings): Promise<void> {
  const [first, ...others] = await sequenceGrounds(context)
  if (first === undefined) return context.unsupported('no resource type takes creates')
  const judges = { departures, words: departureWords }
  const { unique } = context.resources
  const patch = context.provider.capabilities['patch.supported'].met
  await searchLanes(context, sequenceLanes({ manner, patch, grounds: [first, ...others], judges, unique }), settings)
}

/** Creates, replacements, reads, filters and deletes in any order. */
export function sequencesFuzzed(settings: FuzzSettings): ActiveCheck {
  return check(
    'fuzz/sequences',
    {
      title: 'resources are as the writes before have left them, whatever order they came in',
      verifies: [
        '7644-3.5.1-04',
        '7644-3.3-01',
        '7644-3.3-10',
        '7644-3.5.1-02',
        '7644-3.5.1-10',
        '7644-3.6-01',
        '7644-3.6-02',
        '7644-3.6-05',
        '7643-2.5-02',
        '7643-3.1-07',
        '7643-3.1-08',
        '7643-3.1-24',
        '7643-7-41',
      ],
      fix: 'Repeat the sequence by its script, look for the write whose effect is missing, and store and show every resource from one place.',
    },
    context => search(context, 'plain', settings),
  )
}

/** The same with PATCH. */
export function patchSequencesFuzzed(settings: FuzzSettings): ActiveCheck {
  return check(
    'fuzz/patch-sequences',
    {
      title: 'generated PATCH operations, one after the other, leave what the rules of PATCH say, or nothing at all',
      verifies: [
        '7644-3.5.2-20',
        '7644-3.5.2-16',
        '7644-3.5.2-22',
        '7644-3.5.2-24',
        '7644-3.5.2-25',
        '7644-3.5.2.1-03',
        '7644-3.5.2.1-05',
        '7644-3.5.2.1-06',
        '7644-3.5.2.1-07',
        '7644-3.5.2.1-09',
        '7644-3.5.2.2-03',
        '7644-3.5.2.2-04',
        '7644-3.5.2.3-01',
        '7644-3.5.2.3-02',
        '7644-3.5.2.3-03',
        '7644-3.5.2.3-06',
        '7644-3.5.2.3-11',
        '7644-3.6-01',
      ],
      fix: 'Repeat the sequence by its script, and apply each operation to the stored resource as the one before has left it.',
    },
    context => search(context, 'patch', settings),
  )
}

/** The same under conditions on the version. */
export function versionSequencesFuzzed(settings: FuzzSettings): ActiveCheck {
  return check(
    'fuzz/version-sequences',
    {
      title: 'every change gives a new version, and writes under an old version change nothing, in any order',
      verifies: ['7644-3.14-07', '9110-13.1.1-01', '9110-13.1.1-02', '9110-13.1.1-04'],
      fix: 'Draw a new version with every change of the stored resource, and compare If-Match with it before anything is changed.',
    },
    context => search(context, 'versions', settings),
  )
}

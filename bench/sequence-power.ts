// What generated sequences of writes find, and that they find nothing where there is nothing: commands on the embedded
// provider as it is; defects of PATCH and of resources found by sequences alone; how small what is found becomes. Prints a
// Markdown table for bench/README.md. Arguments: commands on the clean provider (0 for none), requests for each check on
// each defect, the areas of defects by their first letters.

import { cpus } from 'node:os'
import { attributeDefects } from '../fixtures/defects/attributes.ts'
import type { Defect } from '../fixtures/defects/defect.ts'
import { etagDefects } from '../fixtures/defects/etag.ts'
import { groupDefects } from '../fixtures/defects/groups.ts'
import { patchGroupDefects } from '../fixtures/defects/patch-groups.ts'
import { patchListDefects } from '../fixtures/defects/patch-lists.ts'
import { patchMessageDefects } from '../fixtures/defects/patch-messages.ts'
import { patchSequenceDefects } from '../fixtures/defects/patch-sequences.ts'
import { patchValueDefects } from '../fixtures/defects/patch-values.ts'
import { changeDefects } from '../fixtures/defects/resource-changes.ts'
import { identityDefects } from '../fixtures/defects/resource-identity.ts'
import { resourceDefects } from '../fixtures/defects/resources.ts'
import { sequencePatchDefects } from '../fixtures/defects/sequence-patches.ts'
import { sequenceWriteDefects } from '../fixtures/defects/sequence-writes.ts'
import { isSequence } from '../src/fuzz/sequences/step.ts'
import { trySequences } from '../test/fuzz/sequence-provider.ts'
import { optionsOf } from '../test/proof/examine-provider.ts'

const commands = Number(process.argv[2] ?? 20_000)
const requests = Number(process.argv[3] ?? 700)
const wanted = process.argv[4] ?? ''

const areas: Readonly<Record<string, readonly Defect[]>> = {
  PATCH: [
    ...patchMessageDefects,
    ...patchValueDefects,
    ...patchListDefects,
    ...patchSequenceDefects,
    ...patchGroupDefects,
  ],
  'resources, groups, attributes and versions': [
    ...resourceDefects,
    ...identityDefects,
    ...changeDefects,
    ...groupDefects,
    ...attributeDefects,
    ...etagDefects,
  ],
  'sequences of writes': [...sequenceWriteDefects, ...sequencePatchDefects],
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

async function cleanRun(): Promise<{ commands: number; requests: number; divergences: number }> {
  const done = { commands: 0, requests: 0, divergences: 0 }
  for (let seed = 1; done.commands < commands; seed++) {
    const { result, findings } = await trySequences({}, { requests: 4000, seed, seconds: 300 })
    done.requests += result.requests
    // A command takes two or three requests: what it sends, what it reads back, and its part in taking all away again.
    done.commands += Math.floor(result.requests / 3)
    done.divergences += findings.length
  }
  return done
}

console.log(
  `Measured ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}).\n`,
)
console.log('| what | figure |\n|---|---|')
const clean = await cleanRun()
console.log(
  `| divergences on the clean provider, ${clean.commands} commands (${clean.requests} requests) | ${clean.divergences} |`,
)
const sizes: number[] = []
for (const [area, defects] of Object.entries(areas)) {
  if (!area.startsWith(wanted)) continue
  const firsts: number[] = []
  const missed: string[] = []
  for (const defect of defects) {
    const { findings } = await trySequences(optionsOf(defect), {
      requests,
      shrinkRequests: 300,
      firstOnly: true,
      seconds: 60,
    })
    const first = findings.map(({ firstExchange }) => firstExchange).toSorted((a, b) => a - b)[0]
    if (first === undefined) missed.push(defect.name)
    else firsts.push(first)
    for (const { value } of findings) if (isSequence(value)) sizes.push(value.steps.length)
  }
  console.log(
    `| defects of ${area} found by sequences alone, ${requests} requests a check | ${firsts.length} of ${defects.length} |`,
  )
  console.log(`| requests until the first divergence, median | ${median(firsts)} |`)
  if (missed.length > 0) console.error(`not found, ${area}: ${missed.join(', ')}`)
}
console.log(`| commands of the smallest sequence, median of ${sizes.length} | ${median(sizes)} |`)

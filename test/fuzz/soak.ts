// Fuzzes the provider as it is and every legal variant, until so many different filters were sent to them together: none may
// show a finding. `node test/fuzz/soak.ts [filters] [seed] [word of a variant's name …]`; ends with 1 where something was found.

import { allVariants } from '../../fixtures/variants/all.ts'
import { optionsOf } from '../proof/examine-provider.ts'
import { countingFilters, type FilterCount } from './count-filters.ts'
import { fuzzProvider } from './fuzz-provider.ts'

const wanted = Number(process.argv[2] ?? 200_000)
const firstSeed = Number(process.argv[3] ?? 1)
const words = process.argv.slice(4)
/** Requests for each of the three checks in one round on one provider. */
const each = 500

const providers = [
  { name: 'clean', options: {}, target: {} },
  ...allVariants.map(variant => ({ name: variant.name, options: optionsOf(variant), target: variant.target ?? {} })),
].filter(({ name }) => words.length === 0 || words.some(word => name.includes(word)))

let filters = 0
let requests = 0
let found = 0
const start = performance.now()

for (let seed = firstSeed; filters < wanted; seed++) {
  const before = filters
  for (const { name, options, target } of providers) {
    if (filters >= wanted) break
    const count: FilterCount = { different: new Set() }
    const counted = countingFilters(options, count)
    const { result, findings } = await fuzzProvider(counted, { requests: each, seed, seconds: 120, target })
    filters += count.different.size
    requests += result.requests
    const bad = result.checks.filter(({ verdict }) => !['pass', 'unsupported'].includes(verdict))
    found += Math.max(findings.length, bad.length)
    for (const { path, words: text, faults } of findings)
      console.log(JSON.stringify({ name, seed, path, text, faults }))
    for (const { id, verdict, reason } of bad) console.log(JSON.stringify({ name, seed, id, verdict, reason }))
  }
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(`seed ${seed}: ${filters} filters, ${requests} requests, ${found} findings, ${seconds} s`)
  if (filters === before) break
}
process.exitCode = found === 0 ? 0 : 1

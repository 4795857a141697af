// `node test/hostile/all-mutants.ts [answers] [seed]`: runs against the embedded provider with answers changed at random until so
// many (5,000) were changed; prints the seed of whatever broke. Ends with 1 where something did.

import { attack, sample } from './attack.ts'
import { startMutants } from './mutants.ts'

const [wanted = 5000, first = 1] = process.argv.slice(2).map(Number)
let changed = 0
let broken = 0
let runs = 0
for (let seed = first; changed < wanted; seed++) {
  const running = await startMutants(seed)
  const { wrongs } = await attack(running, sample, { request: 5, check: 30 })
  await running.close()
  changed += Math.max(1, running.count())
  runs++
  for (const wrong of wrongs) console.log(`✗ seed ${seed}: ${wrong.slice(0, 600)}`)
  broken += wrongs.length
}
console.log(`${runs} runs, ${changed} answers changed, ${broken} wrong`)
process.exitCode = broken === 0 ? 0 : 1

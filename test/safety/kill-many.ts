// Kills and sweeps as many runs as the argument says (500), two side by side, and prints a table:
// node test/safety/kill-many.ts 500

import { type Cycle, killAndSweep, openTenant, tableOf } from './kill.ts'

const count = Number(process.argv[2] ?? 500)
const first = Number(process.argv[3] ?? 1)
const seeds = Array.from({ length: count }, (_, index) => first + index)
const cycles: Cycle[] = []

async function work(): Promise<void> {
  const tenant = await openTenant(50, 5)
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const cycle = await killAndSweep(tenant, seed)
    cycles.push(cycle)
    if (cycle.left > 0 || cycle.journals > 0 || !cycle.unchanged || cycle.aimed > 0) console.log(JSON.stringify(cycle))
    if (cycles.length % 25 === 0) console.error(`${cycles.length}/${count}`)
  }
  tenant.stop()
}
// Who has seen enough gets the table of those done so far.
process.on('SIGTERM', () => {
  console.log(tableOf(cycles))
  process.exit(1)
})
await Promise.all([work(), work()])
console.log(tableOf(cycles))
process.exit(cycles.some(({ left, journals, unchanged }) => left > 0 || journals > 0 || !unchanged) ? 1 : 0)

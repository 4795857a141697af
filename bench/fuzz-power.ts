// With each filter defect switched on alone: does the fuzzer find it within 2,000 requests, and after how many? No other check
// runs. Prints Markdown for bench/README.md; `node bench/fuzz-power.ts [requests] [seed] [word of a defect's name …]`.

import { cpus } from 'node:os'
import type { Defect } from '../fixtures/defects/defect.ts'
import { filterEqDefects } from '../fixtures/defects/filter-eq.ts'
import { filterFuzzDefects } from '../fixtures/defects/filter-fuzz.ts'
import { filterLanguageDefects } from '../fixtures/defects/filter-language.ts'
import { filterOperatorDefects } from '../fixtures/defects/filter-operators.ts'
import { filterTextDefects } from '../fixtures/defects/filter-text.ts'
import { findDefect, median } from '../test/fuzz/find-defects.ts'

const requests = Number(process.argv[2] ?? 2000)
const seed = Number(process.argv[3] ?? 1)
const words = process.argv.slice(4)

const areas: Readonly<Record<string, readonly Defect[]>> = {
  'filter-operators': filterOperatorDefects,
  'filter-language': filterLanguageDefects,
  'filter-text': filterTextDefects,
  'filter-eq': filterEqDefects,
  'filter-fuzz': filterFuzzDefects,
}

interface Row {
  readonly area: string
  readonly name: string
  readonly title: string
  /** Requests of the run when it was first seen; undefined where it was not. */
  readonly requests: number | undefined
}

const rows: Row[] = []
for (const [area, defects] of Object.entries(areas)) {
  for (const defect of defects) {
    if (words.length > 0 && !words.some(word => defect.name.includes(word))) continue
    const found = await findDefect(defect, requests, seed)
    rows.push({ area, name: defect.name, title: defect.title, requests: found })
    console.error(`${rows.length} ${defect.name}: ${found ?? 'not found'}`)
  }
}

const found = rows.flatMap(row => (row.requests === undefined ? [] : [row.requests]))
const share = (part: number, whole: number): string => `${part} of ${whole} (${Math.round((100 * part) / whole)} %)`
const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`
console.log(
  `Measured ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${machine}, seed ${seed}, ${requests} requests a defect at the most:\n`,
)
console.log('| defects of | found by fuzzing alone | median of requests to the first finding |\n|---|---|---|')
for (const area of Object.keys(areas)) {
  const own = rows.filter(row => row.area === area)
  const seen = own.flatMap(row => (row.requests === undefined ? [] : [row.requests]))
  if (own.length > 0)
    console.log(`| fixtures/defects/${area}.ts | ${share(seen.length, own.length)} | ${median(seen)} |`)
}
console.log(`| **all** | **${share(found.length, rows.length)}** | **${median(found)}** |`)
for (const most of [200, 500, 1000, 2000]) {
  if (most <= requests)
    console.log(`| within ${most} requests | ${share(found.filter(one => one <= most).length, rows.length)} | |`)
}
const missed = rows.filter(row => row.requests === undefined)
if (missed.length > 0) console.log('\nNot found by fuzzing; the checks written by hand find them:\n')
for (const { name, title } of missed) console.log(`- \`${name}\`: ${title}`)

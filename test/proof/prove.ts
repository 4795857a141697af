// `npm run proof`: all checks against the clean provider, every variant and their combinations, and against every defect the checks that it
// names (`--whole`: all of them). Words in the arguments choose jobs by name. Writes reports/proof.json and docs/proof.md, and
// ends with 1 where the proof does not hold.

import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { allJobs, type Job, type JobResult } from './jobs.ts'
import { judge, renderProof } from './verdict.ts'

const root = resolve(import.meta.dirname, '../..')
const start = performance.now()
const whole = process.argv.includes('--whole')
const only = process.argv.slice(2).filter(word => word !== '--whole')
const wanted = allJobs().filter(job => only.length === 0 || only.some(name => job.name.includes(name)))

const results: JobResult[] = []
const broken: string[] = []
const queue = [...wanted]

async function work(): Promise<void> {
  const child = fork(join(import.meta.dirname, 'worker.ts'))
  await new Promise<void>((done, fail) => {
    const next = (): void => {
      const job = queue.shift()
      if (job === undefined) {
        child.kill()
        done()
      } else child.send({ job, whole })
    }
    child.on('message', (message: { job: Job; result?: JobResult; error?: string }) => {
      if (message.result !== undefined) {
        results.push(message.result)
        // At once, so that nothing of a long proof is lost where it is cut short.
        for (const problem of judge([message.result], []).problems) console.error(`✗ ${problem}`)
      } else broken.push(`${message.job.name}: ${message.error}`)
      const count = results.length + broken.length
      if (process.stderr.isTTY) process.stderr.write(`\r${count}/${wanted.length} `)
      else if (count % 25 === 0) console.error(`${count}/${wanted.length}`)
      next()
    })
    child.on('error', fail)
    child.on('exit', code => {
      if (code !== null && code !== 0) fail(new Error(`a worker of the proof ended with ${code}`))
    })
    next()
  })
}

await Promise.all(Array.from({ length: Math.max(1, Math.min(cpus().length, 8)) }, work))
const seconds = Math.round((performance.now() - start) / 100) / 10
const proof = judge(results, broken)
mkdirSync(join(root, 'reports'), { recursive: true })
writeFileSync(join(root, 'reports/proof.json'), `${JSON.stringify({ seconds, ...proof, results }, null, 1)}\n`)
if (only.length === 0 && !whole) writeFileSync(join(root, 'docs/proof.md'), renderProof(proof))
for (const problem of proof.problems) console.log(`✗ ${problem}`)
console.log(
  `${proof.checks} checks · ${proof.variants} variants and ${proof.combinations} combinations of them, ${proof.variantsFailed} with a failure · ${proof.defects} defects, ${proof.defects - proof.defectsCaught} not caught · ${proof.checksWithoutDefect.length} checks without a defect · ${seconds} s`,
)
process.exitCode = proof.problems.length === 0 ? 0 : 1

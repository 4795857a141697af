// One process of the proof: runs the jobs it is sent, one after another.

import { type Job, runJob } from './jobs.ts'

process.on('message', async ({ job, whole }: { job: Job; whole: boolean }) => {
  try {
    process.send?.({ job, result: await runJob(job, whole) })
  } catch (error) {
    process.send?.({ job, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})

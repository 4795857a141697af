// One process of the proof: runs the jobs it is sent, one after another.

import { allJobs, runJob } from './jobs.ts'

process.on('message', async ({ index, whole }: { index: number; whole: boolean }) => {
  const job = allJobs[index]
  if (job === undefined) throw new Error(`no job ${index}`)
  try {
    process.send?.({ index, result: await runJob(job, whole) })
  } catch (error) {
    process.send?.({ index, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})

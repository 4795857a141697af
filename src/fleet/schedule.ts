// Who is next: many jobs, some at once, shared fairly among hosts, so that a slow host holds up its own targets only.

export interface ScheduleOptions<Job> {
  /** Jobs under way at once. */
  readonly jobs: number
  /** Jobs under way at once on one host; as many as `jobs` when absent. */
  readonly perHost?: number
  readonly hostOf: (job: Job) => string
  /** Does the job; what it throws ends the schedule, so it should throw nothing. */
  readonly work: (job: Job) => Promise<void>
  /** Once aborted, no further job begins. */
  readonly signal?: AbortSignal
}

interface Lane<Job> {
  readonly waiting: Job[]
  running: number
  /** When one of its jobs began last, in the order of beginnings. */
  turn: number
}

/**
 * Works through all jobs, and ends when those that have begun are over. Whenever there is room, the host with the fewest
 * jobs under way is next, among equals the one whose turn is longest ago. Gives the jobs that never began.
 */
export async function schedule<Job>(all: readonly Job[], options: ScheduleOptions<Job>): Promise<readonly Job[]> {
  const { jobs, perHost = jobs, hostOf, work, signal } = options
  const lanes = new Map<string, Lane<Job>>()
  for (const job of all) {
    const host = hostOf(job)
    const lane = lanes.get(host) ?? { waiting: [], running: 0, turn: 0 }
    lane.waiting.push(job)
    lanes.set(host, lane)
  }
  for (const lane of lanes.values()) lane.waiting.reverse() // So that the next one is taken from the end.
  let turns = 0

  const next = (): { readonly job: Job; readonly lane: Lane<Job> } | undefined => {
    if (signal?.aborted === true) return undefined
    let best: Lane<Job> | undefined
    for (const lane of lanes.values()) {
      if (lane.waiting.length === 0 || lane.running >= perHost) continue
      if (
        best === undefined ||
        lane.running < best.running ||
        (lane.running === best.running && lane.turn < best.turn)
      ) {
        best = lane
      }
    }
    const job = best?.waiting.pop()
    return best === undefined || job === undefined ? undefined : { job, lane: best }
  }

  await new Promise<void>((done, fail) => {
    let running = 0
    const fill = (): void => {
      while (running < jobs) {
        const chosen = next()
        if (chosen === undefined) break
        const { job, lane } = chosen
        running += 1
        lane.running += 1
        turns += 1
        lane.turn = turns
        work(job)
          .catch(fail)
          .finally(() => {
            running -= 1
            lane.running -= 1
            fill()
          })
      }
      if (running === 0) done()
    }
    fill()
  })
  return [...lanes.values()].flatMap(({ waiting }) => waiting.toReversed())
}

// Runs the lanes of a check side by side within a budget, cases of the corpus first, and reports what they find.

import type { CheckContext } from '../check/context.ts'
import type { FuzzFinding, Lane } from './lane.ts'

/** A case that once showed a departure: one line of a corpus file. */
export interface CorpusCase {
  readonly lane: string
  /** The case as plain data. */
  readonly case: unknown
}

export interface FuzzSettings {
  /** Requests for a check's search; making failures smaller takes up to `shrinkRequests` for each besides. */
  readonly requests: number
  readonly shrinkRequests: number
  /** Time for a check, search and shrinking together. */
  readonly seconds: number
  /** Repeats one case alone: the path of a finding. */
  readonly path?: string
  /** Ends the search with the first finding. */
  readonly firstOnly?: boolean
  readonly corpus?: readonly CorpusCase[]
  /** Told of every finding, shrunk. */
  readonly onFinding?: (finding: FuzzFinding) => void
}

/** The name of a lane without the number of its stripe: cases of one stripe are cases of all. */
export function kindOf(lane: string): string {
  return lane.replace(/#\d+$/, '')
}

/** The names of lanes of one kind: `valid/oracle/User`, `valid/oracle/User#2` … */
export function stripesOf(kind: string, stripes: number): readonly string[] {
  return Array.from({ length: stripes }, (_, index) => (index === 0 ? kind : `${kind}#${index + 1}`))
}

/** Makes the lanes of a check; with more `stripes`, more of the same kind run side by side. */
export type LanesOf = (stripes: number) => readonly Lane[]

/** Requests a lane should at least have: more lanes than that only cut the budget into crumbs. */
const leastOfALane = 50
/** Lanes of one kind at the most: so many requests are under way for it at once. */
const mostStripes = 8

/** Searches with all lanes, or repeats one case. Every finding becomes one of the check. */
export async function searchLanes(context: CheckContext, lanesOf: LanesOf, settings: FuzzSettings): Promise<void> {
  const deadline = performance.now() + settings.seconds * 1000
  let enough = false
  const base = {
    seed: context.random.seed,
    scim: context.scim,
    isOver: () => enough || performance.now() >= deadline,
    shrinkRequests: settings.shrinkRequests,
  }
  const reported = new Set<string>()
  const report = (finding: FuzzFinding): void => {
    // Stripes of one kind often shrink to the same case: it is told once.
    const key = `${kindOf(finding.lane)} ${finding.words}`
    if (reported.has(key)) return
    reported.add(key)
    enough = settings.firstOnly === true
    settings.onFinding?.(finding)
    const where =
      finding.path === '' ? `${finding.lane}, from the corpus` : `--seed ${base.seed} --path ${finding.path}`
    for (const fault of finding.faults) context.report({ ...fault, subject: where })
  }
  if (settings.path !== undefined) {
    const colon = settings.path.indexOf(':')
    const name = settings.path.slice(0, colon)
    const lane = lanesOf(mostStripes).find(one => one.name === name)
    if (lane === undefined) return context.unsupported(`there is nothing here that "${name}" stands for`)
    const found = await lane.replay(settings.path.slice(colon + 1), { ...base, requests: settings.requests })
    if (found !== undefined) report(found)
    return
  }
  const kinds = lanesOf(1)
  if (kinds.length === 0) return
  const wanted = Math.floor(settings.requests / (kinds.length * leastOfALane))
  const lanes = lanesOf(Math.min(mostStripes, Math.max(1, wanted)))
  const shares = lanes.reduce((sum, { share }) => sum + share, 0)
  await Promise.all(
    lanes.map(async lane => {
      const requests = Math.max(1, Math.round((settings.requests * lane.share) / shares))
      const laneSettings = { ...base, requests }
      // A kind of lane tries its old cases once, not in each of its stripes.
      const known = (settings.corpus ?? []).filter(old => kindOf(old.lane) === lane.name)
      for (const old of known) {
        const found = await lane.retry(old.case, laneSettings)
        if (found !== undefined) return report(found)
      }
      const found = await lane.search(laneSettings)
      if (found !== undefined) report(found)
    }),
  )
}

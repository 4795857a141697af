// Draws the table of a fleet on the terminal while it is looked at, and takes it away again.

import { countFleet } from '../../fleet/gather.ts'
import { fleetTable } from '../../report/fleet-live.ts'
import { toneOf } from '../../report/fleet-words.ts'
import type { FleetRecord } from '../../result/fleet-result.ts'

export interface LiveTable {
  begin(name: string): void
  over(record: FleetRecord): void
  end(): void
}

const everyMs = 200
const keptIll = 20

/** A table on stderr, drawn again five times a second. Call `end` before anything else is printed. */
export function liveTable(total: number, width: number): LiveTable {
  const start = performance.now()
  const running = new Map<string, number>()
  const ill: FleetRecord[] = []
  const counts = countFleet([])
  let done = 0
  let requests = 0
  let lines = 0

  /** Line over line: a screen that is cleared as a whole goes into the history of some terminals, five times a second. */
  const replace = (table: readonly string[]): void => {
    const up = lines === 0 ? '' : `\u001b[${lines}A`
    const left = Math.max(0, lines - table.length)
    const rest = left === 0 ? '' : `${'\u001b[2K\n'.repeat(left)}\u001b[${left}A`
    process.stderr.write(`${up}${table.map(line => `\u001b[2K${line}\n`).join('')}${rest}`)
    lines = table.length
  }
  const draw = (): void => {
    const now = performance.now()
    const table = fleetTable(
      {
        total,
        done,
        counts,
        requests,
        seconds: (now - start) / 1000,
        running: [...running].map(([name, began]) => ({ name, seconds: (now - began) / 1000 })),
        ill,
      },
      { width: width - 1, height: Math.min(14, Math.max(4, (process.stderr.rows ?? 24) - 2)) },
    )
    replace(table)
  }
  const timer = setInterval(draw, everyMs)
  timer.unref()
  return {
    begin(name) {
      running.set(name, performance.now())
    },
    over(record) {
      running.delete(record.name)
      done += 1
      requests += record.requests
      counts[record.verdict] += 1
      if (toneOf[record.verdict] !== 'pass') ill.unshift(record)
      if (ill.length > keptIll) ill.pop()
    },
    end() {
      clearInterval(timer)
      replace([])
    },
  }
}

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

  const wipe = (): string => (lines === 0 ? '' : `\u001b[${lines}A\u001b[J`)
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
    process.stderr.write(`${wipe()}${table.map(line => `${line}\n`).join('')}`)
    lines = table.length
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
      process.stderr.write(wipe())
      lines = 0
    },
  }
}

// The table that stands on the terminal while a fleet is looked at: how many are done, what runs and for how long, what is ill.

import type { FleetRecord, FleetVerdict } from '../result/fleet-result.ts'
import { toneSigns } from './fleet-terminal.ts'
import { fleetCountsLine, toneOf } from './fleet-words.ts'
import { oneLine } from './plain-text.ts'

export interface FleetProgress {
  readonly total: number
  readonly done: number
  readonly counts: Readonly<Record<FleetVerdict, number>>
  readonly seconds: number
  readonly requests: number
  /** Those that run, the longest first, with the seconds since they began. */
  readonly running: readonly { readonly name: string; readonly seconds: number }[]
  /** Those that were found ill last, the newest first. */
  readonly ill: readonly FleetRecord[]
}

/** The lines of the table, each no wider than `width`, no more than `height` of them. */
export function fleetTable(
  progress: FleetProgress,
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] {
  const { total, done, counts, seconds, requests, running, ill } = progress
  const cells = Math.max(10, Math.min(30, width - 40))
  const full = total === 0 ? 0 : Math.floor((done / total) * cells)
  const bar = `${'█'.repeat(full)}${'░'.repeat(cells - full)}`
  const rate = seconds < 1 ? '' : ` · ${Math.round(requests / seconds)} requests/s`
  const heads = [`${bar} ${done}/${total} · ${seconds.toFixed(0)} s${rate}`, fleetCountsLine(counts)]
  const room = Math.max(2, height - heads.length)
  const illRoom = Math.min(ill.length, Math.max(1, Math.ceil(room / 2)))
  const slow = running.filter(one => one.seconds >= 1).slice(0, room - illRoom)
  const slowest = slow.length > 0 ? slow : running.slice(0, 1)
  return [
    ...heads,
    ...slowest.map(one => `  … ${oneLine(one.name)} ${one.seconds.toFixed(0)} s`),
    ...ill
      .slice(0, illRoom)
      .map(
        ({ name, verdict, reason }) =>
          `  ${toneSigns[toneOf[verdict]]} ${oneLine(name)}  ${verdict}  ${oneLine(reason)}`,
      ),
  ]
    .filter(line => line !== '')
    .map(line => (line.length > width ? `${line.slice(0, width - 1)}…` : line))
}

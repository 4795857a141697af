// One live line while a run is under way; nothing where there is no terminal.

import type { Progress } from '../engine/examine.ts'
import { countVerdicts } from '../engine/examine.ts'
import type { CheckRecord, RunResult } from '../result/run-result.ts'

/** How far a run is and what runs now, in so many columns at the most: the narrower, the less is told. */
export function progressText({
  done,
  total,
  counts,
  running,
  width,
}: {
  readonly done: number
  readonly total: number
  readonly counts: RunResult['counts']
  readonly running: string
  readonly width: number
}): string {
  const { pass, fail, warn, blocked, error } = counts
  const bad = fail + blocked + error
  const words = [
    `${done}/${total} checks · ${pass} pass · ${bad} fail or blocked · ${warn} warn · `,
    `${done}/${total} · ${pass} pass · ${bad} fail · `,
    `${done}/${total} · ${bad} fail · `,
  ]
  const start = words.find(text => text.length + running.length <= width) ?? words.at(-1) ?? ''
  const line = start + running
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`
}

/** Draws progress on stderr. Call `end` before anything else is printed. */
export function liveLine(width: number): { show(progress: Progress): void; end(): void } {
  // A check that had no answer may be tried twice.
  const records = new Map<string, CheckRecord>()
  let total = 0
  let running = ''
  let drawn = 0

  const draw = (text: string): void => {
    process.stderr.write(`\r\u001b[K${text.slice(0, width - 1)}`)
  }
  return {
    show(progress) {
      switch (progress.kind) {
        case 'phase':
          draw(progress.words)
          return
        case 'begin':
          total = progress.total
          return
        case 'check':
          running = progress.id
          break
        case 'record':
          records.set(progress.record.id, progress.record)
          break
      }
      const now = performance.now()
      if (now - drawn < 60) return
      drawn = now
      draw(
        progressText({
          done: records.size,
          total,
          counts: countVerdicts([...records.values()]),
          running,
          width: width - 1,
        }),
      )
    },
    end() {
      process.stderr.write('\r\u001b[K')
    },
  }
}

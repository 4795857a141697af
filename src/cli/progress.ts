// One live line while a run is under way; nothing where there is no terminal.

import type { Progress } from '../engine/examine.ts'
import { countVerdicts } from '../engine/examine.ts'
import type { CheckRecord } from '../result/run-result.ts'

/** Draws progress on stderr. Call `end` before anything else is printed. */
export function liveLine(width: number): { show(progress: Progress): void; end(): void } {
  const records: CheckRecord[] = []
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
          records.push(progress.record)
          break
      }
      const now = performance.now()
      if (now - drawn < 60) return
      drawn = now
      const { pass, fail, warn, blocked, error } = countVerdicts(records)
      const bad = fail + blocked + error
      draw(`${records.length}/${total} checks · ${pass} pass · ${bad} fail or blocked · ${warn} warn · ${running}`)
    },
    end() {
      process.stderr.write('\r\u001b[K')
    },
  }
}

// Numbers and durations as a reader meets them in every report.

/** `1 check`, `1,204 checks`. */
export function amount(number: number, noun: string, plural = `${noun}s`): string {
  return `${thousands(number)} ${number === 1 ? noun : plural}`
}

/** `1,204`. */
export function thousands(number: number): string {
  return number.toLocaleString('en')
}

/** From milliseconds: `12 ms`, `4.2 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

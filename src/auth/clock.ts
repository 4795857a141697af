// Whether this machine's clock and another's agree: tokens and assertions are only good while they do.

/** How far clocks may differ before it is worth a word; what most servers allow for. */
const toleratedMs = 60_000

/** Says that our clock is ahead or behind, by the Date header of an answer; undefined where the two agree well enough. */
export function clockSkew(dateHeader: string | undefined | null, now: number = Date.now()): string | undefined {
  const theirs = dateHeader === undefined || dateHeader === null ? Number.NaN : Date.parse(dateHeader)
  const difference = now - theirs
  if (Number.isNaN(difference) || Math.abs(difference) < toleratedMs) return undefined
  const side = difference > 0 ? 'ahead of' : 'behind'
  return `The clock of this machine is ${durationWords(Math.abs(difference))} ${side} theirs (Date header): set it right, since tokens are only good between two moments.`
}

/** A duration in the one unit that says enough: `42 seconds`, `1 minute`, `3 days`. */
export function durationWords(milliseconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ]
  const [name, size] = units.find(([, length]) => milliseconds >= length * 2) ?? ['second', 1000]
  const count = Math.round(milliseconds / size)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

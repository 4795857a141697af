// A covering array: the fewest rows we find in which every two levels of two factors meet at least once.

export type Row<Level> = Readonly<Record<string, Level>>

/** Chosen for short arrays. */
const seed = 2

/** How many rows are tried for each that is taken. */
const candidates = 60

/** The factors as numbers, which are quick to compare: levels are counted through all factors. */
interface Numbered<Level> {
  readonly names: readonly string[]
  /** Per factor the numbers of its levels. */
  readonly levels: readonly (readonly number[])[]
  readonly meaning: readonly { readonly factor: number; readonly level: Level }[]
  /** Whether two numbers may stand in one row. */
  readonly mayMeet: (a: number, b: number) => boolean
}

function number<Level>(
  factors: Readonly<Record<string, readonly Level[]>>,
  mayMeet: (a: Level, b: Level) => boolean,
): Numbered<Level> {
  const names = Object.keys(factors)
  const meaning = names.flatMap((name, factor) => (factors[name] ?? []).map(level => ({ factor, level })))
  const levels = names.map((_, factor) => [...meaning.keys()].filter(each => meaning[each]?.factor === factor))
  const table = meaning.map(a => meaning.map(b => mayMeet(a.level, b.level) && mayMeet(b.level, a.level)))
  return { names, levels, meaning, mayMeet: (a, b) => table[a]?.[b] === true }
}

/** A number in [0, 1) from a counter: the same for every run (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

/** One number for a pair of levels, whichever is told first. */
function pairOf(a: number, b: number): number {
  return a < b ? a * 10_000 + b : b * 10_000 + a
}

function pairsIn(row: readonly number[]): number[] {
  return row.flatMap((a, index) => row.slice(index + 1).map(b => pairOf(a, b)))
}

/** Every pair of levels of two different factors that may meet. */
function openPairs<Level>({ meaning, mayMeet }: Numbered<Level>): Set<number> {
  const all = [...meaning.keys()]
  return new Set(
    all.flatMap(a =>
      all.filter(b => a < b && meaning[a]?.factor !== meaning[b]?.factor && mayMeet(a, b)).map(b => pairOf(a, b)),
    ),
  )
}

/** Begins with an open pair, then fills the factors in a random order, each with the level that covers most of what is open. */
function draftRow<Level>(
  { levels, meaning, mayMeet }: Numbered<Level>,
  open: ReadonlySet<number>,
  pairs: readonly number[],
  random: () => number,
): number[] {
  const pair = pairs[Math.floor(random() * pairs.length)] ?? 0
  const row = [Math.floor(pair / 10_000), pair % 10_000]
  const taken = new Set(row.map(each => meaning[each]?.factor))
  for (const factor of shuffled([...levels.keys()], random)) {
    if (taken.has(factor)) continue
    let best = { level: -1, gain: -1 }
    for (const level of shuffled(levels[factor] ?? [], random)) {
      if (!row.every(other => mayMeet(level, other))) continue
      const gain = row.filter(other => open.has(pairOf(level, other))).length
      if (gain > best.gain) best = { level, gain }
    }
    if (best.level !== -1) row.push(best.level)
  }
  return row
}

/**
 * Rows that together show every pair of levels that may meet. Deterministic. A factor none of whose levels may meet the
 * others of a row is left out of that row.
 */
export function coveringArray<Level>(
  factors: Readonly<Record<string, readonly Level[]>>,
  mayMeet: (a: Level, b: Level) => boolean,
): readonly Row<Level>[] {
  const numbered = number(factors, mayMeet)
  const open = openPairs(numbered)
  const random = randomFrom(seed)
  const rows: number[][] = []
  while (open.size > 0) {
    const pairs = [...open]
    let best: { row: number[]; gain: number } = { row: [], gain: -1 }
    for (let count = 0; count < candidates; count++) {
      const row = draftRow(numbered, open, pairs, random)
      const gain = pairsIn(row).filter(pair => open.has(pair)).length
      if (gain > best.gain) best = { row, gain }
    }
    for (const pair of pairsIn(best.row)) open.delete(pair)
    rows.push(best.row)
  }
  return rows.map(row => toRow(numbered, row))
}

/** In the order of the factors, so that a reader finds his way. */
function toRow<Level>({ names, meaning }: Numbered<Level>, row: readonly number[]): Row<Level> {
  const entries = row
    .toSorted((a, b) => a - b)
    .flatMap(each => {
      const one = meaning[each]
      return one === undefined ? [] : [[names[one.factor] ?? '', one.level] as const]
    })
  return Object.fromEntries(entries)
}

// A covering array: the fewest rows we find in which every two levels of two factors meet at least once.

export type Row<Level> = Readonly<Record<string, Level>>
type Draft<Level> = Record<string, Level>
type MayMeet<Level> = (a: Level, b: Level) => boolean

/** Chosen for short arrays. */
const seed = 2

/** How many rows are tried for each that is taken. */
const candidates = 60

/** A number in [0, 1) from a counter: the same for every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
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

/** A pair under one name, whichever of its two factors is told first. */
function pairName<Level>(factorA: string, a: Level, factorB: string, b: Level): string {
  const [first, second] = [`${factorA}=${String(a)}`, `${factorB}=${String(b)}`].sort()
  return `${first} & ${second}`
}

/** Every pair of levels of two different factors that may meet. */
export function allPairs<Level>(
  factors: Readonly<Record<string, readonly Level[]>>,
  mayMeet: MayMeet<Level>,
): Map<string, Row<Level>> {
  const names = Object.keys(factors)
  const pairs = new Map<string, Row<Level>>()
  for (const [index, factorA] of names.entries()) {
    for (const factorB of names.slice(index + 1)) {
      for (const a of factors[factorA] ?? []) {
        for (const b of factors[factorB] ?? []) {
          if (!mayMeet(a, b) || !mayMeet(b, a)) continue
          pairs.set(pairName(factorA, a, factorB, b), { [factorA]: a, [factorB]: b })
        }
      }
    }
  }
  return pairs
}

/** The pairs that a row shows. */
export function pairsOf<Level>(row: Row<Level>): string[] {
  const entries = Object.entries(row)
  return entries.flatMap(([factorA, a], index) =>
    entries.slice(index + 1).map(([factorB, b]) => pairName(factorA, a, factorB, b)),
  )
}

/** Begins with an open pair, then fills the factors in a random order, each with the level that covers most of what is open. */
function draftRow<Level>(
  factors: Readonly<Record<string, readonly Level[]>>,
  mayMeet: MayMeet<Level>,
  open: ReadonlyMap<string, Row<Level>>,
  random: () => number,
): Row<Level> {
  const pairs = [...open.values()]
  const row: Draft<Level> = { ...pairs[Math.floor(random() * pairs.length)] }
  for (const factor of shuffled(Object.keys(factors), random)) {
    if (factor in row) continue
    let best: { level: Level; gain: number } | undefined
    for (const level of shuffled(factors[factor] ?? [], random)) {
      const others = Object.entries(row)
      if (others.some(([, other]) => !mayMeet(level, other) || !mayMeet(other, level))) continue
      const gain = others.filter(([name, other]) => open.has(pairName(factor, level, name, other))).length
      if (best === undefined || gain > best.gain) best = { level, gain }
    }
    if (best !== undefined) row[factor] = best.level
  }
  return row
}

/**
 * Rows that together show every pair of levels that may meet. Deterministic. A factor whose levels may none of them meet
 * the others of a row is left out of that row.
 */
export function coveringArray<Level>(
  factors: Readonly<Record<string, readonly Level[]>>,
  mayMeet: MayMeet<Level>,
): readonly Row<Level>[] {
  const open = allPairs(factors, mayMeet)
  const random = randomFrom(seed)
  const rows: Row<Level>[] = []
  while (open.size > 0) {
    let best: { row: Row<Level>; gain: number } = { row: {}, gain: -1 }
    for (let count = 0; count < candidates; count++) {
      const row = draftRow(factors, mayMeet, open, random)
      const gain = pairsOf(row).filter(pair => open.has(pair)).length
      if (gain > best.gain) best = { row, gain }
    }
    for (const pair of pairsOf(best.row)) open.delete(pair)
    rows.push(best.row)
  }
  return rows
}

// Texts of a sequence's own: each place and each pick has one, the same whenever the command is carried out.

import type { Ground } from './ground.ts'

/** The text that fills placeholders for a resource at a place, one for each pick. `unique` is the sequence's own. */
export function textOf(unique: string, place: number, pick: number): string {
  return `${unique}${'abc'[pick] ?? `z${pick}`}${place + 1}`
}

/** Whether no two resources may have the same label (RFC 7643 §7). */
export function hasUniqueName({ label }: Pick<Ground, 'label'>): boolean {
  return label !== undefined && label.found.attribute.uniqueness !== 'none'
}

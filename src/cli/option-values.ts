// How values of options are read.

import { InvalidArgumentError } from 'commander'

/** Adds to what the same option has named before. */
export function commaSeparated(text: string, before: readonly string[]): string[] {
  const list = text
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '')
  if (list.length === 0) throw new InvalidArgumentError('Give at least one.')
  return [...before, ...list]
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Give a whole number.')
  return Number(text)
}

export function positiveNumber(text: string): number {
  const number = wholeNumber(text)
  if (number === 0) throw new InvalidArgumentError('Give a number from 1 upwards.')
  return number
}

export function portNumber(text: string): number {
  const port = positiveNumber(text)
  if (port > 65_535) throw new InvalidArgumentError('Give a port from 1 to 65535.')
  return port
}

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A span of time such as 90s, 30m, 1h or 2d, in milliseconds; 0 is none. */
export function spanMs(text: string): number {
  if (/^0+[smhd]?$/.test(text)) return 0
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? []
  const size = unitsMs[unit]
  if (count === undefined || size === undefined) {
    throw new InvalidArgumentError('Give a number and a unit: 90s, 30m, 1h or 2d.')
  }
  return Number(count) * size
}

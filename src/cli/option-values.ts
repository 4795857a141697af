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

// What both files in JUnit XML are written with: texts that the writer takes as they are meant, times and properties.

import type { create } from 'xmlbuilder2'
import { oneLine, plainText } from './plain-text.ts'

export type Element = ReturnType<ReturnType<typeof create>['ele']>

/** Adds a property below an element `properties`. */
export function property(properties: Element, name: string, value: string): void {
  properties.ele('property', { name, value: inAttribute(value) })
}

/** Milliseconds as seconds, `0.045`. */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

/** For the text of an element. The writer takes `&name;` for an entity already escaped and leaves it: so it gets every `&` escaped. */
export function inText(text: string): string {
  return plainText(text).replaceAll('&', '&amp;')
}

/** For an attribute, on one line. */
export function inAttribute(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;')
}

// HTML as a value: a template that escapes whatever is put into it, so that nothing in a run can become markup.

import { visibleText } from './plain-text.ts'

/** Markup of ours; only `html` and `ownText` make it. */
export interface Html {
  readonly markup: string
}

type Part = Html | string | number | undefined | readonly Part[]

/** A template whose strings are ours and whose parts are escaped, unless they are `Html` themselves; undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((text, string, index) => text + asMarkup(parts[index - 1]) + string) }
}

/** Style, script or policy text of ours, as it is: throws where it holds a tag. */
export function ownText(text: string): Html {
  if (/<\/?(?:script|style)|<!--/i.test(text)) throw new Error('style and script text cannot hold tags')
  return { markup: text }
}

/** For text and for attributes in double quotes; hidden characters come out visible. */
export function escapeHtml(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;')
}

/** The address of a check in the page: letters, digits and `. / -` as they are, anything else by its number. */
export function anchorOf(checkId: string): string {
  return anchored('check', checkId)
}

/** The address of a known deviation in the page. */
export function anchorOfKnown(id: string): string {
  return anchored('known', id)
}

function anchored(kind: string, id: string): string {
  return `${kind}-${id.replace(/[^A-Za-z0-9./-]/gu, character => `_${character.codePointAt(0)?.toString(16)}`)}`
}

function asMarkup(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(asMarkup).join('')
}

// A filter as findings show it.

import { show } from '../check/words.ts'

/** The text as it was sent, where it can be read as it stands; as a JSON string where spaces or signs would not be seen. */
export function filterWords(text: string, most = 300): string {
  const isReadable = text !== '' && text.trim() === text && !/\p{C}|\s{2}|[^\S ]/u.test(text)
  return isReadable && text.length <= most ? text : show(text, most)
}

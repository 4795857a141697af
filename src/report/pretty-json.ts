// JSON laid out for reading without changing a token: numbers, escapes and repeated members stay as they were sent.

/** A piece of a text, and whether it is to be marked for the reader. */
export interface Piece {
  readonly text: string
  readonly marked: boolean
}

/** Where a name or a scalar stands: `Resources.emails.value`, indexes left out. `token` is as it was sent. */
export interface JsonSpot {
  readonly token: string
  readonly path: string
}

/** The text indented by two spaces, or undefined where it is not JSON. */
export function prettyJson(text: string): string | undefined {
  return layOutJson(text, () => false)
    ?.map(piece => piece.text)
    .join('')
}

const deepestLaidOut = 60

/** As `prettyJson`, in pieces: names of members and scalars are marked where `isMarked` says so. */
export function layOutJson(text: string, isMarked: (spot: JsonSpot) => boolean): readonly Piece[] | undefined {
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  const pieces: Piece[] = []
  let plain = ''
  /** One entry an open object or array: the name of the member being read, none in an array. */
  const open: { readonly isObject: boolean; name: string }[] = []
  const line = () => `\n${'  '.repeat(open.length)}`
  // What JSON.parse accepted is made of these tokens and white space alone.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g) ?? []
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1]
    if (token === '}' || token === ']') {
      open.pop()
      plain += previous === '{' || previous === '[' ? token : line() + token
      continue
    }
    if (previous === '{' || previous === '[' || previous === ',') plain += line()
    const inner = open.at(-1)
    if (token === '{' || token === '[') open.push({ isObject: token === '{', name: '' })
    // Every line is indented by as much: what is nested very deeply stays as it is.
    if (open.length > deepestLaidOut) return undefined
    if (/^[[{,:]$/.test(token)) {
      plain += token === ':' ? ': ' : token
      continue
    }
    if (inner?.isObject && tokens[index + 1] === ':') inner.name = token.slice(1, -1)
    const path = open.flatMap(({ name }) => (name === '' ? [] : [name])).join('.')
    if (isMarked({ token, path })) {
      pieces.push({ text: plain, marked: false }, { text: token, marked: true })
      plain = ''
    } else {
      plain += token
    }
  }
  return [...pieces, { text: plain, marked: false }].filter(piece => piece.text !== '')
}

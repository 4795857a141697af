// JSON laid out for reading without changing a token: numbers, escapes and repeated members stay as they were sent.

/** The text indented by two spaces, or undefined where it is not JSON. */
export function prettyJson(text: string): string | undefined {
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  let depth = 0
  let out = ''
  const line = () => `\n${'  '.repeat(depth)}`
  // What JSON.parse accepted is made of these tokens and white space alone.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g) ?? []
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1]
    if (token === '}' || token === ']') {
      depth -= 1
      out += previous === '{' || previous === '[' ? token : line() + token
    } else {
      if (previous === '{' || previous === '[' || previous === ',') out += line()
      out += token === ':' ? ': ' : token
      if (token === '{' || token === '[') depth += 1
    }
  }
  return out
}

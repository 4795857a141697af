// Bytes become text, and text JSON, as far as they can be read.

/** A body as it was received. */
export interface Received {
  readonly text: string
  /** The body as JSON, or undefined where it is empty or is no JSON. */
  readonly json: unknown
  /** Why `json` is undefined although there is a body. */
  readonly jsonProblem?: string
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const lenientUtf8 = new TextDecoder('utf-8')

/** Arrays and objects in each other that are read; nothing of SCIM needs more than a few (RFC 8259 §9 allows a limit). */
const deepestNesting = 200

/** Reads the body of an answer. Never throws: what cannot be read says why. */
export function receive(bytes: Uint8Array): Received {
  if (bytes.length === 0) return { text: '', json: undefined }
  let text: string
  try {
    text = strictUtf8.decode(bytes)
  } catch {
    return { text: lenientUtf8.decode(bytes), json: undefined, jsonProblem: 'the body is not valid UTF-8' }
  }
  if (isNestedTooDeeply(text)) {
    return { text, json: undefined, jsonProblem: `the body nests arrays and objects more than ${deepestNesting} deep` }
  }
  try {
    const json: unknown = JSON.parse(text)
    return { text, json }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { text, json: undefined, jsonProblem: message.slice(0, 200) }
  }
}

/** Whoever walks through a value does so level by level, and the stack has an end. */
function isNestedTooDeeply(text: string): boolean {
  if (text.length <= 2 * deepestNesting) return false
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 0x5c) at++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > deepestNesting) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}

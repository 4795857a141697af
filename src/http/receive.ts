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

/** Reads the body of an answer. Never throws: what cannot be read says why. */
export function receive(bytes: Uint8Array): Received {
  if (bytes.length === 0) return { text: '', json: undefined }
  let text: string
  try {
    text = strictUtf8.decode(bytes)
  } catch {
    return { text: lenientUtf8.decode(bytes), json: undefined, jsonProblem: 'the body is not valid UTF-8' }
  }
  try {
    const json: unknown = JSON.parse(text)
    return { text, json }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { text, json: undefined, jsonProblem: message.slice(0, 200) }
  }
}

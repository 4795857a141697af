// Takes secrets and other people's data out of an exchange, at the moment it is recorded.

const redacted = '[redacted]'
const masked = '[masked]'

const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'authentication-info',
])

/** A word without which none of the patterns below finds anything. */
const secretWord = /passw|secret|token|apikey|api_key|client_assertion|code(?:_verifier)?=/i
/** Members of JSON and form bodies whose values are secret whoever sent them. */
const secretMember =
  /("[^"\\]{0,64}(?:password|passwd|secret|token(?!_(?:type|endpoint)")|apikey|api_key|client_assertion)[^"\\]{0,16}"\s*:\s*)"(?:[^"\\]|\\.)*"/gi
/** The same in a form, a query or a fragment, with what OAuth sends there (RFC 6749 §4.1, RFC 7636 §4.5). */
const secretParameter =
  /((?:^|[?&#])(?:code|code_verifier|client_secret|client_assertion|password|(?:access|refresh|id)_token)=)[^&#\s"'<>]+/gi
/** The value of a PATCH operation whose path is the password, in either order of its members. */
const passwordPatched = /("path"\s*:\s*"[^"]{0,128}password"\s*,\s*"value"\s*:\s*)"(?:[^"\\]|\\.)*"/gi
const passwordPatchedLast = /("value"\s*:\s*)"(?:[^"\\]|\\.)*"(\s*,\s*"path"\s*:\s*"[^"]{0,128}password")/gi
const passwordInFilter = /(password(?:\s|%20|\+)+(?:eq|ne|co|sw|ew)(?:\s|%20|\+)+)("|%22).*?\2/gi

/** Characters of a secret by which it is known where it is longer: a pattern has limits of its own. */
const longestTold = 1000

export interface Redactor {
  /** Every later text is searched for this value. Values shorter than four characters are only taken out of headers. */
  addSecret(secret: string): void
  /** Takes known secrets, and values of members that are secret by name, out of a text. */
  text(text: string): string
  /** The same, with the values of headers that carry credentials replaced whole; the scheme stays. */
  headers(headers: Readonly<Record<string, string>>): Record<string, string>
}

/** Makes a redactor that knows these secrets from the start. `alsoSecret` names further headers with secret values. */
export function createRedactor(secrets: readonly string[] = [], alsoSecret: readonly string[] = []): Redactor {
  const known = new Set<string>()
  const headerNames = new Set([...secretHeaders, ...alsoSecret.map(name => name.toLowerCase())])
  let pattern: RegExp | undefined

  const addSecret = (secret: string): void => {
    if (secret.length < 4 || known.has(secret)) return
    known.add(secret)
    // Longest first, so that a secret which contains another is replaced whole.
    const alternatives = [...known].sort((a, b) => b.length - a.length).map(patternOf)
    pattern = new RegExp(alternatives.join('|'), 'g')
  }
  for (const secret of secrets) addSecret(secret)

  const text = (value: string): string => {
    const withoutSecrets = pattern === undefined ? value : value.replace(pattern, redacted)
    const withoutParts = withoutBeginnings(withoutSecrets)
    // Few texts have any of these words, and looking for them alone is far quicker.
    if (!secretWord.test(withoutParts)) return withoutParts
    return withoutParts
      .replace(secretMember, `$1"${redacted}"`)
      .replace(secretParameter, `$1${redacted}`)
      .replace(passwordPatched, `$1"${redacted}"`)
      .replace(passwordPatchedLast, `$1"${redacted}"$2`)
      .replace(passwordInFilter, `$1$2${redacted}$2`)
  }

  /** A text that was shortened may end in the beginning of a secret: `eyJhbGciOi…`. */
  const withoutBeginnings = (value: string): string => {
    let result = value
    for (let at = result.indexOf('…'); at >= 0; at = result.indexOf('…', at + 1)) {
      for (const secret of known) {
        const last = result.charCodeAt(at - 1)
        for (let length = Math.min(secret.length, at, longestTold); length >= 6; length--) {
          if (secret.charCodeAt(length - 1) !== last || !result.startsWith(secret.slice(0, length), at - length))
            continue
          result = `${result.slice(0, at - length)}${redacted}${result.slice(at)}`
          at += redacted.length - length
          break
        }
      }
    }
    return result
  }

  const headers = (all: Readonly<Record<string, string>>): Record<string, string> => {
    const result: Record<string, string> = {}
    for (const [name, value] of Object.entries(all)) {
      if (!headerNames.has(name.toLowerCase())) {
        result[name] = text(value)
        continue
      }
      const scheme = /^(Bearer|Basic|Digest|DPoP|Negotiate|SSWS|Token)\s/i.exec(value)?.[1]
      result[name] = scheme === undefined ? redacted : `${scheme} ${redacted}`
    }
    return result
  }

  return { addSecret, text, headers }
}

/**
 * The JSON of a successful answer with every resource that is not ours masked: its strings and numbers are replaced,
 * its structure stays. `isOurs` is asked once for each resource. Returns the value itself where nothing was masked.
 */
export function maskForeignResources(json: unknown, isOurs: (resource: object) => boolean): unknown {
  if (Array.isArray(json)) return maskElements(json, isOurs)
  if (!isObject(json)) return json
  const resources = Object.entries(json).find(([name]) => name.toLowerCase() === 'resources')
  if (resources !== undefined && Array.isArray(resources[1])) {
    const [name, elements] = resources
    const safe = maskElements(elements, isOurs)
    return safe === elements ? json : { ...json, [name]: safe }
  }
  if (Object.keys(json).some(name => name.toLowerCase() === 'operations')) return json
  return maskResource(json, isOurs)
}

/** Masks every quoted text that is no member name, in a body that cannot be read as JSON. */
export function maskTexts(text: string, atMost = Number.POSITIVE_INFINITY): string {
  const parts: string[] = []
  let done = 0
  let length = 0
  // By hand, since a pattern would begin anew at every quote of a text that never ends.
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', done)) {
    const end = endOfQuoted(text, start)
    let next = end
    while (/\s/.test(text.charAt(next))) next++
    const before = text.slice(done, start)
    const quoted = text.charAt(next) === ':' ? text.slice(start, end) : `"${masked}"`
    parts.push(before, quoted)
    done = end
    length += before.length + quoted.length
    if (length > atMost) return parts.join('')
  }
  return parts.join('') + text.slice(done)
}

/** Just behind the quote that ends a text, or the end of the whole where none does. */
function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x22) return at + 1
  }
  return text.length
}

/** The same array where nothing in it was masked. */
function maskElements(elements: readonly unknown[], isOurs: (resource: object) => boolean): readonly unknown[] {
  const safe = elements.map(element => maskResource(element, isOurs))
  return safe.every((element, index) => element === elements[index]) ? elements : safe
}

function maskResource(resource: unknown, isOurs: (resource: object) => boolean): unknown {
  if (!isObject(resource) || isOurs(resource)) return resource
  return maskValue(resource, '', 0)
}

const keptAsTheyAre = new Set(['schemas', 'resourcetype', 'created', 'lastmodified'])

function maskValue(value: unknown, name: string, depth: number): unknown {
  if (keptAsTheyAre.has(name.toLowerCase())) return value
  if (depth > 20) return masked
  if (Array.isArray(value)) return value.map(element => maskValue(element, '', depth + 1))
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskValue(member, key, depth + 1)]))
  }
  if (typeof value === 'string') return masked
  if (typeof value === 'number') return 0
  return value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Matches a secret as it is, escaped in JSON, and with any of its characters percent-encoded; a long one by its beginning. */
function patternOf(secret: string): string {
  if (secret.length > longestTold) return `${patternOf(secret.slice(0, longestTold))}[^\\s"'<>&;,]*`
  return [...secret]
    .map(character => {
      if (/[A-Za-z0-9]/.test(character)) return character
      const plain = character.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
      const bytes = [...Buffer.from(character)].map(byte => byte.toString(16).padStart(2, '0'))
      const encoded = bytes
        .map(hex => `%${[...hex].map(digit => `[${digit}${digit.toUpperCase()}]`).join('')}`)
        .join('')
      return `(?:\\\\?${plain}|${encoded})`
    })
    .join('')
}

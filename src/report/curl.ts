// One exchange as a curl command that can be pasted into a POSIX-like shell (bash, zsh, ksh).

import type { CheckRecord } from '../result/run-result.ts'

export type Exchange = CheckRecord['exchanges'][number]

/** What a recorded exchange holds in place of a secret. */
const masked = /\[(?:redacted|masked)\]|\*{3,}/i

const everyMask = new RegExp(masked.source, 'gi')

/** Characters of the first line, where credentials still find room on it. */
const longestLine = 100

/** Set by curl itself, or of use to our run alone. */
const notRepeated = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
  'user-agent',
])

/**
 * A command that repeats the request of an exchange and shows status, headers and body of the answer. Secrets and the
 * base URL come from shell variables: SCIM_BASE_URL, SCIM_TOKEN (bearer), SCIM_USERNAME and SCIM_PASSWORD (basic),
 * SCIM_AUTHORIZATION (any other scheme), SCIM_SECRET… (whatever else is masked). Nothing in the exchange can break out
 * of its quotes or become an option.
 */
export function curlFor(exchange: Exchange, { baseUrl }: { readonly baseUrl: string }): string {
  const { method, url, headers, body } = exchange.request
  const start = ['curl', method === 'HEAD' && body === undefined ? '-I' : '-i']
  if (body !== undefined || (method !== 'GET' && method !== 'HEAD')) start.push('-X', word(method))
  if (/[[\]{}]/.test(url.replaceAll(everyMask, ''))) start.push('--globoff')
  if (/\/\.{1,2}(?:[/?]|$)/.test(url)) start.push('--path-as-is')
  if (!/^https?:\/\//i.test(url)) start.push('--url')
  start.push(address(url, baseUrl))

  const options: string[] = []
  let signIn = ''
  let before = ''
  for (const [name, value] of Object.entries(headers)) {
    const lowerCase = name.toLowerCase()
    if (notRepeated.has(lowerCase) || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) continue
    if (lowerCase === 'authorization') signIn = authorization(value)
    else options.push(`-H ${header(name, value)}`)
  }
  if (body !== undefined) {
    if (!Object.keys(headers).some(name => name.toLowerCase() === 'content-type')) options.push("-H 'Content-Type:'")
    if (body.includes('\0')) {
      before = `# The body holds a NUL character, which no argument can: save it from exchange ${exchange.id} of report.json as body.bin.\n`
      options.push('--data-binary @body.bin')
    } else {
      options.push(`${body.startsWith('@') ? '--data-raw' : '-d'} ${withVariables(body) || "''"}`)
    }
  }
  if (signIn !== '') {
    if (start.join(' ').length + signIn.length < longestLine) start.push(signIn)
    else options.unshift(signIn)
  }
  return before + [start.join(' '), ...options].join(' \\\n  ')
}

function address(url: string, baseUrl: string): string {
  const base = baseUrl.replace(/\/$/, '')
  const rest = url.slice(base.length)
  if (base === '' || !url.startsWith(base) || !/^(?:[/?]|$)/.test(rest)) return withVariables(url) || "''"
  // Inside double quotes these have a meaning of their own; so do masks and what must be written as an escape.
  const plain = /^[^$`"\\!\p{Cc}\p{Cf}]*$/u.test(rest) && !masked.test(rest)
  return plain ? `"$SCIM_BASE_URL${rest}"` : `"$SCIM_BASE_URL"${withVariables(rest)}`
}

function authorization(value: string): string {
  if (!masked.test(value)) return `-H ${header('Authorization', value)}`
  const [, scheme = ''] = /^([\w-]+)\s/.exec(value) ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return '-H "Authorization: Bearer $SCIM_TOKEN"'
    case 'basic':
      return '-u "$SCIM_USERNAME:$SCIM_PASSWORD"'
    default:
      return '-H "Authorization: $SCIM_AUTHORIZATION"'
  }
}

function header(recorded: string, value: string): string {
  // Recorded in lower case, as they travel; shown as people write them.
  const name = recorded.replace(/(?<![^-])[a-z]/g, letter => letter.toUpperCase())
  if (value === '') return quote(`${name};`) // curl's way to send a header without a value
  const line = `${name}: ${value}`
  if (masked.test(value)) {
    const whole = value.replace(masked, '') === '' && /^[\w-]+$/.test(name)
    return whole ? `"${name}: $SCIM_SECRET_${variableName(name)}"` : withVariables(line)
  }
  // Double quotes read more easily; single ones are for what would mean something inside them.
  return /^[\w /:;.,=+*()?@~#%-]*$/.test(line) ? `"${line}"` : quote(line)
}

/** A text with each mask replaced by a shell variable, named for the member before it where there is one. */
function withVariables(text: string): string {
  const parts = text.split(everyMask)
  return parts
    .map((part, index) => {
      if (index === parts.length - 1) return quote(part)
      const [, member = ''] = /"([^"\\]+)"\s*:\s*"[^"]*$/.exec(part) ?? []
      const suffix = variableName(member)
      return `${quote(part)}"$SCIM_SECRET${suffix === '' ? '' : `_${suffix}`}"`
    })
    .join('')
}

function variableName(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
}

function word(text: string): string {
  return /^[A-Za-z][A-Za-z-]*$/.test(text) ? text : quote(text) || "''"
}

/** In single quotes (a NUL, which no argument and no HTTP header can hold, is left out); with what cannot be seen written as bytes in `$'…'`, so that the command stays on its line. */
function quote(whole: string): string {
  const text = whole.replaceAll('\0', '')
  if (text === '') return ''
  if (!/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text)) return `'${text.replace(/'/g, `'\\''`)}'`
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    // Octal takes three digits at the most, so that a digit after it stays a digit.
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, character =>
      [...Buffer.from(character)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
    )
  return `$'${escaped}'`
}

// A sequence as a shell script that repeats it by hand with curl: it keeps ids and versions in variables, and runs in any
// POSIX shell.

/** A request of a sequence and what of its answer later ones need. */
export interface Sent {
  /** What it is for, in a few words. */
  readonly words: string
  readonly method: string
  /** Relative to the base URL, percent-encoded, with its query. */
  readonly path: string
  readonly body?: unknown
  readonly ifMatch?: string
  readonly status: number
  readonly etag?: string
  /** Set where it created a resource. */
  readonly created?: { readonly type: string; readonly id: string; readonly path: string }
}

export interface ScriptOptions {
  readonly title: string
  readonly expected: string
  readonly got: string
}

interface Variable {
  readonly name: string
  readonly text: string
}

/** The script, ending in a newline. The token comes from SCIM_TOKEN, or the whole header from SCIM_AUTHORIZATION. */
export function renderScript(sent: readonly Sent[], { title, expected, got }: ScriptOptions): string {
  const ids: Variable[] = []
  const versions: Variable[] = []
  const requests = sent.flatMap((request, index) => {
    const number = index + 1
    const lines = [
      '',
      `# ${number}. ${oneLine(request.words)} (answered ${request.status})`,
      commandFor(request, ids, versions),
    ]
    if (request.created !== undefined) {
      const { type, id } = request.created
      const name = `${type.replaceAll(/\W/g, '').toUpperCase() || 'RESOURCE'}_${ids.length + 1}`
      ids.push({ name, text: id })
      lines.push(`${name}=$(id)`)
    }
    const isUsed = sent.slice(number).some(({ ifMatch }) => ifMatch !== undefined && ifMatch === request.etag)
    if (request.etag !== undefined && isUsed) {
      const name = `VERSION_${number}`
      versions.push({ name, text: request.etag })
      lines.push(`${name}=$(version)`)
    }
    return lines
  })
  const leftOver = sent
    .flatMap(({ created }) => (created === undefined ? [] : [created]))
    .filter(({ path }) => !sent.some(one => one.method === 'DELETE' && one.path === path && one.status < 300))
  const cleanUp = leftOver
    .toReversed()
    .map(({ path }) => `send DELETE ${quoted(path, ids, { inPath: true })} > /dev/null`)
  return `${[
    '#!/bin/sh',
    `# ${oneLine(title)}`,
    `# Expected  ${oneLine(expected)}`,
    `# Got       ${oneLine(got)}`,
    '# Needs SCIM_BASE_URL, and SCIM_TOKEN (a bearer token) or SCIM_AUTHORIZATION (the whole header).',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell variables
    ': "${SCIM_BASE_URL:?is not set}"',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell variables
    ': "${SCIM_AUTHORIZATION:=Bearer ${SCIM_TOKEN:?is not set}}"',
    'answer=$(mktemp)',
    'trap \'rm -f "$answer"\' EXIT',
    'send() {',
    '  method=$1 path=$2',
    '  shift 2',
    '  case " $* " in *" -d "*) set -- "$@" -H \'Content-Type: application/scim+json\' ;; esac',
    '  printf \'\\n--- %s %s\\n\' "$method" "$path"',
    '  curl -sS -i --globoff -X "$method" "$SCIM_BASE_URL$path" -H "Authorization: $SCIM_AUTHORIZATION" \\',
    '    -H \'Accept: application/scim+json\' "$@" > "$answer"',
    '  cat "$answer"',
    "  printf '\\n'",
    '}',
    'id() { grep -o \'"id" *: *"[^"]*"\' "$answer" | head -n 1 | sed \'s/.*"\\([^"]*\\)"$/\\1/\'; }',
    "version() { sed -n 's/^[Ee][Tt][Aa][Gg]: *//p' \"$answer\" | tr -d '\\r' | tail -n 1; }",
    "encoded() { printf '%s' \"$1\" | sed 's/%/%25/g;s/ /%20/g;s/#/%23/g;s/+/%2B/g;s/:/%3A/g;s/@/%40/g;s/?/%3F/g;s|/|%2F|g'; }",
    ...requests,
    ...(cleanUp.length === 0 ? [] : ['', '# What is left is deleted.', ...cleanUp]),
  ].join('\n')}\n`
}

function commandFor(
  { method, path, body, ifMatch }: Sent,
  ids: readonly Variable[],
  versions: readonly Variable[],
): string {
  const parts = [`send ${method} ${quoted(path, ids, { inPath: true })}`]
  if (ifMatch !== undefined) {
    const known = versions.findLast(({ text }) => text === ifMatch)
    parts.push(known === undefined ? `-H ${singleQuoted(`If-Match: ${ifMatch}`)}` : `-H "If-Match: $${known.name}"`)
  }
  if (body !== undefined) parts.push(`-d ${quoted(JSON.stringify(body), ids, { inPath: false })}`)
  return parts.join(' \\\n  ')
}

/** A text in single quotes in which ids of earlier answers are variables. */
function quoted(text: string, ids: readonly Variable[], { inPath }: { readonly inPath: boolean }): string {
  const known = new Map<string, string>()
  for (const { name, text: id } of ids) {
    const encoded = encodeURIComponent(id.toWellFormed())
    const isPlain = encoded === id
    if (!inPath) known.set(id, `"$${name}"`)
    known.set(encoded, isPlain ? `"$${name}"` : `"$(encoded "$${name}")"`)
  }
  if (known.size === 0) return singleQuoted(text)
  const ids_ = [...known.keys()].toSorted((one, other) => other.length - one.length)
  // A whole word alone: ids may be as short as "7".
  const pattern = new RegExp(`(?<=["/=]|%22)(${ids_.map(escapeRegExp).join('|')})(?=["\\\\/?&]|%22|$)`, 'g')
  const pieces = text.split(pattern).map((piece, index) => {
    if (index % 2 === 1) return known.get(piece) ?? singleQuoted(piece)
    return piece === '' ? '' : singleQuoted(piece)
  })
  return pieces.join('') || "''"
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

function singleQuoted(text: string): string {
  return /^[\w/.=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** Nothing a service provider says can end the comment it stands in. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

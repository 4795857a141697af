// A target file before it is written: what goes into it, and the text that comes of it.

import { jsonText, oneLine } from '../../report/plain-text.ts'
import type { PresetMatch } from '../../target/probe-preset.ts'
import type { AuthSection } from '../../target/target-file.ts'

/** Strings stand as they are written in the file: `${NAME}` for the environment, `{name}` for variables. */
export interface Draft {
  readonly name?: string
  readonly preset?: string
  /** A preset that only looks alike: named in a comment. */
  readonly alike?: PresetMatch
  /** Absent where that of the preset is meant. */
  readonly baseUrl?: string
  readonly variables: Readonly<Record<string, { readonly value: string; readonly secret: boolean }>>
  readonly auth: AuthSection
  /** What the choice of `auth` rests on. */
  readonly authBecause?: string
  readonly paths: Readonly<Record<string, string>>
  readonly tls: { readonly ca?: string; readonly insecure?: boolean }
  readonly safety: 'own-data' | 'read-only'
  /** Sentences about the service provider. */
  readonly seen: readonly string[]
}

/** The text of the target file. */
export function targetText(draft: Draft): string {
  const { name, preset, alike, baseUrl, variables, auth, paths, tls, safety, seen } = draft
  const lines: string[] = [
    '# The service provider to examine. `scim-conformance init` wrote this; docs/target-file.md describes every key.',
    '',
    ...(name === undefined ? [] : [`name: ${scalar(name)}`]),
    ...(preset === undefined
      ? []
      : [`preset: ${preset} # what is documented of it: scim-conformance presets ${preset}`]),
    ...(alike === undefined
      ? []
      : [
          `# Its address looks like that of ${oneLine(alike.preset.title)}. If it is that:`,
          `# preset: ${alike.preset.name}`,
        ]),
    ...(baseUrl === undefined ? [] : [`baseUrl: ${scalar(baseUrl)}`]),
  ]
  if (Object.keys(variables).length > 0) {
    lines.push('', 'variables: # for {variables} in the base URL')
    for (const [variable, { value, secret }] of Object.entries(variables)) {
      if (!secret) lines.push(`  ${variable}: ${scalar(value)}`)
      else
        lines.push(`  ${variable}:`, `    value: ${scalar(value)}`, '    secret: true # redacted wherever it appears')
    }
  }
  lines.push('', ...(draft.authBecause === undefined ? [] : [`# ${oneLine(draft.authBecause)}`]), 'auth:')
  lines.push(...authLines(auth))
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the notation of the target file
  lines.push('  # The ways are none, basic, bearer, header, oauth2. Secrets come from the environment, as ${NAME}.')
  if (Object.keys(paths).length > 0) {
    lines.push('', 'paths: # what is not where discovery or the RFC puts it')
    for (const [type, path] of Object.entries(paths)) lines.push(`  ${type}: ${scalar(path)}`)
  }
  if (tls.ca !== undefined || tls.insecure === true) {
    lines.push('', 'tls:')
    if (tls.ca !== undefined) lines.push(`  ca: ${scalar(tls.ca)}`)
    if (tls.insecure === true) lines.push('  insecure: true # certificates are not verified: for trying out only')
  }
  lines.push(
    '',
    '# own-data: a run creates resources, changes only those, and deletes them. read-only: nothing is written.',
    `safety: ${safety}`,
    '',
    '# Where resources have to hold more than the RFC asks for:',
    '# emailDomain: test.acme.example # of the userNames and e-mail addresses that are made up',
    '# resources:',
    '#   User:',
    '#     template:',
    '#       title: Tester {unique}',
    '# rateLimit: { perSecond: 10 }',
  )
  if (seen.length > 0)
    lines.push('', '# What was seen when this was written:', ...seen.map(one => `#   ${oneLine(one)}`))
  return `${lines.join('\n')}\n`
}

function authLines(auth: AuthSection): string[] {
  return Object.entries(auth).flatMap(([key, value]) =>
    typeof value === 'string' ? [`  ${key}: ${scalar(value)}`] : [],
  )
}

/** A literal text in a target file, in which `${` would begin the name of an environment variable. */
export function literal(text: string): string {
  return text.replaceAll('${', '$${')
}

/** How a target file takes a value from the environment. */
export function fromEnvironment(name: string): string {
  return `\${${name}}`
}

/** A YAML scalar: plain where that is safe, else in double quotes, which JSON is. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z/$][\w./:@${}+~-]*(?: [\w.@/+()-]+)*$/.test(text) &&
    !/:$|: |^(true|false|yes|no|on|off|null|y|n)$/i.test(text)
  return isPlain ? text : jsonText(text, 0)
}

// Filters that aim at what stands behind a filter: the stack, the memory, a database, a directory, a template, a file.

import type { FuzzData } from './fuzz-data.ts'

const statements = [
  `' OR '1'='1`,
  `" OR "1"="1`,
  `'; DROP TABLE users; --`,
  `x' UNION SELECT password FROM users --`,
  '*)(uid=*))(|(uid=*',
  '*',
  '%',
  '{"$ne": null}',
  `'||'1'=='1`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for others to expand.
  '${7*7}',
  '{{7*7}}',
  '<%= 7*7 %>',
  '#{7*7}',
  '../../../../etc/passwd',
  '%00',
  '%2e%2e%2f',
  '\r\nX-Injected: 1',
  '<script>alert(1)</script>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for others to expand.
  '${jndi:ldap://127.0.0.1/x}',
  '() { :; }; echo',
] as const

/** The names of hostile filters, the plainest first. */
export const hostileNames: readonly string[] = [
  ...statements.flatMap((_, index) => [
    `statement ${index} as a value`,
    `statement ${index} after a value`,
    `statement ${index} alone`,
  ]),
  ...[60, 400, 3000].flatMap(depth => [
    `${depth} parentheses`,
    `${depth} times not`,
    `${depth} open parentheses`,
    `${depth} open brackets`,
  ]),
  ...[100, 1000].flatMap(many => [`${many} times or`, `${many} times and`]),
  ...[2000, 7000, 60_000].flatMap(long => [
    `a value of ${long}`,
    `a name of ${long}`,
    `${long} spaces`,
    `${long} quotes`,
    `${long} backslashes`,
  ]),
  'a value that repeats',
]

/** The text of a hostile filter; `member` chooses the resource whose name it is built around. */
export function hostileFilter(name: string, { label }: FuzzData, value: string): string {
  const plain = `${label} eq ${JSON.stringify(value)}`
  const [, number = '0'] = /(\d+)/.exec(name) ?? []
  const amount = Number(number)
  const statement = statements[amount] ?? ''
  const kind = name.replace(/\d+ ?/, '').trim()
  switch (kind) {
    case 'statement as a value':
      return `${label} eq ${JSON.stringify(statement)}`
    case 'statement as a part':
      return `${label} co ${JSON.stringify(statement)}`
    case 'statement after a value':
      return `${plain} ${statement}`
    case 'statement alone':
      return statement
    case 'parentheses':
      return `${'('.repeat(amount)}${plain}${')'.repeat(amount)}`
    case 'times not':
      return `${'not ('.repeat(amount)}${plain}${')'.repeat(amount)}`
    case 'open parentheses':
      return `${'('.repeat(amount)}${plain}`
    case 'open brackets':
      return `${label}${'['.repeat(amount)}${plain}`
    case 'times or':
      return Array.from({ length: amount }, () => plain).join(' or ')
    case 'times and':
      return Array.from({ length: amount }, () => plain).join(' and ')
    case 'a value of':
      return `${label} eq "${'x'.repeat(amount)}"`
    case 'a name of':
      return `${'x'.repeat(amount)} eq "x"`
    case 'spaces':
      return `${label}${' '.repeat(amount)}eq "x"`
    case 'quotes':
      return `${label} eq ${'"'.repeat(amount)}`
    case 'backslashes':
      return `${label} eq "${'\\'.repeat(amount)}"`
    case 'a value that repeats':
      return `${label} co "${'a'.repeat(40)}!" or ${label} co "${'ab'.repeat(400)}"`
    default:
      return ''
  }
}

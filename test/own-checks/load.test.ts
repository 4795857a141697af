// Checks of the user's own: what is taken in, and what is said, with the file and the remedy, of what cannot be.

import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../cli/run-cli.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const head = `import { check, passiveCheck, requirement, suite, topic } from 'scim-conformance'
const acme1 = requirement('acme-1', { level: 'MUST', says: 'It is so.', source: 'Acme guide' })
const about = { title: 'it is so', verifies: acme1, fix: 'Make it so.' }
const run = async () => undefined
`
const one = (id: string, changes = ''): string =>
  `${head}export const own = suite('Own', [check('${id}', { ...about, ${changes} }, run)])\n`

/** File -> its text. */
const files: Readonly<Record<string, string>> = {
  'suite.check.ts': one('acme/a'),
  'plain.check.mjs': one('acme/b'),
  'topic.check.ts': `${head}export const t = topic('acme', [suite('Own', [check('acme/c', about, run)])])\n`,
  'same-topic.check.ts': `${head}export const t = topic('acme', [suite('More', [check('acme/d', about, run)])])\n`,
  'both.check.ts': `${head}export const s = suite('Own', [check('acme/e', about, run)])\nexport const t = topic('acme', [s])\n`,
  'list.check.ts': `${head}export const all = [suite('Own', [check('acme/f', about, run)])]\n`,
  'of-the-rfc.check.ts': one('acme/g', "verifies: ['7644-3.3-06', acme1]"),
  'helped.check.ts': `import { id } from './words.ts'\n${head}export const own = suite('Own', [check(id, about, run)])\n`,
  'words.ts': `export const id: string = 'acme/h'\n`,
  'throws.check.ts': `${head}\nthrow new TypeError('no such thing')\n`,
  'syntax.check.ts': 'export const a = ;\n',
  'enum.check.ts': 'export enum A { B }\n',
  'missing.check.ts': `import 'left-pad-of-mine'\n${one('acme/i')}`,
  'misspelt.check.ts': `import { chek } from 'scim-conformance'\nexport const a = chek\n`,
  'nothing.check.ts': 'export const a = 1\n',
  'lost.check.ts': `${head}export const forgotten = check('acme/j', about, run)\nexport const own = suite('Own', [])\n`,
  'taken-check.check.ts': one('create/created'),
  'taken-topic.check.ts': `${head}export const t = topic('filter', [suite('Own', [check('acme/k', about, run)])])\n`,
  'odd-id.check.ts': one('Acme Name\\r\\nX-Evil: 1'),
  'unknown.check.ts': one('acme/l', "verifies: '7644-3.3-6'"),
  'no-fix.check.ts': one('acme/m', "fix: ' '"),
  'optional.check.ts': `${head}export const t = topic('acme', [suite('Own', [check('acme/n', about, run)])], { optional: true })\n`,
  'requirement-id.check.ts': `${head}requirement('7644-3.3-06', { level: 'MUST', says: 'x', source: 'y' })\n`,
  'requirement-level.check.ts': `${head}requirement('acme-2', { level: 'MAY', says: 'x', source: 'y' })\n`,
  'requirement-url.check.ts': `${head}requirement('acme-2', { level: 'MUST', says: 'x', source: 'y', url: 'javascript:alert(1)' })\n`,
  'requirement-when.check.ts': `${head}requirement('acme-2', { level: 'MUST', says: 'x', source: 'y', when: ['sort'] })\n`,
  'other-words.check.ts': `${head}const again = requirement('acme-1', { level: 'MUST', says: 'It is otherwise.', source: 'Acme guide' })
export const own = suite('Own', [check('acme/o', { ...about, verifies: again }, run)])\n`,
  'notes.txt': 'not a program\n',
}

const patterns = [
  ...Object.keys(files).filter(name => name !== 'words.ts'),
  'topic.check.ts,same-topic.check.ts',
  'suite.check.ts,suite.check.ts',
  'suite.check.ts,other-words.check.ts',
  'both.check.ts,twice/*.check.ts',
  'twice',
  'no/*.check.ts',
  'no.check.ts',
]

let results: Readonly<Record<string, { checks?: string[]; files?: number; message?: string; hint?: string }>>

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) folder.write(name, text)
  mkdirSync(join(folder.path, 'twice/node_modules/x'), { recursive: true })
  folder.write('twice/both.check.ts', files['both.check.ts'] ?? '')
  folder.write('twice/node_modules/x/hidden.check.ts', 'throw new Error("not to be loaded")\n')
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'load-each.ts'), ...patterns], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  await new Promise(done => child.on('close', done))
  results = JSON.parse(printed)
}, 120_000)

test.each([
  ['suite.check.ts', ['suite: acme/a MUST']],
  ['plain.check.mjs', ['plain: acme/b MUST']],
  ['topic.check.ts', ['acme: acme/c MUST']],
  ['both.check.ts', ['acme: acme/e MUST']],
  ['list.check.ts', ['list: acme/f MUST']],
  ['of-the-rfc.check.ts', ['of-the-rfc: acme/g MUST']],
  ['helped.check.ts', ['helped: acme/h MUST']],
  ['topic.check.ts,same-topic.check.ts', ['acme: acme/c MUST', 'acme: acme/d MUST']],
  ['suite.check.ts,suite.check.ts', ['suite: acme/a MUST']],
])('%s is taken in', (pattern, checks) => {
  expect(results[pattern]).toEqual({ checks, files: new Set(pattern.split(',')).size })
})

test.each([
  ['throws.check.ts', 'throws.check.ts:6:7 cannot be loaded: TypeError: no such thing', undefined],
  ['syntax.check.ts', /^syntax\.check\.ts:1(:\d+)? cannot be loaded: SyntaxError: /, undefined],
  ['enum.check.ts', /enum is not supported/, /no enum/],
  ['missing.check.ts', /Cannot find package 'left-pad-of-mine'/, /npm install/],
  ['misspelt.check.ts', /does not provide an export named 'chek'/, /docs\/library\.md/],
  ['nothing.check.ts', 'nothing.check.ts exports no topic and no suite.', /suite\('Naming'/],
  ['lost.check.ts', 'lost.check.ts exports the check forgotten, which is in no suite.', /suite\('…', \[forgotten\]\)/],
  ['taken-check.check.ts', /"create\/created" has an id that the harness has, too/, /name of your organization/],
  ['taken-topic.check.ts', 'taken-topic.check.ts: the harness has a topic "filter", too.', /Name it/],
  ['odd-id.check.ts', /has an id that cannot be used/, /lower case/],
  ['unknown.check.ts', /acme\/l verifies "7644-3\.3-6", which the catalogue does not have/, /Did you mean 7644-3\.3-/],
  ['no-fix.check.ts', /"acme\/m" has no fix/, /a sentence will do/],
  ['optional.check.ts', /makes the topic "acme" optional/, /--skip/],
  ['requirement-id.check.ts', /has an id that cannot be used|id of a requirement of the catalogue/, /acme-4/],
  ['requirement-level.check.ts', /has the level "MAY"/, /MUST/],
  ['requirement-url.check.ts', /has the url "javascript:alert\(1\)"/, /https:\/\//],
  ['requirement-when.check.ts', /rests on "sort", which is no condition/, /sort\.supported/],
  ['suite.check.ts,other-words.check.ts', /of which suite\.check\.ts says something else/, /Define a requirement once/],
  ['both.check.ts,twice/*.check.ts', /"acme\/e" has an id that both\.check\.ts has, too/, /each id once/],
  ['twice', 'suites: "twice" is a folder.', 'Write twice/**/*.check.ts for the checks in it.'],
  ['no/*.check.ts', /no file in .* matches "no\/\*\.check\.ts"/, /relative to the folder/],
  ['no.check.ts', /there is no file "no\.check\.ts"/, /relative to the folder/],
  ['notes.txt', 'suites: "notes.txt" is neither JavaScript nor TypeScript.', /\.mts/],
])('%s is told', (pattern, message, hint) => {
  const { checks, ...told } = results[pattern] ?? {}
  expect(checks).toBeUndefined()
  expect(told.message).toMatch(message)
  if (hint !== undefined) expect(told.hint).toMatch(hint)
})

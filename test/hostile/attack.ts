// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the notation of the target file
// Runs the command line against a hostile provider in this process, and judges what is left of it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { main } from '../../src/cli/main.ts'
import { readReport } from '../../src/report/json.ts'
import type { RunResult } from '../../src/result/run-result.ts'
import { allTopics } from '../../suites/all.ts'
import { temporaryFolder } from '../cli/run-cli.ts'
import { argumentsOf, type Command } from './commands.ts'
import type { Running } from './hostile.ts'
import { accessToken, clientSecret, forms, headerSecret, token } from './secrets.ts'

const checks = allTopics
  .filter(({ ofGates }) => ofGates !== true)
  .flatMap(({ suites }) => suites.flatMap(suite => suite.checks))

/** Checks that between them send and read every kind of message, and all that look at answers as they come by. */
export const sample: readonly string[] = [
  'service-provider-config/',
  'resource-types/',
  'create/returned-resource',
  'read/by-id',
  'replace/new-values',
  'delete/gone',
  'patch-replace/existing-value',
  'discovery-lists/resource-types',
  'search/offered',
  'pages/complete',
  'bulk-result/one-each',
  'unknown-target/resource',
  ...checks.filter(({ kind }) => kind === 'passive').map(({ id }) => id),
]

export interface Limits {
  /** Seconds. */
  readonly request: number
  readonly check: number
}

export interface Attack {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** report.json, where one was written. */
  readonly report?: RunResult
  /** What must never be, in words; empty where all is well. */
  readonly wrongs: readonly string[]
  readonly durationMs: number
}

/** The target file for a hostile provider; every secret in it is a planted one. */
export function targetFile({ baseUrl, tokenEndpoint }: Running, { request, check }: Limits): string {
  const auth =
    tokenEndpoint === undefined
      ? ['  type: bearer', '  token: ${HOSTILE_TOKEN}']
      : [
          '  type: oauth2',
          '  grant: client-credentials',
          `  tokenEndpoint: ${tokenEndpoint}`,
          '  clientId: hostile',
          '  clientSecret: ${HOSTILE_CLIENT_SECRET}',
        ]
  return [
    `baseUrl: ${baseUrl}`,
    'auth:',
    ...auth,
    'headers:',
    '  X-Gateway-Key: { value: "${HOSTILE_HEADER}", secret: true }',
    `timeouts: { request: ${request}, check: ${check} }`,
    'concurrency: 8',
    'maxResponseBytes: 4194304',
    'proxy: none',
    '',
  ].join('\n')
}

export const secretEnvironment = {
  HOSTILE_TOKEN: token,
  HOSTILE_CLIENT_SECRET: clientSecret,
  HOSTILE_HEADER: headerSecret,
  HOSTILE_ACCESS: accessToken,
}

/** Runs these checks (all when empty), or another command, and writes every kind of report. */
export async function attack(
  running: Running,
  only: readonly string[],
  limits: Limits,
  command: Command = 'run',
): Promise<Attack> {
  const folder = temporaryFolder()
  const start = performance.now()
  try {
    const file = folder.write('target.yaml', targetFile(running, limits))
    let stdout = ''
    let stderr = ''
    const exitCode = await main(
      argumentsOf(command, running, { target: file, folder: folder.path }, only),
      { ...secretEnvironment, SCIM_CONFORMANCE_STATE: join(folder.path, 'state') },
      {
        print: text => {
          stdout += `${text}\n`
        },
        tell: text => {
          stderr += `${text}\n`
        },
        live: false,
        colour: false,
        width: 100,
      },
    )
    return { ...judge({ exitCode, stdout, stderr }, folder.path, running), durationMs: performance.now() - start }
  } finally {
    folder.remove()
  }
}

const own = ['target.yaml']

/** Looks at all that was printed and written. */
export function judge(
  { exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string },
  folder: string,
  running: Running,
): Omit<Attack, 'durationMs'> {
  const wrongs: string[] = []
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !own.includes(entry.name))
    .map(entry => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }))
  const texts = [{ name: 'stdout', text: stdout }, { name: 'stderr', text: stderr }, ...written]

  if (![0, 1, 2].includes(exitCode)) wrongs.push(`exit code ${exitCode}`)
  if (stderr.includes('our fault')) wrongs.push(`broke: ${stderr.slice(0, 600)}`)
  for (const { name, text } of texts) {
    const secret = forms.find(form => text.includes(form))
    if (secret !== undefined) wrongs.push(`${name} has the secret ${secret}: …${around(text, secret)}…`)
    const odd = hidden.exec(text)
    if (odd !== null && !name.endsWith('.jsonl'))
      wrongs.push(`${name} has ${JSON.stringify(odd[0])}: …${JSON.stringify(around(text, odd[0]))}…`)
  }
  for (const leak of running.leaked?.() ?? []) wrongs.push(`sent elsewhere: ${leak}`)
  if (Object.hasOwn(Object.prototype, 'polluted')) wrongs.push('a prototype is polluted')

  const textOf = (name: string): string | undefined => written.find(file => file.name === name)?.text
  const junit = textOf('junit.xml')
  if (junit !== undefined) wrongs.push(...xmlProblems(junit).map(problem => `junit.xml: ${problem}`))
  const har = textOf('report.har')
  if (har !== undefined) wrongs.push(...jsonProblems(har).map(problem => `report.har: ${problem}`))
  const html = textOf('report.html')
  if (html !== undefined && /<script>globalThis\.pwned|<img src=x|onmouseover='alert/.test(html))
    wrongs.push('report.html has a script of the provider')
  const json = textOf('report.json')
  if (json === undefined) return { exitCode, stdout, stderr, wrongs }
  try {
    const report = readReport(json)
    for (const { id, verdict, reason } of report.checks) if (verdict === 'error') wrongs.push(`${id}: error: ${reason}`)
    return { exitCode, stdout, stderr, report, wrongs }
  } catch (error) {
    return { exitCode, stdout, stderr, wrongs: [...wrongs, `report.json: ${String(error)}`] }
  }
}

/** What moves a cursor, hides or reorders text. */
const hidden = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/u

function around(text: string, what: string): string {
  const at = text.indexOf(what)
  return text.slice(Math.max(0, at - 60), at + what.length + 20)
}

function xmlProblems(text: string): string[] {
  const problems: string[] = []
  const parser = new SaxesParser()
  parser.on('error', error => problems.push(error.message))
  parser.write(text).close()
  return problems
}

function jsonProblems(text: string): string[] {
  try {
    JSON.parse(text)
    return []
  } catch (error) {
    return [String(error)]
  }
}

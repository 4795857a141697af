// Reads a baseline: the findings that someone has accepted for a time, each with its reason, its owner and its last day.

import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { isRequirementId } from '../requirements/catalogue.ts'
import type { KnownDeviation, KnownMatch } from '../result/known.ts'
import { didYouMean } from './nearest.ts'
import { configurationError, type KeyPath, type Problem, printPath } from './problems.ts'
import { readYaml } from './read-yaml.ts'
import { reasonOf } from './tls-files.ts'

const maxFileBytes = 4_194_304
const maxText = 1000
const waiverKeys = [
  'check',
  'subjects',
  'requirement',
  'got',
  'outcome',
  'blocked',
  'reason',
  'owner',
  'expires',
  'link',
]

/** Reads the baseline at a path. `checkIds` are the checks that there are. Throws ConfigurationError with file, line and key. */
export function loadBaseline(path: string, checkIds: readonly string[]): readonly KnownDeviation[] {
  const fromHere = relative('', resolve(path))
  const file = fromHere.startsWith('..') ? path : fromHere || path
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigurationError(`Cannot read the baseline ${file}: ${reasonOf(error)}.`, {
      hint: 'Make one from a report: scim-conformance baseline reports/report.json --out baseline.yaml',
      cause: error,
    })
  }
  if (text.length > maxFileBytes) throw new ConfigurationError(`${file} is larger than ${maxFileBytes} bytes.`)
  return readBaseline(text, { file, checkIds })
}

/**
 * The waivers of the text of a baseline as known deviations, one for each subject. All problems are told at once, each with its
 * line and key, in one ConfigurationError.
 */
export function readBaseline(
  text: string,
  { file, checkIds }: { readonly file: string; readonly checkIds: readonly string[] },
): readonly KnownDeviation[] {
  const yaml = readYaml(text)
  if ('problems' in yaml) throw configurationError(file, yaml.problems)
  const problems: Problem[] = []
  const problem = (path: KeyPath, message: string, hint?: string, at: 'key' | 'value' = 'value'): undefined => {
    problems.push({ path, message, at, ...(hint === undefined ? {} : { hint }) })
  }
  const { data } = yaml
  const waivers: KnownDeviation[] = []
  if (!isRecord(data)) problem([], 'must be a mapping with the keys version and waivers', shapeHint)
  else {
    for (const key of Object.keys(data)) {
      if (key !== 'version' && key !== 'waivers')
        problem([key], `is not known here${didYouMean(key, ['version', 'waivers'])}`, shapeHint, 'key')
    }
    if (data.version !== 1)
      problem(['version'], 'must be 1, the version of this format', 'Begin the file with: version: 1')
    const list = data.waivers
    if (!Array.isArray(list)) problem(['waivers'], 'must be a list of waivers', shapeHint)
    else
      for (const [index, one] of list.entries())
        waivers.push(...readWaiver(one, ['waivers', String(index)], { file, checkIds, problem }))
  }
  if (problems.length > 0) {
    throw configurationError(
      file,
      problems.map(told => ({ ...told, ...yaml.place(told.path, told.at ?? 'value'), key: printPath(told.path) })),
    )
  }
  return withDistinctIds(waivers)
}

const shapeHint = 'docs/gates.md shows a baseline; scim-conformance baseline REPORT makes one.'

interface Reading {
  readonly file: string
  readonly checkIds: readonly string[]
  readonly problem: (path: KeyPath, message: string, hint?: string, at?: 'key' | 'value') => undefined
}

function readWaiver(data: unknown, path: KeyPath, { file, checkIds, problem }: Reading): readonly KnownDeviation[] {
  if (!isRecord(data)) {
    problem(path, 'must be a mapping with check, reason, owner and expires', shapeHint)
    return []
  }
  for (const key of Object.keys(data)) {
    if (!waiverKeys.includes(key))
      problem(
        [...path, key],
        `is not known here${didYouMean(key, waiverKeys)}`,
        `A waiver has: ${waiverKeys.join(', ')}.`,
        'key',
      )
  }
  const at = (key: string): KeyPath => (Object.hasOwn(data, key) ? [...path, key] : path)
  const textOf = (key: string, why: string): string => {
    const value = data[key]
    if (typeof value === 'string' && value.trim() !== '' && value.length <= maxText) return value.trim()
    problem(at(key), value === undefined ? `has no ${key}` : `${key} must be a text of 1 to ${maxText} characters`, why)
    return ''
  }
  const optionalText = (key: string): string | undefined =>
    data[key] === undefined ? undefined : textOf(key, shapeHint)

  const check = textOf('check', 'check: is the id of the check, as reports and `scim-conformance list` have it.')
  if (check !== '' && !checkIds.includes(check)) {
    problem(
      at('check'),
      `no check is called "${check}"${didYouMean(check, checkIds)}`,
      'scim-conformance list shows them all.',
    )
  }
  const requirement = optionalText('requirement')
  if (requirement !== undefined && requirement !== '' && !isRequirementId(requirement))
    problem(
      at('requirement'),
      `the catalogue has no requirement "${requirement}"`,
      'Reports name it beside each finding.',
    )
  const { outcome, blocked } = data
  if (outcome !== undefined && outcome !== 'fail' && outcome !== 'warn')
    problem(at('outcome'), 'must be fail or warn', 'Leave it out to accept both.')
  if (blocked !== undefined && blocked !== true && typeof blocked !== 'string')
    problem(
      at('blocked'),
      'must be true, or a text with * for whatever differs',
      'It is held against the reason that the report has.',
    )
  const reason = textOf('reason', 'reason: says why this is accepted for now.')
  const owner = textOf('owner', 'owner: says who answers for it: a person or a team.')
  const expires = textOf('expires', 'expires: is the last day on which it holds, such as 2027-03-31.')
  if (expires !== '' && !isDay(expires)) problem(at('expires'), `"${expires}" is no day`, 'Write it as 2027-03-31.')
  const link = optionalText('link')
  const got = optionalText('got')
  const subjects = subjectsOf(data.subjects, at('subjects'), problem)

  const base: KnownMatch = {
    checks: [check],
    ...(requirement === undefined ? {} : { requirements: [requirement] }),
    ...(outcome === 'fail' || outcome === 'warn' ? { outcome } : {}),
    ...(got === undefined ? {} : { got: patternOf(got) }),
  }
  const matches: readonly (readonly [string | undefined, KnownMatch])[] =
    blocked === true || typeof blocked === 'string'
      ? [['blocked', { checks: [check], blocked: blocked === true ? '' : patternOf(blocked) }]]
      : subjects === undefined
        ? [[undefined, base]]
        : subjects.map(subject => [subject, { ...base, subject: patternOf(subject) }] as const)
  return matches.map(([what, match]) => ({
    id: what === undefined ? check : `${check} (${what})`,
    title: reason,
    from: `baseline ${file}`,
    sources: link === undefined ? [] : [link],
    matches: [match],
    waiver: { owner, expires },
  }))
}

function subjectsOf(value: unknown, path: KeyPath, problem: Reading['problem']): readonly string[] | undefined {
  if (value === undefined) return undefined
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const texts = list.filter(one => typeof one === 'string')
  if (texts.length > 0 && texts.length === list.length) return texts
  problem(
    path,
    'must be a list of texts, one at the least',
    'Leave subjects out to accept whatever the check is about; * stands for anything.',
  )
  return []
}

/** The regular expression of a text in which * stands for anything. */
function patternOf(text: string): string {
  return `^${text.split('*').map(escaped).join('.*')}$`
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** A day of the calendar as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** Waivers of the same check and subject, say for different requirements, are numbered. */
function withDistinctIds(waivers: readonly KnownDeviation[]): readonly KnownDeviation[] {
  const seen = new Map<string, number>()
  return waivers.map(waiver => {
    const count = (seen.get(waiver.id) ?? 0) + 1
    seen.set(waiver.id, count)
    return count === 1 ? waiver : { ...waiver, id: `${waiver.id} #${count}` }
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// What others build on, as it is now: ids of checks and requirements, options of commands, keys of files.

import { requirementIds } from '../../src/requirements/catalogue.ts'
import { allTopics, authServerTopic } from '../../suites/all.ts'
import { runCli } from '../cli/run-cli.ts'

/** The ids of all checks that ship. */
export function checkIds(): readonly string[] {
  return [...allTopics, authServerTopic].flatMap(({ suites }) =>
    suites.flatMap(({ checks }) => checks.map(({ id }) => id)),
  )
}

/** The ids of the catalogue. */
export { requirementIds }

/** `run --target`, a line an option, and `run` for the command itself, as the help has them. */
export async function commandsAndOptions(): Promise<readonly string[]> {
  const { stdout } = await runCli(['--help'])
  const names = [...stdout.matchAll(/^ {2}([a-z-]+)[ |]/gm)]
    .map(([, name = '']) => name)
    .filter(name => name !== 'help')
  const helps = await Promise.all(names.map(async name => ({ name, help: (await runCli([name, '--help'])).stdout })))
  return helps.flatMap(({ name, help }) => {
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option)
    return [name, ...options.filter(option => option !== '--help').map(option => `${name} ${option}`)]
  })
}

/**
 * What a schema of an earlier version allowed and a later one does not, a line each: members that are gone, that have become
 * required, values and types that are gone. What is new is no loss. Follows the parts that both have under the same name.
 */
export function lossesOf(before: unknown, after: unknown, path = ''): readonly string[] {
  const old = asObject(before)
  const now = asObject(after)
  if (old === undefined) return []
  if (now === undefined) return after === true ? [] : [`${path}: is gone`]
  const listed = (schema: Record<string, unknown>, key: string): readonly unknown[] => {
    const value = schema[key]
    return Array.isArray(value) ? value : value === undefined ? [] : [value]
  }
  const missing = (key: string) =>
    key in now
      ? listed(old, key)
          .filter(value => !listed(now, key).includes(value))
          .map(value => `${path}: ${key} ${String(value)} is gone`)
      : []
  const required = listed(now, 'required')
    .filter(name => !listed(old, 'required').includes(name))
    .map(name => `${path}/${String(name)}: has become required`)
  const narrowed = ['enum', 'type', 'const']
    .filter(key => key in now && !(key in old))
    .map(key => `${path}: ${key} has come`)
  const members = ['properties', '$defs', 'definitions'].flatMap(key => {
    const olds = asObject(old[key]) ?? {}
    const nows = asObject(now[key]) ?? {}
    return Object.keys(olds).flatMap(name =>
      name in nows ? lossesOf(olds[name], nows[name], `${path}/${name}`) : [`${path}/${name}: is gone`],
    )
  })
  const inner = ['items', 'additionalProperties'].flatMap(key =>
    asObject(old[key]) === undefined ? [] : lossesOf(old[key], now[key], `${path}/${key}`),
  )
  return [...missing('enum'), ...missing('type'), ...missing('const'), ...narrowed, ...required, ...members, ...inner]
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

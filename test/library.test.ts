// What a program must have settled before the library examines a target for it, and the names it can rest on.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigurationError, examine, UnreachableError } from '../src/library.ts'
import { readTarget } from '../src/target/read-target.ts'
import type { Target } from '../src/target/target.ts'

const from = (text: string): Promise<Target> =>
  readTarget(text, { file: 'scim-target.yaml', env: {}, readFile: async () => '' })
const at = (baseUrl: string): Promise<Target> => from(`name: Acme\nbaseUrl: ${baseUrl}\nauth: { type: none }\n`)

test('an embedded target is for the command', async () => {
  await expect(examine(await from('baseUrl: embedded\n'))).rejects.toMatchObject({
    code: 'E_CONFIG',
    message: expect.stringContaining('embedded'),
    hint: expect.stringContaining('scim-conformance serve'),
  })
})

test('a target elsewhere is not written to unless that is agreed to', async () => {
  const run = examine(await at('https://scim.example.invalid/v2'))
  await expect(run).rejects.toThrow(ConfigurationError)
  await expect(run).rejects.toMatchObject({
    message: expect.stringMatching(/creates .* at Acme/),
    hint: expect.stringContaining('agreed: true'),
  })
})

test.each([
  ['on this machine', {}, {}],
  ['elsewhere but read-only', { proxy: 'http://127.0.0.1:9', baseUrl: 'http://scim.example.invalid' }, {}],
  [
    'elsewhere and agreed to',
    { proxy: 'http://127.0.0.1:9', baseUrl: 'http://scim.example.invalid' },
    { agreed: true },
  ],
])('a target %s is asked', async (where, changes, options) => {
  const target = { ...(await at('http://127.0.0.1:9')), ...changes }
  const safety = where.includes('read-only') ? ('read-only' as const) : target.safety
  await expect(examine({ ...target, safety }, options)).rejects.toThrow(UnreachableError)
})

/** Names that a source exports, types with `type` before them. */
function namesIn(file: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '..', file), 'utf8')
  const lists = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, type = '', names = '']) =>
    names
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== '')
      .map(name => (name.startsWith('type ') ? name : `${type}${name}`)),
  )
  const own = [...text.matchAll(/^export (?:async )?(interface|function|const) (\w+)/gm)].map(([, kind, name = '']) =>
    kind === 'interface' ? `type ${name}` : name,
  )
  return [...lists, ...own].toSorted()
}

describe('what the package exports is a promise: a name that goes or is renamed breaks programs', () => {
  test('scim-conformance', async () => {
    const names = namesIn('src/library.ts')
    expect(names).toMatchInlineSnapshot(`
      [
        "AuthenticationError",
        "ConfigurationError",
        "HarnessError",
        "InterruptedError",
        "UnreachableError",
        "allTopics",
        "authServerTopic",
        "check",
        "examine",
        "expectAll",
        "expectResponse",
        "expectThat",
        "gateNamed",
        "loadOwnChecks",
        "loadTarget",
        "lookAtHealth",
        "passiveCheck",
        "renderHtml",
        "renderJUnit",
        "renderJson",
        "renderMarkdown",
        "requirement",
        "suite",
        "topic",
        "type About",
        "type AboutRequirement",
        "type ActiveCheck",
        "type Basis",
        "type Check",
        "type CheckContext",
        "type CheckRecord",
        "type Fault",
        "type Finding",
        "type Gate",
        "type HealthItem",
        "type HealthOptions",
        "type HealthResult",
        "type HealthVerdict",
        "type HttpRequest",
        "type HttpResponse",
        "type Level",
        "type ListResponse",
        "type Observer",
        "type Options",
        "type OwnRequirement",
        "type PassiveCheck",
        "type Progress",
        "type Provider",
        "type ProviderType",
        "type Requirable",
        "type RequirementId",
        "type Resources",
        "type ResponseExpectations",
        "type RunResult",
        "type Scim",
        "type Seen",
        "type SharedContext",
        "type Suite",
        "type Target",
        "type Topic",
        "type Verdict",
      ]
    `)
    expect(Object.keys(await import('../src/library.ts')).toSorted()).toEqual(
      names.filter(name => !name.startsWith('type ')),
    )
  })

  test('scim-conformance/vitest', () => {
    expect(namesIn('src/vitest/bind.ts')).toMatchInlineSnapshot(`
      [
        "bindToVitest",
        "type BindOptions",
      ]
    `)
  })

  test('the entries of the package', () => {
    const manifest: { exports: Record<string, unknown> } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'),
    )
    expect(Object.keys(manifest.exports)).toEqual(
      expect.arrayContaining(['.', './vitest', './report.schema.json', './target.schema.json', './package.json']),
    )
  })
})

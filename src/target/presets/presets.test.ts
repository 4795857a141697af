import { describe, expect, test } from 'vitest'
import { allTopics } from '../../../suites/all.ts'
import { exampleFile } from '../../cli/presets.ts'
import { ConfigurationError } from '../../errors.ts'
import { isRequirementId } from '../../requirements/catalogue.ts'
import { readTarget } from '../read-target.ts'
import schema from '../target.schema.json' with { type: 'json' }
import type { Target } from '../target.ts'
import { allPresets } from './all.ts'

const env = { TOKEN: 'secret-token-1', PATH_TOKEN: 'secret-path-2' }

async function read(text: string, environment: Readonly<Record<string, string>> = env): Promise<Target> {
  return readTarget(text, { file: 't.yaml', env: environment, readFile: async () => '' })
}

async function problemsOf(text: string): Promise<string> {
  const error = await read(text).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ConfigurationError)) throw new Error(`expected a ConfigurationError, got ${String(error)}`)
  return error.message
}

const bearer = `auth: { type: bearer, token: "\${TOKEN}" }`
const cloud = `preset: k2-cloud\nvariables: { token: "\${PATH_TOKEN}" }\n${bearer}`

describe('what a preset gives', () => {
  test('base URL, paths, secret variables, known deviations', async () => {
    const target = await read(cloud)
    expect(target).toMatchObject({
      name: 'scim.onk2.com',
      preset: 'k2-cloud',
      baseUrl: 'https://scim.onk2.com/tokens/secret-path-2',
      paths: { ServiceProviderConfig: 'https://scim.onk2.com/scim/v2/ServiceProviderConfig' },
      warnings: [],
    })
    expect(target.secrets).toContain('secret-path-2')
    expect(target.known?.map(({ id, from }) => `${id} ${from}`)).toContain('K2-1 preset k2-cloud')
  })

  test('what a create has to hold, unless the file says it for that type', async () => {
    const text = `preset: twingate\nvariables: { network: acme }\n${bearer}`
    expect((await read(text)).templates).toEqual({
      User: { externalId: '{unique}' },
      Group: { externalId: '{unique}' },
    })
    const own = `${text}\nresources: { User: { template: { title: x } } }`
    expect((await read(own)).templates).toEqual({ User: { title: 'x' }, Group: { externalId: '{unique}' } })
  })

  test('a rate limit', async () => {
    expect((await read(`preset: zscaler-zia\nbaseUrl: https://z.example/scim\n${bearer}`)).requestsPerSecond).toBe(5)
  })

  test.each<[string, string, Partial<Target>]>([
    ['base URL', 'baseUrl: https://k2.example/{token}', { baseUrl: 'https://k2.example/secret-path-2' }],
    ['rate limit', 'rateLimit: { perSecond: 2 }', { requestsPerSecond: 2 }],
    [
      'one path of several',
      'paths: { ServiceProviderConfig: /config }',
      { paths: { ServiceProviderConfig: '/config' } },
    ],
    [
      'one path beside the others',
      'paths: { User: /people }',
      {
        paths: { User: '/people', ServiceProviderConfig: 'https://scim.onk2.com/scim/v2/ServiceProviderConfig' },
      },
    ],
  ])('what the file says itself wins: %s', async (_, line, expected) => {
    expect(await read(`${cloud}\n${line}`)).toMatchObject(expected)
  })

  test('a variable of the file takes the place of the usual value', async () => {
    const text = `preset: github-emu\nvariables: { host: api.acme.ghe.com, enterprise: acme }\n${bearer}`
    expect((await read(text)).baseUrl).toBe('https://api.acme.ghe.com/scim/v2/enterprises/acme')
  })

  test('a secret in the file draws a warning, a way to sign in that is not documented too', async () => {
    const text = `preset: k2-cloud\nvariables: { token: in-the-clear }\nauth: { type: basic, username: a, password: "\${TOKEN}" }`
    const { warnings, secrets } = await read(text)
    expect(secrets).toContain('in-the-clear')
    expect(warnings.join('\n')).toMatch(/variables\.token: a secret is written in the file/)
    expect(warnings.join('\n')).toMatch(
      /auth\.type: is not among what is documented for the preset k2-cloud: oauth2, bearer/,
    )
  })
})

describe('what it leaves to the file', () => {
  test.each([
    [
      'its variables',
      `preset: k2-procinst\nvariables: { host: k2.example }\n${bearer}`,
      /^t\.yaml:2:\d+ variables\.procInstId: the preset k2-procinst needs it: the id of the provider instance/,
    ],
    ['all of them', `preset: k2-procinst\n${bearer}`, /variables\.host: .*\n.*variables\.procInstId: /],
    ['the base URL, where it has none', `preset: usersync\n${bearer}`, /baseUrl: is missing: the preset usersync/],
    ['how to sign in', 'preset: slack', /auth: is missing$/],
    ['a name that is known', `preset: slak\n${bearer}`, /preset: must be one of .*; did you mean "slack"\?/],
    ['a base URL without a preset', bearer, /baseUrl: is missing$/],
  ])('%s', async (_, text, message) => {
    expect(await problemsOf(text)).toMatch(message)
  })
})

describe('every preset', () => {
  const checkIds = allTopics.flatMap(topic => topic.suites.flatMap(suite => suite.checks.map(({ id }) => id)))

  test('is in the JSON Schema, and named once', () => {
    const names = allPresets.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect([...schema.properties.preset.enum].sort()).toEqual([...names].sort())
  })

  test.each(allPresets.map(preset => [preset.name, preset] as const))('%s is sound', async (_, preset) => {
    expect(preset.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(preset.sources.length).toBeGreaterThan(0)
    for (const source of [...preset.sources, ...preset.known.flatMap(({ sources }) => sources)]) {
      expect(source).toMatch(/^https:\/\/[^\s.]+\.[^\s]+$/)
    }
    const ids = preset.known.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { sources, matches } of preset.known) {
      expect(sources.length).toBeGreaterThan(0)
      for (const { checks = [], requirements = [], ...patterns } of matches) {
        expect(checks.length + requirements.length).toBeGreaterThan(0)
        for (const one of checks) {
          expect(
            checkIds.filter(id => (one.endsWith('/') ? id.startsWith(one) : id === one)),
            one,
          ).not.toEqual([])
        }
        expect(requirements.filter(id => !isRequirementId(id))).toEqual([])
        for (const pattern of Object.values(patterns)) expect(() => new RegExp(pattern, 's')).not.toThrow()
      }
    }
  })

  test.each(allPresets.map(preset => [preset.name, preset] as const))(
    'the example file of %s works',
    async (_, preset) => {
      const text = exampleFile(preset)
      const names = [...text.matchAll(/\$\{(\w+)\}/g)].flatMap(([, name]) => name ?? [])
      const values = Object.fromEntries(
        names.map(name => [
          name,
          name === 'SCIM_BASE_URL' ? 'https://a.example/scim' : `value-${name.toLowerCase()}`.replaceAll('_', '-'),
        ]),
      )
      const target = await read(text, values)
      expect(target.warnings).toEqual([])
      expect(target.baseUrl).not.toMatch(/[{}]/)
    },
  )
})

// Tables of target files, valid and invalid, with what they come to and the exact messages.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the notation of the target file
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunCommand } from '../auth/token-source.ts'
import { ConfigurationError } from '../errors.ts'
import { conditions } from '../requirements/requirement.ts'
import type { Environment } from './environment.ts'
import { loadTarget, readTarget } from './read-target.ts'
import schema from './target.schema.json' with { type: 'json' }
import type { Target } from './target.ts'

const file = 'config/scim-target.yaml'
const folder = resolve('config')

function read(
  text: string,
  options: { env?: Environment; files?: Readonly<Record<string, string>>; runCommand?: RunCommand } = {},
): Promise<Target> {
  const files = options.files ?? {}
  return readTarget(text, {
    file,
    env: options.env ?? {},
    readFile: async path => {
      const content = Object.entries(files).find(([name]) => resolve(folder, name) === path)?.[1]
      if (content === undefined) throw Object.assign(new Error('not found'), { code: 'ENOENT' })
      return content
    },
    ...(options.runCommand === undefined ? {} : { runCommand: options.runCommand }),
  })
}

async function failureOf(promise: Promise<unknown>): Promise<ConfigurationError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ConfigurationError)) throw new Error(`expected a ConfigurationError, got ${String(error)}`)
  return error
}

const embedded = 'baseUrl: embedded\n'
const open = 'auth: { type: none }\n'
const https = `baseUrl: https://acme.example/scim/v2\n${open}`

describe('a whole file', () => {
  test('the least there can be', async () => {
    expect(await read(embedded)).toEqual({
      name: 'embedded provider',
      baseUrl: 'embedded',
      baseQuery: {},
      paths: {},
      headers: {},
      auth: { type: 'none' },
      requestTimeoutMs: 30_000,
      checkTimeoutMs: 120_000,
      concurrency: 32,
      maxResponseBytes: 16_777_216,
      http2: false,
      tls: { insecure: false },
      leaveOut: [],
      templates: {},
      emailDomain: 'example.com',
      safety: 'own-data',
      limits: { resources: 20_000 },
      secrets: [],
      warnings: [],
    })
  })

  test('the shipped example', async () => {
    const target = await loadTarget('scim-target.yaml', {})
    expect(target).toMatchObject({
      name: 'Embedded provider',
      baseUrl: 'embedded',
      auth: { type: 'none' },
      warnings: [],
    })
  })

  test('the example of the documentation, with every key', async () => {
    const page = readFileSync('docs/target-file.md', 'utf8')
    const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const written = new Set([...text.matchAll(/^#? ?(\w+):/gm)].map(match => match[1]))
    const known = Object.keys(schema.properties).filter(key => key !== '$schema')
    expect(known.filter(key => !written.has(key))).toEqual([])
    const env = { SCIM_TENANT_KEY: 'tk-123', SCIM_TOKEN: 'st-123', SCIM_GATEWAY_KEY: 'gk-123' }
    const target = await read(text, { env })
    expect(target).toMatchObject({
      baseUrl: 'https://acme.example/tenants/tk-123/scim/v2',
      baseQuery: { region: 'eu' },
      paths: { User: '/users', ServiceProviderConfig: 'https://acme.example/scim/v2/ServiceProviderConfig' },
      headers: { 'X-Gateway-Key': 'gk-123' },
      concurrency: 4,
      requestsPerSecond: 10,
      leaveOut: ['bulk.supported'],
      templates: { User: { active: true } },
      emailDomain: 'test.acme.example',
      warnings: [],
    })
    expect([...target.secrets].sort()).toEqual(['gk-123', 'st-123', 'tk-123'])
  })

  test('the schema knows every condition', () => {
    expect(schema.properties.leaveOut.items.enum).toEqual(Object.keys(conditions))
  })
})

describe('what a file comes to', () => {
  const cases: [name: string, text: string, expected: object, env?: Environment][] = [
    [
      'a trailing slash',
      `baseUrl: https://ACME.example:443/scim//\n${open}`,
      { baseUrl: 'https://acme.example/scim', name: 'acme.example', concurrency: 8 },
    ],
    [
      'a query',
      `baseUrl: "https://a.example/s?aad&x=1%202"\n${open}`,
      { baseUrl: 'https://a.example/s', baseQuery: { aad: '', x: '1 2' } },
    ],
    ['loopback', `baseUrl: http://127.0.0.1:8080/s\n${open}`, { concurrency: 32, warnings: [] }],
    [
      'variables are encoded',
      `baseUrl: "https://{h}/t/{t}?q={t}"\nvariables: { h: a.example, t: "a/b c" }\n${open}`,
      { baseUrl: 'https://a.example/t/a%2Fb%20c', baseQuery: { q: 'a/b c' } },
    ],
    [
      'paths',
      `${https}paths: { User: /users/, Group: "/{g}", Schemas: "https://acme.example/s" }\nvariables: { g: groups }`,
      { paths: { User: '/users', Group: '/groups', Schemas: 'https://acme.example/s' } },
    ],
    ['environment', `name: "\${A}-$\${A}-\${B}"\n${embedded}`, { name: 'x-${A}-y' }, { A: 'x', B: 'y' }],
    ['time limits', `${embedded}timeouts: { request: 60.5 }`, { requestTimeoutMs: 60_500, checkTimeoutMs: 242_000 }],
    [
      'templates',
      `${embedded}resources: { User: { template: { userName: "{unique}@x.example", n: [1] } }, Device: {} }`,
      { templates: { User: { userName: '{unique}@x.example', n: [1] }, Device: {} } },
    ],
    [
      'an anchor',
      `${embedded}resources: { User: { template: &t { a: b } }, Group: { template: *t } }`,
      { templates: { User: { a: 'b' }, Group: { a: 'b' } } },
    ],
    [
      'a template key that looks like a prototype',
      `${embedded}resources: { User: { template: { __proto__: x, constructor: y } } }`,
      { templates: { User: JSON.parse('{"__proto__":"x","constructor":"y"}') } },
    ],
    [
      'an explicit proxy',
      `${https}proxy: http://p.example:3128`,
      { proxy: 'http://p.example:3128' },
      { HTTPS_PROXY: 'http://q.example' },
    ],
    [
      'a proxy of the environment',
      https,
      { proxy: 'http://q.example:3128' },
      { HTTPS_PROXY: 'http://q.example:3128', HTTP_PROXY: 'http://no.example' },
    ],
    ['no BOM', `\uFEFF${embedded}`, { baseUrl: 'embedded' }],
  ]
  test.each(cases)('%s', async (_name, text, expected, env = {}) => {
    expect(await read(text, { env })).toMatchObject(expected)
  })

  test.each([
    ['none', `${https}proxy: none`, { HTTPS_PROXY: 'http://q.example' }],
    ['NO_PROXY', https, { https_proxy: 'http://q.example', NO_PROXY: 'x.example, .acme.example' }],
    ['loopback', `baseUrl: http://localhost:1\n${open}`, { HTTP_PROXY: 'http://q.example' }],
    ['embedded', embedded, { HTTP_PROXY: 'http://q.example' }],
  ])('no proxy: %s', async (_name, text, env) => {
    expect((await read(text, { env })).proxy).toBeUndefined()
  })
})

describe('credentials', () => {
  const at = (auth: string) => `${embedded}auth: ${auth}`
  const cases: [text: string, auth: object, secrets: string[]][] = [
    ['{ type: basic, username: u, password: "${PW}" }', { type: 'basic', username: 'u', password: 'p:w' }, ['p:w']],
    ['{ type: bearer, token: "${T}" }', { type: 'bearer', token: 'tok', from: '$T' }, ['tok']],
    [
      '{ type: bearer, tokenFile: t.txt }',
      { type: 'bearer', token: 'filed', from: 'file t.txt', source: { kind: 'file', path: resolve(folder, 't.txt') } },
      ['filed'],
    ],
    [
      '{ type: header, name: Authorization, value: "SSWS ${T}" }',
      { type: 'header', name: 'Authorization', value: 'SSWS tok' },
      ['SSWS tok', 'tok'],
    ],
    [
      '{ type: oauth2, tokenEndpoint: "https://id.example/t", clientId: c, clientSecret: "${PW}", scope: a b }',
      {
        type: 'oauth2',
        grant: 'client-credentials',
        tokenEndpoint: 'https://id.example/t',
        clientId: 'c',
        clientSecret: 'p:w',
        clientAuthentication: 'basic',
        scope: 'a b',
        parameters: {},
        proxy: null,
      },
      ['p:w'],
    ],
  ]
  test.each(cases)('%s', async (text, auth, secrets) => {
    const target = await read(at(text), { env: { PW: 'p:w', T: 'tok' }, files: { 't.txt': 'filed\n' } })
    expect(target.auth).toEqual(auth)
    expect(target.secrets).toEqual(secrets)
    expect(target.warnings).toEqual([])
  })

  test('the authorization server has a proxy of its own', async () => {
    const text = `baseUrl: https://in.example/s\nauth: { type: oauth2, issuer: "https://out.example", clientId: c, clientSecret: "\${S}" }`
    const target = await read(text, {
      env: { S: 's', HTTPS_PROXY: 'http://u:p%40ss@q.example', NO_PROXY: 'in.example' },
    })
    expect(target.proxy).toBeUndefined()
    expect(target.auth).toMatchObject({ proxy: 'http://u:p%40ss@q.example' })
    expect(target.secrets).toEqual(['s', 'p%40ss', 'p@ss'])
  })

  test('a command, in the folder of the file; the shell fills in its own variables', async () => {
    const calls: unknown[] = []
    const runCommand: RunCommand = async (command, options) => {
      calls.push([command, options])
      return { exitCode: 0, stdout: ' printed\n' }
    }
    const env = { A: 'x y' }
    const shell = await read(at('{ type: bearer, tokenCommand: "get ${A:-b}" }'), { env, runCommand })
    await read(at('{ type: bearer, tokenCommand: [get, "${A}"] }'), { env, runCommand })
    expect(shell.auth).toMatchObject({ token: 'printed', from: 'tokenCommand' })
    expect(shell.secrets).toEqual(['printed'])
    expect(calls).toEqual([
      ['get ${A:-b}', { folder, env }],
      [['get', 'x y'], { folder, env }],
    ])
  })

  test('a command is not run while the file has problems', async () => {
    const runCommand: RunCommand = async () => {
      throw new Error('was run')
    }
    await failureOf(read(`${at('{ type: bearer, tokenCommand: x }')}\nname: 1`, { runCommand }))
  })

  test.each([
    ['exits', 'echo se; echo cret >&2; exit 3', 'ended with exit code 3'],
    ['is empty', ' ', 'is empty'],
    ['prints nothing', 'true', 'gave nothing'],
    ['prints lines', 'echo se; echo cret', 'gave 2 lines where one was expected'],
    [
      'prints odd characters',
      "printf 'se\\001cret'",
      'gave a token that holds characters that cannot be sent in a header',
    ],
  ])('a command that %s', async (_name, command, what) => {
    const text = `baseUrl: embedded\nauth:\n  type: bearer\n  tokenCommand: ${JSON.stringify(command)}\n`
    const error = await failureOf(
      readTarget(text, { file: 'scim-target.yaml', env: process.env, readFile: async () => '' }),
    )
    expect(error.message).toBe(`scim-target.yaml:4:17 auth.tokenCommand: the command ${what}`)
    expect(error.hint).toBe('Run the command of auth.tokenCommand by hand to see why; its output is not shown here.')
  })
})

describe('warnings and secrets', () => {
  const literal = 'a secret is written in the file; put it into an environment variable and write ${NAME} here'
  const cases: [text: string, warnings: string[], secrets: string[]][] = [
    [`${embedded}auth: { type: bearer, token: abc }`, [`2:30 auth.token: ${literal}`], ['abc']],
    [`${embedded}auth: { type: basic, username: u, password: pw }`, [`2:45 auth.password: ${literal}`], ['pw']],
    [
      `${https}headers: { X-Api-Key: k, X-Plain: p, X-Key-Id: { value: i, secret: false } }`,
      [`3:23 headers.X-Api-Key: ${literal}`],
      ['k'],
    ],
    [`${https}headers:\n  X-Odd: { value: o, secret: true }`, [`4:19 headers.X-Odd.value: ${literal}`], ['o']],
    [
      `baseUrl: "https://a.example/{v}"\nvariables: { v: { value: V1, secret: true } }\n${open}`,
      [`2:26 variables.v.value: ${literal}`],
      ['V1', 'v1'],
    ],
    [
      `baseUrl: https://a.example\nvariables: { v: x }\n${open}`,
      ['2:14 variables.v: is used neither in baseUrl nor in paths'],
      [],
    ],
    [
      `baseUrl: http://a.example\n${open}`,
      ['1:10 baseUrl: http without TLS on another machine: credentials and data can be read on the way'],
      [],
    ],
    [`baseUrl: https://a.example/Users/\n${open}`, ['1:10 baseUrl: the base URL usually ends before /Users'], []],
    [
      `${https}paths: { Users: /users }`,
      ['3:10 paths.Users: no resource type or endpoint is usually called that; did you mean "User"?'],
      [],
    ],
    [
      `${https}paths: { User: "https://other.example/u" }`,
      [
        '3:16 paths.User: is on another host than the base URL; no credentials and no headers of this file are sent there',
      ],
      [],
    ],
    [
      `${https}tls: { insecure: true }`,
      ['3:18 tls.insecure: certificates are not verified: anyone on the way can read and change'],
      [],
    ],
    [`${https}proxy: "http://u:pp@p.example:1"`, [`3:8 proxy: ${literal}`], ['pp']],
  ]
  test.each(cases)('%s', async (text, warnings, secrets) => {
    const target = await read(text)
    expect(target.warnings).toEqual(warnings.map(warning => `${file}:${warning}`))
    expect(target.secrets).toEqual(secrets)
  })

  test('an environment variable with a telling name is secret wherever it is used', async () => {
    const target = await read(`baseUrl: https://a.example/t/\${ACME_TOKEN}\n${open}`, { env: { ACME_TOKEN: 'xyz' } })
    expect(target.secrets).toEqual(['xyz'])
  })
})

describe('problems', () => {
  const cases: [name: string, text: string, problem: string, hint?: string][] = [
    [
      'an unknown key',
      `${embedded}concurency: 3`,
      '2:1 concurency: unknown key; did you mean "concurrency"? Known here: name, preset, baseUrl, variables, auth, authServer, paths, headers, timeouts, concurrency, rateLimit, maxResponseBytes, http2, tls, proxy, leaveOut, resources, emailDomain, suites, safety, health, limits',
    ],
    [
      'an unknown key below',
      `${embedded}timeouts: { total: 1 }`,
      '2:13 timeouts.total: unknown key. Known here: request, check',
    ],
    [
      'a key of another kind of auth',
      `${embedded}auth: { type: none, token: x }`,
      '2:21 auth.token: unknown key. Known here: type',
    ],
    [
      'an unknown type',
      `${embedded}auth: { type: oauth }`,
      '2:15 auth.type: must be one of none, basic, bearer, header, oauth2; found "oauth"; did you mean "oauth2"?',
    ],
    [
      'a misspelt type',
      `${embedded}auth: { typ: bearer, token: "x" }`,
      '2:9 auth.typ: unknown key; did you mean "type"? It is one of none, basic, bearer, header, oauth2',
    ],
    ['no type', `${embedded}auth: {}`, '2:1 auth.type: must be one of none, basic, bearer, header, oauth2'],
    ['no base URL', open, '1:1 baseUrl: is missing'],
    ['no auth', 'baseUrl: https://a.example', '1:1 auth: is missing'],
    ['no password', `${embedded}auth: { type: basic, username: u }`, '2:1 auth: must have one of password, prompt'],
    [
      'no token',
      `${embedded}auth: { type: bearer }`,
      '2:1 auth: must have one of token, tokenFile, tokenCommand, prompt',
    ],
    [
      'two tokens',
      `${embedded}auth: { type: bearer, token: a, tokenFile: b }`,
      '2:1 auth: must have only one of token, tokenFile, tokenCommand, prompt',
    ],
    [
      'a number for text',
      `${embedded}auth:\n  type: bearer\n  token: 123`,
      '4:10 auth.token: must be text, found a number; put it in quotes',
    ],
    ['text for a number', `${embedded}concurrency: many`, '2:14 concurrency: must be a whole number, found text'],
    ['nothing', `${embedded}auth:`, '2:6 auth: must be a mapping of keys, found nothing'],
    ['a number too small', `${embedded}concurrency: 0`, '2:14 concurrency: must be 1 or more; found 0'],
    ['a time of zero', `${embedded}timeouts: { request: 0 }`, '2:22 timeouts.request: must be more than 0; found 0'],
    [
      'times in the wrong order',
      `${embedded}timeouts: { request: 9, check: 3 }`,
      '2:32 timeouts.check: must not be shorter than the time limit of a request, which is 9',
    ],
    [
      'a word not allowed',
      `${embedded}safety: readonly`,
      '2:9 safety: must be one of own-data, read-only; found "readonly"; did you mean "read-only"?',
    ],
    ['empty text', `${embedded}name: ""`, '2:7 name: must not be empty'],
    [
      'a domain',
      `${embedded}emailDomain: a b`,
      '2:14 emailDomain: must be a domain name such as example.com; found "a b"',
    ],
    [
      'a variable name',
      `${https}variables: { "a b": x }`,
      '3:14 variables.a b: is not a name: letters, digits, _ and -',
    ],
    [
      'an unknown variable',
      `baseUrl: "https://a.example/{tenant}"\nvariables: { tennant: x }\n${open}`,
      '1:10 baseUrl: the variable {tenant} is not defined; did you mean "tennant"? defined are tennant',
    ],
    [
      'a variable without any',
      `baseUrl: "https://a.example/{tenant}"\n${open}`,
      '1:10 baseUrl: the variable {tenant} is not defined; none are defined under variables',
    ],
    [
      'a host variable',
      `baseUrl: "https://{h}/s"\nvariables: { h: evil.example/x }\n${open}`,
      '1:10 baseUrl: the value of {h} cannot be part of a host name',
    ],
    [
      'a dotted variable',
      `baseUrl: "https://a.example/{t}/s"\nvariables: { t: .. }\n${open}`,
      '1:10 baseUrl: the value of {t} cannot be part of a path',
    ],
    [
      'no URL',
      `baseUrl: acme.example/scim\n${open}`,
      '1:10 baseUrl: must be an absolute URL that begins with https:// or http://, or the word embedded',
    ],
    [
      'nearly embedded',
      `baseUrl: Embeded\n${open}`,
      '1:10 baseUrl: must be an absolute URL that begins with https:// or http://, or the word embedded; did you mean "embedded"?',
    ],
    [
      'another scheme',
      `baseUrl: ftp://a.example\n${open}`,
      '1:10 baseUrl: must be an absolute URL that begins with https:// or http://, or the word embedded',
    ],
    [
      'credentials in the URL',
      `baseUrl: https://u:p@a.example\n${open}`,
      '1:10 baseUrl: must not hold a user name or password; they belong under auth, with type: basic',
    ],
    ['a fragment', `baseUrl: "https://a.example/#x"\n${open}`, '1:10 baseUrl: must not hold a fragment (#…)'],
    [
      'a parameter twice',
      `baseUrl: "https://a.example/?a=1&a=2"\n${open}`,
      '1:10 baseUrl: must not hold the query parameter a twice',
    ],
    [
      'a relative path',
      `${https}paths: { User: users }`,
      '3:16 paths.User: must be a path that begins with /, or an absolute URL',
    ],
    [
      'Authorization as a header',
      `${https}headers: { authorization: "\${T}" }`,
      '3:12 headers.authorization: credentials belong under auth, with type: header, so that checks can leave them out',
    ],
    ['a header of ours', `${https}headers: { Host: x }`, '3:12 headers.Host: is a header that the client sets itself'],
    [
      'a token with its scheme',
      `${embedded}auth: { type: bearer, token: "Bearer x" }`,
      '2:30 auth.token: the token begins with the word Bearer, which is added when it is sent; leave it out',
    ],
    [
      'a colon in a user name',
      `${embedded}auth: { type: basic, username: "a:b", password: c }`,
      '2:32 auth.username: must not hold a colon (RFC 7617, section 2)',
    ],
    [
      'an insecure token endpoint',
      `${embedded}auth: { type: oauth2, clientId: a, clientSecret: b, tokenEndpoint: "http://id.example" }`,
      '2:68 auth.tokenEndpoint: must be https: the client secret would travel in the clear (http is allowed on the own machine only)',
    ],
    [
      'a parameter of the grant',
      `${embedded}auth: { type: oauth2, clientId: a, clientSecret: b, issuer: "https://i.example", parameters: { client_id: x } }`,
      '2:96 auth.parameters.client_id: is set by the grant itself and cannot be a further parameter',
    ],
    [
      'no file',
      `${embedded}auth: { type: bearer, tokenFile: t }`,
      '2:34 auth.tokenFile: cannot read t: there is no such file',
    ],
    [
      'a certificate without its key',
      `${https}tls: { certificate: c.pem }`,
      '3:8 tls.certificate: needs key beside it',
    ],
    ['no certificate file', `${https}tls: { ca: [c.pem] }`, '3:13 tls.ca[0]: cannot read c.pem: there is no such file'],
    [
      'a proxy',
      `${https}proxy: socks5://p:1`,
      '3:8 proxy: must be the URL of an HTTP proxy, http://host:port, or the word none',
    ],
    [
      'an unset variable',
      `${embedded}name: x \${SCIM_NAM}`,
      '2:7 name: the environment variable SCIM_NAM is not set',
      'export SCIM_NAM=…   # SCIM_NAME is set; is that the one?',
    ],
    [
      'an empty variable',
      `${embedded}name: \${EMPTY}`,
      '2:7 name: the environment variable EMPTY is empty',
      'export EMPTY=…',
    ],
    [
      'an odd variable',
      `${embedded}name: \${A-B}`,
      '2:7 name: between ${ and } goes the name of an environment variable',
      'Write $${ for the characters ${ themselves.',
    ],
    [
      'an open variable',
      `${embedded}name: \${A`,
      '2:7 name: between ${ and } goes the name of an environment variable',
      'Write $${ for the characters ${ themselves.',
    ],
    [
      'an id in a template',
      `${embedded}resources: { User: { template: { id: x } } }`,
      '2:34 resources.User.template.id: is assigned by the service provider and cannot be in a template',
    ],
    ['a key twice', 'auth: { type: none }\nname: a\nname: b', '3:1 name: is written twice in the same place; keep one'],
    [
      'a value that needs quotes',
      'baseUrl: {host}/scim',
      '1:16 this is not YAML: Unexpected scalar at node end',
      'A value that begins with { needs quotes: "{host}/scim/v2".',
    ],
    ['an unknown tag', 'baseUrl: !x embedded', '1:10 this is not YAML: Unresolved tag: !x'],
    ['an empty file', '# nothing\n', '1:1 the file is empty'],
    ['a list', '- a', '1:1 the file must be a mapping of keys, found a list'],
    ['an alias to itself', 'name: &a [*a]', '1:11 an alias refers to the value that contains it'],
  ]
  test.each(cases)('%s', async (_name, text, problem, hint) => {
    const error = await failureOf(read(text, { env: { SCIM_NAME: 'x', EMPTY: '', T: 'tok' } }))
    expect(error.message).toBe(`${file}:${problem}`)
    expect(error.hint).toBe(hint)
  })

  test('all are told at once, in the order of the file', async () => {
    const text = 'nam: x\nbaseUrl: acme.example\nauth:\n  type: bearer\n  token: ${NONE}\nsafety: no\n'
    const error = await failureOf(read(text))
    expect(error.message.split('\n').map(line => line.replace(/ Known here.*/, ''))).toEqual([
      `${file} has 4 problems:`,
      `  ${file}:1:1 nam: unknown key; did you mean "name"?`,
      `  ${file}:2:10 baseUrl: must be an absolute URL that begins with https:// or http://, or the word embedded`,
      `  ${file}:5:10 auth.token: the environment variable NONE is not set`,
      `  ${file}:6:9 safety: must be one of own-data, read-only; found "no"`,
    ])
    expect(error.hint).toBe('export NONE=…')
  })

  test('what came from the environment is not repeated', async () => {
    const text = `${embedded}safety: \${S}\nauth: { type: "\${S}" }\nproxy: "\${S}"\nemailDomain: "\${S} x"\n`
    const error = await failureOf(read(text, { env: { S: 'hush' } }))
    expect(error.message.split('\n')).toHaveLength(5)
    expect(error.message).not.toContain('hush')
    expect(error.message).toContain('found "${S}"')
  })

  test('too many aliases, too deep a nesting', async () => {
    const bomb = [
      'a: &a [1,1,1,1,1,1,1,1,1]',
      ...'bcdefg'.split('').map((name, index) => {
        const below = 'abcdefg'[index]
        return `${name}: &${name} [${Array(9).fill(`*${below}`).join(',')}]`
      }),
    ].join('\n')
    expect((await failureOf(read(bomb))).message).toBe(`${file}:1:1 aliases expand to more than 100 values`)
    expect((await failureOf(read(`a: ${'['.repeat(20_000)}`))).message).toContain('the file is nested too deeply')
  })

  test('no file, a folder', async () => {
    const missing = await failureOf(loadTarget('no/such.yaml', {}))
    expect(missing.message).toBe('Cannot read the target file no/such.yaml: there is no such file.')
    expect(missing.hint).toBe(
      'Write one with `scim-conformance init https://your.host`, or name yours with --target FILE; docs/target-file.md describes it.',
    )
    expect((await failureOf(loadTarget(resolve('src'), {}))).message).toBe(
      'Cannot read the target file src: it is a folder.',
    )
  })
})

import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { curlFor, type Exchange } from './curl.ts'
import { anExchange, baseUrl } from './sample.test-data.ts'

const environment = {
  PATH: process.env.PATH ?? '',
  SCIM_BASE_URL: baseUrl,
  SCIM_TOKEN: 'the token',
  SCIM_USERNAME: 'ann',
  SCIM_PASSWORD: 'pass',
  SCIM_AUTHORIZATION: 'Custom x',
  SCIM_SECRET: 's1',
  SCIM_SECRET_PASSWORD: 's2',
  SCIM_SECRET_X_API_KEY: 's3',
}

/** What curl would be given, by running the commands in a real shell with a curl that prints its arguments. */
function argumentsOf(commands: readonly string[]): string[][] {
  // Every argument is marked, so that an empty one is told from the end of a command.
  const script = `curl() { printf '=%s\\0' "$@"; printf '\\0'; }\n${commands.join('\n')}\n`
  const out = execFileSync('bash', ['--norc', '-s'], {
    input: script,
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const all: string[][] = []
  let current: string[] = []
  for (const field of out.toString('utf8').split('\0').slice(0, -1)) {
    if (field === '') {
      all.push(current)
      current = []
    } else {
      current.push(field.slice(1))
    }
  }
  return all
}

function curl(exchange: Exchange): string {
  return curlFor(exchange, { baseUrl })
}

function runs(exchange: Exchange): string[] {
  return argumentsOf([curl(exchange)])[0] ?? []
}

test('reads as a person would write it', () => {
  const exchange = anExchange({ id: 1, method: 'POST', body: { userName: 'scimc-7f3a-1' } })
  expect(curl(exchange)).toBe(
    [
      'curl -i -X POST "$SCIM_BASE_URL/Users" -H "Authorization: Bearer $SCIM_TOKEN" \\',
      '  -H "Accept: application/scim+json" \\',
      '  -H "Content-Type: application/scim+json" \\',
      `  -d '{"userName":"scimc-7f3a-1"}'`,
    ].join('\n'),
  )
  expect(runs(exchange)).toEqual([
    '-i', '-X', 'POST', `${baseUrl}/Users`, '-H', 'Authorization: Bearer the token',
    '-H', 'Accept: application/scim+json', '-H', 'Content-Type: application/scim+json', '-d', '{"userName":"scimc-7f3a-1"}',
  ]) // biome-ignore format: pairs read better
})

describe('masked values become variables', () => {
  test.each([
    ['Bearer [redacted]', ['-H', 'Authorization: Bearer the token']],
    ['Bearer ***', ['-H', 'Authorization: Bearer the token']],
    ['bearer ******', ['-H', 'Authorization: Bearer the token']],
    ['Basic ***', ['-u', 'ann:pass']],
    ['[redacted]', ['-H', 'Authorization: Custom x']],
    ['SSWS [redacted]', ['-H', 'Authorization: Custom x']],
    ['Bearer wrong-on-purpose', ['-H', 'Authorization: Bearer wrong-on-purpose']],
  ])('Authorization: %s', (authorization, expected) => {
    expect(runs(anExchange({ id: 1, headers: { authorization } })).slice(2)).toEqual(expected)
  })

  test('in a header, the body and the address', () => {
    const exchange = anExchange({
      id: 1,
      method: 'PUT',
      path: '/t/[redacted]/Users/1',
      headers: { 'x-api-key': '[redacted]', 'x-other': 'key [masked]', 'content-type': 'application/json' },
      body: '{"password":"[redacted]","note":"it\'s"}',
    })
    expect(curl(exchange)).not.toMatch(/\*|\[(?:redacted|masked)/)
    expect(runs(exchange)).toEqual([
      '-i', '-X', 'PUT', `${baseUrl}/t/s1/Users/1`, '-H', 'X-Api-Key: s3', '-H', 'X-Other: key s1',
      '-H', 'Content-Type: application/json', '-d', `{"password":"s2","note":"it's"}`,
    ]) // biome-ignore format: pairs read better
  })

  test('a masked base URL is the variable alone', () => {
    const exchange = anExchange({ id: 1, headers: {} })
    const masked = { ...exchange, request: { ...exchange.request, url: 'https://x.example/[redacted]/scim/Users' } }
    expect(curlFor(masked, { baseUrl: 'https://x.example/[redacted]/scim' })).toBe('curl -i "$SCIM_BASE_URL/Users"')
  })
})

describe('what curl would read otherwise', () => {
  test.each([
    ['a body that looks like a file name', { method: 'POST', body: '@/etc/passwd' }, ['--data-raw', '@/etc/passwd']],
    ['an empty body', { method: 'POST', body: '' }, ['-d', '']],
    ['a body without a Content-Type', { method: 'POST', body: 'x' }, ['-H', 'Content-Type:', '-d', 'x']],
  ])('%s', (_, parts, expected) => {
    const args = runs(anExchange({ id: 1, headers: {}, ...parts }))
    expect(args.slice(-expected.length)).toEqual(expected)
  })

  test('HEAD does not wait for a body', () => {
    expect(runs(anExchange({ id: 1, method: 'HEAD', headers: {} }))).toEqual(['-I', `${baseUrl}/Users`])
  })

  test('brackets are no pattern, dots are no folder', () => {
    expect(runs(anExchange({ id: 1, path: '/Users?filter=emails[type%20pr]', headers: {} }))).toContain('--globoff')
    expect(runs(anExchange({ id: 1, path: '/Users/../Groups', headers: {} }))).toContain('--path-as-is')
  })

  test('an address cannot be an option', () => {
    const exchange = anExchange({ id: 1, headers: {} })
    const args = runs({ ...exchange, request: { ...exchange.request, url: '-o/tmp/x' } })
    expect(args).toEqual(['-i', '--url', '-o/tmp/x'])
  })

  test('an empty header is sent empty, one of an impossible name not at all', () => {
    expect(runs(anExchange({ id: 1, headers: { 'x-empty': '', '@file': 'x', 'a b': 'c' } })).slice(2)).toEqual([
      '-H',
      'X-Empty;',
    ])
  })

  test('a NUL cannot be an argument, and the command says what to do', () => {
    const text = curl(anExchange({ id: 7, method: 'POST', body: 'a\0b' }))
    expect(text).toContain('exchange 7')
    expect(text).toContain('--data-binary @body.bin')
    expect(text).not.toContain('\0')
  })
})

test('only what this run knows is left out', () => {
  const args = runs(
    anExchange({ id: 1, headers: { 'User-Agent': 'x', host: 'y', 'Content-Length': '3', 'if-match': 'W/"1"' } }),
  )
  expect(args.slice(2)).toEqual(['-H', 'If-Match: W/"1"'])
})

test('whatever an exchange holds, the shell hands curl exactly that and runs nothing', () => {
  const nasty = fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(...'\'"`$\\!;&|<>(){}[]*?~# \n\t\r\u001b\u202e\u2028é👍01a', '$(id)', '\\x41'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    })
    .filter(text => !/\0|\*{3}|\[(?:redacted|masked)\]/i.test(text))
  // One shell for all of them: starting one takes longer than the rest.
  const cases = fc.sample(
    fc.record({ path: nasty, value: nasty, body: nasty, method: nasty.filter(text => text !== '') }),
    300,
  )
  const commands = cases.map(({ path, value, body, method }) =>
    curl(
      anExchange({ id: 1, path: `/${path}`, headers: { 'x-value': `v${value}`, 'content-type': 'a/b' }, body, method }),
    ),
  )
  const seen = argumentsOf(commands)
  expect(seen).toHaveLength(cases.length)
  for (const [index, { path, value, body, method }] of cases.entries()) {
    const args = seen[index] ?? []
    expect(args[args.indexOf('-X') + 1]).toBe(method)
    expect(args).toContain(`${baseUrl}/${path}`)
    expect(args).toContain(`X-Value: v${value}`)
    expect(args.at(-1)).toBe(body)
    expect(commands[index]?.split('\n').length).toBe(4)
  }
})

import { describe, expect, test } from 'vitest'
import { readTarget } from './read-target.ts'
import type { Target } from './target.ts'

const base = 'baseUrl: https://acme.example/scim/v2\nauth: { type: none }\n'

function read(section: string, env: Readonly<Record<string, string>> = {}): Promise<Target> {
  return readTarget(`${base}authServer:\n${section}`, { file: 'scim-target.yaml', env, readFile: async () => '' })
}

const least = '  issuer: https://auth.example\n  clientId: okta\n  redirectUri: https://client.example/callback\n'

test('the least there can be', async () => {
  const { authServer } = await read(least)
  expect(authServer).toEqual({
    issuer: 'https://auth.example',
    clientId: 'okta',
    clientAuthentication: 'basic',
    redirectUri: 'https://client.example/callback',
    parameters: {},
    folder: process.cwd(),
  })
})

test('secrets are known as such, and a command line is left to the shell', async () => {
  const more = ['clientSecret: "$' + '{SECRET}"', 'refreshToken: "$' + '{REFRESH}"', 'signInCommand: "echo $' + '{X}"']
  const { authServer, secrets, warnings } = await read(`${least}  ${more.join('\n  ')}\n`, {
    SECRET: 'abcd',
    REFRESH: 'efgh',
  })
  expect(authServer).toMatchObject({ clientSecret: 'abcd', refreshToken: 'efgh', signInCommand: 'echo $' + '{X}' })
  expect([...secrets].toSorted()).toEqual(['abcd', 'efgh'])
  expect(warnings).toEqual([])
})

describe('problems', () => {
  test.each([
    ['no issuer and no token endpoint', '  clientId: a\n  redirectUri: https://b.example\n', 'authServer'],
    ['http', least.replace('https://auth', 'http://auth'), 'must be https'],
    ['a redirect URI that is none', least.replace('https://client.example', ''), 'must be an absolute URI'],
    ['a parameter of the request itself', `${least}  parameters: { state: x }\n`, 'authServer.parameters.state'],
    ['an unknown key', `${least}  clientsecret: x\n`, 'did you mean "clientSecret"'],
  ])('%s', async (_, section, words) => {
    await expect(read(section)).rejects.toThrow(words)
  })
})

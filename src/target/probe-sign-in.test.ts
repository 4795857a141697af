import { expect, test } from 'vitest'
import { k2ProcInst } from './presets/k2.ts'
import { challengesIn, suggestAuth } from './probe-sign-in.ts'

test.each([
  ['Bearer realm="scim"', ['Bearer']],
  ['Bearer', ['Bearer']],
  ['Basic realm="a, Digest b", charset="UTF-8", Bearer error="invalid_token"', ['Basic', 'Bearer']],
  ['Negotiate, NTLM, Basic realm = "x"', ['Negotiate', 'NTLM', 'Basic']],
  ['Bearer realm="a", scope="b c", Bearer realm="d"', ['Bearer']],
  ['SSWS', ['SSWS']],
  ['', []],
])('WWW-Authenticate: %s', (value, schemes) => {
  expect(challengesIn({ 'www-authenticate': value })).toEqual(schemes)
})

const nothing = { challenges: [], schemes: [], open: false }

test.each([
  ['nothing at all', nothing, 'bearer', /Nothing says/],
  ['open', { ...nothing, challenges: ['Basic'], open: true }, 'none', /without credentials/],
  ['a challenge', { ...nothing, challenges: ['Basic'] }, 'basic', /asks for Basic/],
  ['the first challenge that is known', { ...nothing, challenges: ['NTLM', 'Basic'] }, 'basic', /Basic/],
  ['an unknown challenge', { ...nothing, challenges: ['NTLM'] }, 'bearer', /NTLM/],
  [
    'the primary scheme',
    {
      challenges: ['Basic'],
      schemes: [
        { type: 'httpbasic', name: 'HTTP Basic' },
        { type: 'OAuthBearerToken', name: 'Tokens', primary: true },
      ],
      open: false,
    },
    'bearer',
    /Tokens/,
  ],
  ['a preset', { ...nothing, preset: k2ProcInst }, 'basic', /usual for Nintex/],
] as const)('%s', (_, signs, type, because) => {
  const suggested = suggestAuth(signs)
  expect(suggested.type).toBe(type)
  expect(suggested.because).toMatch(because)
})

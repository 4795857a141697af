import { describe, expect, test } from 'vitest'
import { createRedactor, maskForeignResources, maskTexts } from './redact.ts'

describe('createRedactor', () => {
  test.each([
    ['a secret in a text', 'Bearer s3cret-token!', 'Bearer [redacted]'],
    ['a percent-encoded secret', 'https://x/s3cret-token%21/Users', 'https://x/[redacted]/Users'],
    ['a password in JSON', '{"password":"abc","userName":"x"}', '{"password":"[redacted]","userName":"x"}'],
    ['a password with an escaped quote', '{"newPassword" : "a\\"b"}', '{"newPassword" : "[redacted]"}'],
    [
      'tokens in a token answer',
      '{"access_token":"zzz","expires_in":5}',
      '{"access_token":"[redacted]","expires_in":5}',
    ],
    [
      'the type of a token and where tokens come from are no secrets',
      '{"token_type":"Bearer","token_endpoint":"https://a/token","id_token":"zzz"}',
      '{"token_type":"Bearer","token_endpoint":"https://a/token","id_token":"[redacted]"}',
    ],
    [
      'a code in a redirect',
      'https://a/callback?code=zzz&state=s&postalcode=1',
      'https://a/callback?code=[redacted]&state=s&postalcode=1',
    ],
    [
      'a token request',
      'grant_type=authorization_code&code=zzz&code_verifier=v~v&client_secret=s%2Bs',
      'grant_type=authorization_code&code=[redacted]&code_verifier=[redacted]&client_secret=[redacted]',
    ],
    [
      'a token in a fragment',
      'https://a/#access_token=zzz&expires_in=5',
      'https://a/#access_token=[redacted]&expires_in=5',
    ],
    ['a password in a filter', 'filter=password eq "abc"', 'filter=password eq "[redacted]"'],
    ['a password in a filter of a URL', 'filter=password%20eq%20%22abc%22', 'filter=password%20eq%20%22[redacted]%22'],
    ['the beginning of a secret where a text was cut', 'Token s3cret-to…', 'Token [redacted]…'],
    [
      'a password in a PATCH',
      '{"op":"replace","path":"password","value":"abc"}',
      '{"op":"replace","path":"password","value":"[redacted]"}',
    ],
    ['a password before its path', '{"value":"abc","path":"password"}', '{"value":"[redacted]","path":"password"}'],
    ['an API key', '{"apiKey":"abc"}', '{"apiKey":"[redacted]"}'],
    ['nothing secret', 'userName eq "bjensen"', 'userName eq "bjensen"'],
  ])('%s', (_, text, expected) => {
    expect(createRedactor(['s3cret-token!']).text(text)).toBe(expected)
  })

  test('headers that carry credentials keep their scheme', () => {
    const redactor = createRedactor([], ['X-Tenant-Key'])
    expect(
      redactor.headers({ authorization: 'Bearer abc', 'X-Tenant-Key': 'k', cookie: 'a=b', accept: '*/*' }),
    ).toEqual({ authorization: 'Bearer [redacted]', 'X-Tenant-Key': '[redacted]', cookie: '[redacted]', accept: '*/*' })
  })

  test('a secret that contains another is replaced whole', () => {
    expect(createRedactor(['abcd', 'abcdef']).text('x abcdef y')).toBe('x [redacted] y')
  })

  test('a secret learned later counts from then on', () => {
    const redactor = createRedactor()
    redactor.addSecret('later-secret')
    expect(redactor.text('later-secret')).toBe('[redacted]')
  })
})

describe('maskForeignResources', () => {
  const isOurs = (resource: object) => 'id' in resource && resource.id === 'ours'

  test('foreign elements of a list are masked, ours and the counts stay', () => {
    const list = {
      totalResults: 2,
      Resources: [
        { id: 'ours', userName: 'scimc-1' },
        {
          id: 'f',
          userName: 'bjensen',
          active: true,
          age: 5,
          meta: { resourceType: 'User', created: '2020-01-01T00:00:00Z' },
        },
      ],
    }
    expect(maskForeignResources(list, isOurs)).toEqual({
      totalResults: 2,
      Resources: [
        { id: 'ours', userName: 'scimc-1' },
        {
          id: '[masked]',
          userName: '[masked]',
          active: true,
          age: 0,
          meta: { resourceType: 'User', created: '2020-01-01T00:00:00Z' },
        },
      ],
    })
  })

  test('a single foreign resource and a bare array are masked', () => {
    expect(maskForeignResources({ userName: 'b', emails: [{ value: 'b@x' }] }, isOurs)).toEqual({
      userName: '[masked]',
      emails: [{ value: '[masked]' }],
    })
    expect(maskForeignResources([{ id: 'x' }], isOurs)).toEqual([{ id: '[masked]' }])
  })
})

test.each([
  ['a text and a name', '{"a": "b" , "c"\n: ["d\\"e"]}', '{"a": "[masked]" , "c"\n: ["[masked]"]}'],
  ['a text that never ends', 'x "a\\"b', 'x "[masked]"'],
  ['a backslash at the end', '"a\\', '"[masked]"'],
  ['nothing quoted', '[1, 2', '[1, 2'],
])('maskTexts masks %s', (_, text, masked) => {
  expect(maskTexts(text)).toBe(masked)
})

test('what is very long is masked and redacted all the same', () => {
  const long = 'x'.repeat(2_000_000)
  const redactor = createRedactor([`secret-${long}`])
  expect(redactor.text(`a secret-${long} b`)).toBe('a [redacted] b')
  expect(maskTexts(`{"x":"${'\\"'.repeat(2_000_000)}`)).toBe('{"x":"[masked]"')
  const ends = `${'secre…'.repeat(20_000)} secret-xxx…`
  expect(redactor.text(ends)).toBe(ends.replace('secret-xxx…', '[redacted]…'))
})

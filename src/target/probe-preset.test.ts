import { expect, test } from 'vitest'
import { matchPreset, presetPaths } from './probe-preset.ts'

test.each([
  ['https://api.slack.com', '/scim/v2', 'slack', true, {}],
  [
    'https://scim.eu-west-1.amazonaws.com',
    '/abc-1/scim/v2',
    'aws-iam-ic',
    true,
    { region: 'eu-west-1', tenant: 'abc-1' },
  ],
  ['https://acme.eu-central-1.snowflakecomputing.com', '/scim/v2', 'snowflake', true, { account: 'acme.eu-central-1' }],
  ['https://api.github.com', '/scim/v2/enterprises/acme', 'github-emu', true, { host: 'api.github.com' }],
  ['https://api.acme.ghe.com', '/scim/v2/enterprises/acme', 'github-emu', false, { enterprise: 'acme' }],
  [
    'https://k2.acme.example',
    '/api/scim/v2/4711',
    'k2-procinst',
    false,
    { host: 'k2.acme.example', procInstId: '4711' },
  ],
  ['https://scim.acme.example:8443', '/tokens/a.b%20c', 'k2-cloud', false, { token: 'a.b c' }],
])('%s%s is like %s', (origin, path, name, sure, values) => {
  const match = matchPreset(origin, path)
  expect(match?.preset.name).toBe(name)
  expect(match?.sure).toBe(sure)
  expect(match?.values).toMatchObject(values)
})

test.each([
  ['https://acme.example', '/scim/v2'],
  ['https://acme.example', ''],
  ['https://evil.example', '/api.slack.com/scim/v2'],
  ['https://api.slack.com.evil.example', '/scim/v2'],
])('%s%s is like none', (origin, path) => {
  expect(matchPreset(origin, path)).toBeUndefined()
})

test('another scheme than https is never sure', () => {
  expect(matchPreset('http://api.slack.com', '/scim/v2')).toMatchObject({
    sure: false,
    template: 'http://api.slack.com/scim/v2',
  })
})

test('a host alone tells where its presets have their base URL', () => {
  expect(presetPaths('https://api.slack.com')).toEqual(['/scim/v2'])
  expect(presetPaths('https://acme.twingate.com')).toEqual(['/api/scim/v2'])
  expect(presetPaths('https://acme.example')).toEqual([])
})

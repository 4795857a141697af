import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

test.each([
  ['entar', ['okta', 'entra', 'slack'], 'entra'],
  ['Entra', ['okta', 'entra'], 'entra'],
  ['toekn', ['token', 'type'], 'token'],
  ['onelgoin', ['onelogin', 'okta'], 'onelogin'],
  ['creat', ['create/', 'delete/'], 'create/'],
  ['xyz', ['abc', 'okta'], undefined],
  ['ab', ['ba'], 'ba'],
  ['entar', ['zoom', 'entra-inbound', 'slack'], 'entra-inbound'],
  ['github', ['zoom', 'github-emu', 'github-org'], 'github-emu'],
  ['', ['token'], undefined],
])('%j among %j is %j', (name, known, meant) => {
  expect(nearest(name, known)).toBe(meant)
})

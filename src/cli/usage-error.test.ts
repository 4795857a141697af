// Mistakes on the command line, told as every other mistake is.

import { expect, test } from 'vitest'
import { main } from './main.ts'

async function told(args: readonly string[]): Promise<{ readonly exitCode: number; readonly text: string }> {
  let text = ''
  const add = (words: string): void => {
    text += `${words}\n`
  }
  const exitCode = await main(args, {}, { print: add, tell: add, live: false, colour: false, width: 100 })
  return { exitCode, text }
}

test.each([
  [['frobnicate'], 'There is no command "frobnicate"', 'scim-conformance --help'],
  [['lst'], 'There is no command "lst"', 'Did you mean list?'],
  [['https://a.example/scim'], 'There is no command "https://a.example/scim"', 'init https://a.example/scim writes'],
  [['run', '--tarrget', 'x'], 'run has no option --tarrget', 'Did you mean --target?'],
  [['run', '--quick=3'], '--quick takes no value', 'a quick look'],
  [['health', 'https://a.example'], '"https://a.example" is no argument of health', 'init https://a.example. Then'],
  [['run', 'acme.yaml#one'], '"acme.yaml#one" is no argument of run', 'run --target acme.yaml#one'],
  [['run', 'patch/'], '"patch/" is no argument of run', 'run --only patch/'],
  [['list', 'patch/'], '"patch/" is no argument of list', 'explain patch/'],
  [['init', 'a', 'b'], '"b" is no argument of init, which takes url alone', 'init --help'],
  [['replay'], 'replay needs check-id', 'replay <check-id>'],
  [['diff', 'a.json'], 'diff needs after.json', 'diff <before.json> <after.json>'],
  [['run', '--target'], '--target needs a value: --target <file>', 'the target file'],
  [['run', '--seed', 'it\u001b[2Js'], '--seed cannot be "its"', 'Give a whole number.'],
  [
    ['run', '--fail-on', 'shuld'],
    '--fail-on cannot be "shuld"',
    'Did you mean should? It is one of must, should, client.',
  ],
  [['run', '--quick', '--failed'], '--quick and --failed do not go together', 'Leave one of them out.'],
])('%j', async (args, what, remedy) => {
  const { exitCode, text } = await told(args)
  expect(text.split('\n')).toEqual([
    expect.stringContaining(`Error E_CONFIG: ${what}`),
    expect.stringContaining(remedy),
    '',
  ])
  expect(text.startsWith('Error E_CONFIG: ')).toBe(true)
  expect(exitCode).toBe(2)
})

test('no command at all shows the help', async () => {
  const { exitCode, text } = await told([])
  expect([exitCode, text]).toEqual([2, expect.stringMatching(/^Usage: scim-conformance/)])
})

// What a CI that reads the output makes of it: our annotations are commands, nothing that a service provider says is one.

import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'
import { runCli, temporaryFolder } from './run-cli.ts'

const folder = temporaryFolder()
let provider: ProviderHandle
let proxy: ReturnType<typeof createServer>
let baseUrl = ''

const said = [
  'x\n::error title=owned::by the service provider',
  'x\n  ::add-mask::a',
  'a very long text before so that the line wraps somewhere about here, and more of it, ::set-output name=x::y',
  '##[error]owned',
  '##vso[task.setvariable variable=owned]yes',
  "##teamcity[buildStatus status='SUCCESS']",
].join('\n')

/** The embedded provider, but that what it says of an error is full of commands, and creates fail. */
beforeAll(async () => {
  provider = await startProvider({ token: 't0ken' })
  const origin = new URL(provider.baseUrl).origin
  proxy = createServer(async (request, response) => {
    if (request.method === 'POST') {
      response.writeHead(418, { 'content-type': 'application/scim+json' })
      response.end(
        JSON.stringify({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
          status: '418',
          detail: said,
          scimType: said,
        }),
      )
      return
    }
    const { authorization = '' } = request.headers
    const answer = await fetch(origin + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers: { authorization },
    })
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
    response.end(await answer.text())
  })
  await new Promise<void>(done => proxy.listen(0, '127.0.0.1', done))
  const address = proxy.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}${new URL(provider.baseUrl).pathname}`
})
afterAll(async () => {
  proxy.closeAllConnections()
  proxy.close()
  await provider.close()
  folder.remove()
})

/** What GitHub's runner, Azure's agent and TeamCity look for: at the start of a line, or anywhere in it. */
function commandsIn(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).filter(line => /^\s*::[\w-]+.*::|##(?:vso|teamcity)?\[/.test(line))
}

test('only our annotations are commands', async () => {
  const file = folder.write(
    'target.yaml',
    `name: "::notice::Acme"\nbaseUrl: ${baseUrl}\nauth: { type: bearer, token: "$\{T}" }\n`,
  )
  const env = { T: 't0ken', GITHUB_ACTIONS: 'true' }
  const { stdout, stderr } = await runCli(['run', '--target', file, '--only', 'create/,errors', '--out', folder.path], {
    env,
  })
  expect(stdout).toContain('owned')
  expect(commandsIn(stdout)).toEqual([])
  const commands = commandsIn(stderr)
  expect(commands.length).toBeGreaterThan(0)
  for (const command of commands) expect(command).toMatch(/^::(error|warning) title=[^:]+::[^\n]*$/)
  // What it said stays in the text of the command, where nothing is a command any more but for older systems.
  expect(commands.filter(line => /##(?:vso|teamcity)?\[/.test(line))).toEqual([])

  const json = await runCli(['run', '--target', file, '--only', 'create/', '--json', '--out', folder.path], { env })
  expect(commandsIn(json.stdout)).toEqual([])
  expect(JSON.stringify(JSON.parse(json.stdout))).toContain('##vso[task')
}, 240_000)

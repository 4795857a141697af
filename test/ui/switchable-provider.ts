// A service provider behind one address that can be mended, or broken, while somebody looks: what goes there is counted by check.

import { createServer, request as send } from 'node:http'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'

export interface SwitchableProvider {
  readonly baseUrl: string
  /** From now on another provider answers, which begins empty. */
  become(options: ProviderOptions): Promise<void>
  /** The ids of the checks (and `discovery`, `clean-up` …) that have sent something since the last call. */
  sendersSince(): ReadonlySet<string>
  /** What is left in the stores of all the providers that there were. */
  left(): readonly string[]
  close(): Promise<void>
}

export async function startSwitchable(token: string, options: ProviderOptions): Promise<SwitchableProvider> {
  const all: ProviderHandle[] = []
  let current = await startProvider({ ...options, token })
  all.push(current)
  let senders = new Set<string>()
  const server = createServer((incoming, outgoing) => {
    senders.add(/ check\/(\S+)/.exec(incoming.headers['user-agent'] ?? '')?.[1] ?? 'nobody')
    const onward = send(
      { port: current.port, host: '127.0.0.1', path: incoming.url, method: incoming.method, headers: incoming.headers },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    baseUrl: `http://127.0.0.1:${address.port}${new URL(current.baseUrl).pathname}`,
    async become(next) {
      current = await startProvider({ ...next, token })
      all.push(current)
    },
    sendersSince() {
      const since = senders
      senders = new Set()
      return since
    },
    left: () => all.flatMap(({ store }) => remaining(store)),
    async close() {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
      for (const provider of all) await provider.close()
    },
  }
}

function remaining(store: ProviderHandle['store']): readonly string[] {
  return ['User', 'Group', 'Device'].flatMap(type => [...store.all(type)].map(({ id }) => id))
}

// A small authorization server on 127.0.0.1 for tests: what it answers is up to the test.

import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface TokenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly form: Readonly<Record<string, string>>
}

export interface TokenAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown
}

export interface TestServer {
  readonly url: string
  readonly requests: TokenRequest[]
  close(): void
}

/** Starts it on a free port. An answer of undefined never comes. */
export async function startTokenServer(
  answer: (request: TokenRequest, url: string) => TokenAnswer | undefined | Promise<TokenAnswer | undefined>,
): Promise<TestServer> {
  const requests: TokenRequest[] = []
  let url = ''
  const server = createServer(async (incoming, outgoing) => {
    let text = ''
    for await (const chunk of incoming) text += String(chunk)
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      form: Object.fromEntries(new URLSearchParams(text)),
    }
    requests.push(request)
    const given = await answer(request, url)
    if (given === undefined) return
    const { status = 200, headers = {}, body } = given
    const json = typeof body !== 'string'
    outgoing.writeHead(status, { 'content-type': json ? 'application/json' : 'text/html', ...headers })
    outgoing.end(json ? JSON.stringify(body) : body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}`
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { url, requests, close }
}

// Waits on the own machine for the browser to come back from signing in (RFC 8252 section 7.3).

import { createServer, type RequestListener, type Server } from 'node:http'
import { ConfigurationError } from '../errors.ts'

export interface RedirectListener {
  /** Where the browser is to be sent back to. */
  readonly redirectUri: string
  /** The first request to that path, as an absolute URL. Rejects with what the signal was aborted with. */
  readonly answer: Promise<URL>
  /** Shows the person how it went; resolves when the page was sent. */
  respond(page: { readonly title: string; readonly text: string; readonly status: number }): Promise<void>
  close(): void
}

/** True where a redirect URI leads to this machine, so that it can be waited for. */
export function canListenFor(redirectUri: string): boolean {
  const url = new URL(redirectUri)
  return url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
}

/** Listens where `redirectUri` says, else on a free port of 127.0.0.1. Throws ConfigurationError where the port is taken. */
export async function listenForRedirect(
  redirectUri: string | undefined,
  signal: AbortSignal,
): Promise<RedirectListener> {
  const wanted = new URL(redirectUri ?? 'http://127.0.0.1:0/callback')
  const port = wanted.port === '' ? (redirectUri === undefined ? 0 : 80) : Number(wanted.port)
  let came: (url: URL) => void = () => undefined
  let pending: ((html: string, status: number) => Promise<void>) | undefined
  const answer = new Promise<URL>((resolve, reject) => {
    came = resolve
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  // Whoever waits for it is told; nobody has to.
  answer.catch(() => undefined)

  const onRequest: RequestListener = (request, response) => {
    // Whatever on this machine asks: `//` is a request target, too, and no URL.
    const url = URL.parse(request.url ?? '/', wanted.href)
    const isAnswer = request.method === 'GET' && url?.pathname === wanted.pathname
    if (
      url === null ||
      !isAnswer ||
      pending !== undefined ||
      !(url.searchParams.has('code') || url.searchParams.has('error'))
    ) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing here.\n')
      return
    }
    pending = (html, status) =>
      new Promise(done => {
        response.writeHead(status, {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
          connection: 'close',
        })
        response.end(html, done)
        response.once('close', done)
      })
    came(url)
  }
  // `localhost` may mean either address: the other one is listened on as well, where there is one.
  const host = wanted.hostname === '[::1]' ? '::1' : '127.0.0.1'
  const server = createServer(onRequest)
  const actual = await listen(server, port, host)
  const other = wanted.hostname === 'localhost' ? createServer(onRequest) : undefined
  if (other !== undefined) await listen(other, actual, '::1').catch(() => undefined)
  if (redirectUri === undefined) wanted.port = String(actual)

  return {
    redirectUri: redirectUri ?? wanted.href,
    answer,
    respond: async ({ title, text, status }) => pending?.(page(title, text), status),
    close() {
      for (const one of [server, other]) {
        one?.close()
        one?.closeAllConnections()
      }
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new ConfigurationError(`Cannot wait for the browser on ${host} port ${port}: ${error.code ?? error.message}.`, {
          hint: 'End what listens there, register a redirect URI with another port and write it as auth.redirectUri, or give --paste.',
        }),
      )
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function page(title: string, text: string): string {
  const inHtml = (raw: string): string => raw.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${inHtml(title)}</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}</style>
<h1>${inHtml(title)}</h1><p>${inHtml(text)}</p></html>
`
}

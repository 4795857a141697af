// A real authorization server on loopback (oidc-provider), and a gate that lets its tokens through to the embedded provider.

import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { Provider } from 'oidc-provider'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { authority, serverCertificate, serverKey } from '../../src/auth/certificates.test-data.ts'

export interface AuthorizationServerOptions {
  /** oidc-provider's own metadata of clients. */
  readonly clients: readonly object[]
  /** Seconds an access token lives; 3600 when absent. */
  readonly accessTokenSeconds?: number
  readonly refreshTokenSeconds?: number
  /** Behind TLS, with client certificates of the test authority. */
  readonly tls?: boolean
  readonly rotates?: boolean
  /** Refuses every sign-in at the authorization endpoint with this error. */
  readonly refuses?: { readonly error: string; readonly description: string }
}

export interface AuthorizationServer {
  readonly issuer: string
  readonly provider: Provider
  /** Requests to the token endpoint: their form parameters. */
  readonly tokenRequests: Readonly<Record<string, string>>[]
  /** Access and refresh tokens and codes that it has given away. */
  readonly given: Set<string>
  /** Says whether a value is an access token that is good now. */
  accepts(token: string): Promise<boolean>
  close(): void
}

/** Starts it on a free port of 127.0.0.1. */
export async function startAuthorizationServer(options: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const tokenRequests: Record<string, string>[] = []
  const given = new Set<string>()
  let handle: ReturnType<Provider['callback']> = () => undefined
  const server: Server =
    options.tls === true
      ? createTlsServer(
          { cert: serverCertificate, key: serverKey, ca: authority, requestCert: true, rejectUnauthorized: false },
          (request, response) => handle(request, response),
        )
      : createServer((request, response) => handle(request, response))
  const port = await listen(server)
  const issuer = options.tls === true ? `https://localhost:${port}` : `http://127.0.0.1:${port}`
  const seconds = options.accessTokenSeconds ?? 3600
  const provider = new Provider(issuer, {
    clients: options.clients,
    cookies: { keys: ['test'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'tls_client_auth', 'none'],
    scopes: ['openid', 'offline_access', 'scim'],
    claims: { openid: ['sub', 'email'] },
    conformIdTokenClaims: false,
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: `${id}@example.com` }),
    }),
    rotateRefreshToken: options.rotates ?? true,
    ttl: {
      AccessToken: seconds,
      ClientCredentials: seconds,
      RefreshToken: options.refreshTokenSeconds ?? 3600,
      AuthorizationCode: 60,
      IdToken: 3600,
      Interaction: 3600,
      Session: 3600,
      Grant: 3600,
    },
    features: {
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      devInteractions: { enabled: true },
      mTLS: {
        enabled: true,
        tlsClientAuth: true,
        getCertificate: () => 'unused',
        certificateAuthorized: ({ req }: { req: IncomingMessage }) =>
          'authorized' in req.socket && req.socket.authorized === true,
        certificateSubjectMatches: (_context: unknown, _property: string, expected: string) => expected === 'CN=client',
      },
    },
  })
  provider.on('server_error', (_context, error) => console.error(error))
  const callback = provider.callback()
  handle = (request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    if (options.refuses !== undefined && url.pathname === '/auth') {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('error', options.refuses.error)
      back.searchParams.set('error_description', options.refuses.description)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      back.searchParams.set('iss', issuer)
      response.writeHead(303, { location: back.href }).end()
      return
    }
    if (url.pathname === '/token') watchToken(request)
    const { end } = response
    // What it gives away is written down, to be looked for where it must not be.
    Object.assign(response, {
      end: (...values: Parameters<typeof end>) => {
        const text = String(values[0] ?? '')
        for (const [, value] of text.matchAll(/"(?:access_token|refresh_token|id_token)":"([^"]+)"/g))
          if (value !== undefined) given.add(value)
        const location = String(response.getHeader('location') ?? '')
        const code = /[?&]code=([^&]+)/.exec(location)?.[1]
        if (code !== undefined) given.add(code)
        return end.apply(response, values)
      },
    })
    callback(request, response)
  }
  const watchToken = (request: IncomingMessage): void => {
    const chunks: Buffer[] = []
    const { emit } = request
    Object.assign(request, {
      emit: (event: string, ...values: unknown[]) => {
        const [chunk] = values
        if (event === 'data' && Buffer.isBuffer(chunk)) chunks.push(chunk)
        if (event === 'end') {
          const form = new URLSearchParams(Buffer.concat(chunks).toString())
          tokenRequests.push(Object.fromEntries(form))
        }
        return Reflect.apply(emit, request, [event, ...values])
      },
    })
  }
  return {
    issuer,
    provider,
    tokenRequests,
    given,
    accepts: async token => {
      const found = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token))
      return found !== undefined && !found.isExpired
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

export interface Gate {
  readonly baseUrl: string
  /** Authorization headers that came, in their order. */
  readonly seen: string[]
  close(): Promise<void>
}

/** The embedded service provider behind a check of tokens. */
export async function startGate(accepts: (token: string, method: string) => Promise<boolean>): Promise<Gate> {
  const inner = await startProvider({ token: 'inner' })
  const origin = new URL(inner.baseUrl).origin
  const seen: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const { authorization = '', host = '' } = request.headers
    seen.push(authorization)
    if (!(await accepts(authorization.replace(/^Bearer /, ''), request.method ?? ''))) {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
      return
    }
    const { 'content-type': type, 'if-match': ifMatch } = request.headers
    const answer = await fetch(`${origin}${request.url}`, {
      method: request.method ?? 'GET',
      headers: {
        authorization: 'Bearer inner',
        accept: request.headers.accept ?? '*/*',
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    })
    const location = answer.headers.get('location')
    const etag = answer.headers.get('etag')
    const outside = (text: string): string => text.replaceAll(origin, `http://${host}`)
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/scim+json',
      ...(location === null ? {} : { location: outside(location) }),
      ...(etag === null ? {} : { etag }),
    })
    response.end(answer.status === 204 ? undefined : outside(await answer.text()))
  })
  const port = await listen(server)
  return {
    baseUrl: `http://127.0.0.1:${port}${new URL(inner.baseUrl).pathname}`,
    seen,
    async close() {
      server.closeAllConnections()
      server.close()
      await inner.close()
    },
  }
}

/** Signs in by the forms of oidc-provider as a browser would; gives where the browser is sent back to. */
export async function signInByForms(address: string, account = 'alice'): Promise<string> {
  const cookies = new Map<string, string>()
  let url = new URL(address)
  const { origin } = url
  let form: URLSearchParams | undefined
  for (let step = 0; step < 20; step++) {
    const answer = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { body: form }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    form = undefined
    const location = answer.headers.get('location')
    if (location !== null) {
      url = new URL(location, url)
      if (url.origin !== origin) return url.href
      continue
    }
    const html = await answer.text()
    const action = /action="([^"]+)"/.exec(html)?.[1]
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1]
    if (action === undefined || prompt === undefined) throw new Error(`no form: ${answer.status} ${html.slice(0, 500)}`)
    form = new URLSearchParams(prompt === 'login' ? { prompt, login: account, password: 'x' } : { prompt })
    url = new URL(action, url)
  }
  throw new Error('the sign-in does not end')
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

// A server on this machine that writes down what reaches it.

import { createServer } from 'node:http'

export interface RecordingServer {
  readonly origin: string
  /** `GET /Users`, in the order of arrival; connections without a request as `connection`. */
  readonly seen: string[]
  close(): Promise<void>
}

/** Starts it; everything is answered 404. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.writeHead(404).end()
  })
  server.on('connection', () => seen.push('connection'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

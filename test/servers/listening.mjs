// What every start program shares: a listening port, the ready line, and an end when the parent ends.
import { createServer } from 'node:http'

/** Listens on 127.0.0.1 on PORT (0 = any free port). Requests get an answer once `handler` is set; rejects when the port is taken. */
export async function listen() {
  const server = createServer()
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', resolve)
  })
  // Started by start-server.ts, there is a channel to the parent: when it closes, the parent is gone.
  process.once('disconnect', () => process.exit())
  const { port } = server.address()
  return { origin: `http://127.0.0.1:${port}`, setHandler: handler => server.on('request', handler) }
}

/** Tells the starter where the service provider listens and which bearer token it takes. */
export function ready(baseUrl, token) {
  console.log(`ready ${baseUrl} Bearer ${token}`)
}

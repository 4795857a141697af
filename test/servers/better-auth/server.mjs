// Better Auth with its SCIM plug-in on Better Auth's own in-memory adapter.
//
//   PORT=9140 TOKEN=tok node server.mjs      ->  ready http://127.0.0.1:9140/api/auth/scim/v2 Bearer tok
import { scim } from '@better-auth/scim'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { getAuthTables } from 'better-auth/db'
import { toNodeHandler } from 'better-auth/node'
import { listen, ready } from '../listening.mjs'

const token = process.env.TOKEN ?? 'tok'
const { origin, setHandler } = await listen()

const options = {
  baseURL: origin,
  secret: 'example-only-secret-of-at-least-32-characters',
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  logger: { level: 'error' },
  emailAndPassword: { enabled: true },
  plugins: [scim({ connections: [{ id: 'example', credentials: [{ type: 'bearer', id: 'one', token }] }] })],
}
// The memory adapter wants one array for each table of the configured schema.
const tables = Object.fromEntries(
  Object.entries(getAuthTables(options)).flatMap(([key, table]) => [
    [key, []],
    [table.modelName ?? key, []],
  ]),
)

setHandler(toNodeHandler(betterAuth({ ...options, database: memoryAdapter(tables) })))
ready(`${origin}/api/auth/scim/v2`, token)

// A tenant in a process of its own, for runs that are killed. The parent asks over IPC: 'state', 'cut' (every answer is
// withheld and its connection closed), 'expire' (the token is refused), 'restore', and a number: how many writes to wait for.

import { startTenant, type Tenant } from './tenant.ts'

let refuse = false
let cut = false
let writesWanted = Number.POSITIVE_INFINITY

const [users = '20', latencyMs = '0'] = process.argv.slice(2)
const tenant: Tenant = await startTenant(
  Number(users),
  {
    before: () =>
      refuse ? { status: 401, headers: {}, body: { detail: 'The token has expired.', status: '401' } } : undefined,
    after: (_, response) => {
      if (tenant.writes.length >= writesWanted) {
        writesWanted = Number.POSITIVE_INFINITY
        tell()
      }
      return cut ? { ...response, hangUp: true } : response
    },
  },
  { token: 'kill-token' },
  Number(latencyMs),
)

function tell(): void {
  process.send?.({ digest: tenant.digest(), own: tenant.own(), aimed: tenant.aimed })
}

process.on('message', (message: unknown) => {
  if (message === 'cut') cut = true
  if (message === 'expire') refuse = true
  if (message === 'restore') {
    cut = false
    refuse = false
    writesWanted = Number.POSITIVE_INFINITY
  }
  if (typeof message === 'number') writesWanted = tenant.writes.length + message
  else tell()
})
process.on('disconnect', () => process.exit(0))
process.send?.({ baseUrl: tenant.baseUrl })

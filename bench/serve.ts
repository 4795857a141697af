// The embedded provider for benchmarks, in a process of its own: a latency in milliseconds, and how many users of others
// it holds.

import { startProvider } from '../fixtures/provider/provider.ts'
import { addForeignUsers } from './foreign-users.ts'

const latencyMs = Number(process.argv[2] ?? 0)
const foreignUsers = Number(process.argv[3] ?? 0)
const provider = await startProvider({
  token: 'bench-token',
  parts: parts => ({
    onResponse: async (request, response) => {
      if (latencyMs > 0) await new Promise(resolve => setTimeout(resolve, latencyMs))
      return parts.onResponse(request, response)
    },
  }),
})
if (foreignUsers > 0) await addForeignUsers(provider, foreignUsers)
console.log(provider.baseUrl)

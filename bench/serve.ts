// The embedded provider for benchmarks, in a process of its own, with a latency in milliseconds.

import { startProvider } from '../fixtures/provider/provider.ts'

const latencyMs = Number(process.argv[2] ?? 0)
const provider = await startProvider({
  token: 'bench-token',
  parts: parts => ({
    onResponse: async (request, response) => {
      if (latencyMs > 0) await new Promise(resolve => setTimeout(resolve, latencyMs))
      return parts.onResponse(request, response)
    },
  }),
})
console.log(provider.baseUrl)

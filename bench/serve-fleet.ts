// Many hosts for bench/fleet.ts, in a process of their own: embedded providers on as many ports, each answering after so
// many milliseconds and holding so many users. Prints their base URLs, one a line.

import { startProvider } from '../fixtures/provider/provider.ts'
import { addForeignUsers } from './foreign-users.ts'

const [hosts = 40, latencyMs = 50, users = 50] = process.argv.slice(2).map(Number)
const urls: string[] = []
for (let host = 0; host < hosts; host++) {
  const provider = await startProvider({
    token: 'bench-token',
    parts: parts => ({
      onResponse: async (request, response) => {
        if (latencyMs > 0) await new Promise(resolve => setTimeout(resolve, latencyMs))
        return parts.onResponse(request, response)
      },
    }),
  })
  await addForeignUsers(provider, users)
  urls.push(provider.baseUrl)
}
console.log(urls.join('\n'))

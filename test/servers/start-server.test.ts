import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { serverNames, startServer } from './start-server.ts'

describe('startServer', () => {
  it.each(serverNames)('%s answers an authorised list of Users, and nobody once it is stopped', async name => {
    const server = await startServer(name)
    try {
      const response = await fetch(`${server.baseUrl}/Users`, { headers: { authorization: `Bearer ${server.token}` } })

      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ totalResults: 0 })
    } finally {
      await server.stop()
    }
    await expect(fetch(`${server.baseUrl}/Users`)).rejects.toThrow()
    await server.stop()
  })

  it('leaves no process behind when its own is killed', async () => {
    const program = `
      import { startServer } from ${JSON.stringify(new URL('./start-server.ts', import.meta.url).href)}
      const server = await startServer('scimmy-express5')
      console.log(server.baseUrl)`
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(parent.stdout, 'data')
    const users = `${String(line).trim()}/Users`
    expect((await fetch(users)).status).toBe(401)

    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(fetch(users)).rejects.toThrow(), 5_000)
  })
})

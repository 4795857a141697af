// A tenant with users and groups of others: notes every write that is aimed at them, and tells whether one was changed.

import { createHash } from 'node:crypto'
import type { ScimRequest, ScimResponse } from '../../fixtures/provider/http-message.ts'
import type { ProviderOptions } from '../../fixtures/provider/options.ts'
import { type ProviderHandle, startProvider } from '../../fixtures/provider/provider.ts'

const user = 'urn:ietf:params:scim:schemas:core:2.0:User'
const group = 'urn:ietf:params:scim:schemas:core:2.0:Group'

export interface Tenant {
  readonly provider: ProviderHandle
  readonly baseUrl: string
  /** Ids of what is others', users first. */
  readonly foreign: readonly string[]
  /** Requests that would change or delete what is others', as `DELETE /Users/1`. */
  readonly aimed: readonly string[]
  /** Every write that arrived, as `POST /Users`. */
  readonly writes: readonly string[]
  /** Changes with any change to what is others', also of its version and times. */
  digest(): string
  /** How many resources are not others'. */
  own(): number
  close(): Promise<void>
}

/** How the tenant departs from the embedded provider; each may give back what it is given. */
export interface Tampering {
  /** Answers in the provider's place, or lets it answer. */
  readonly before?: (request: ScimRequest, tenant: Tenant) => ScimResponse | undefined
  readonly after?: (request: ScimRequest, response: ScimResponse, tenant: Tenant) => ScimResponse
}

/** Starts a tenant with so many users of others, and a group of others for each ten. */
export async function startTenant(
  users: number,
  tampering: Tampering = {},
  options: Omit<ProviderOptions, 'parts' | 'seed'> = {},
  latencyMs = 0,
): Promise<Tenant> {
  const names = Array.from({ length: users }, (_, index) => `person-${index}`)
  const aimed: string[] = []
  const writes: string[] = []
  const provider = await startProvider({
    ...options,
    seed: {
      User: names.map(userName => ({ schemas: [user], userName, displayName: userName, title: 'Others' })),
      Group: names.filter((_, i) => i % 10 === 0).map(name => ({ schemas: [group], displayName: `Team ${name}` })),
    },
    parts: parts => ({
      onRequest: async request => {
        if (latencyMs > 0) await new Promise(resolve => setTimeout(resolve, latencyMs))
        note(request)
        return parts.onRequest(request)
      },
      answer: (context, request) => tampering.before?.(request, tenant) ?? parts.answer(context, request),
      onResponse: async (request, response) => {
        const answer = await parts.onResponse(request, response)
        return tampering.after?.(request, answer, tenant) ?? answer
      },
    }),
  })
  const { store } = provider
  const all = () => [...store.all('User'), ...store.all('Group'), ...store.all('Device')]
  const foreign = all().map(({ id }) => id)
  const isForeign = new Set(foreign)

  /** The foreign id that a path names, however it is spelt. */
  const idIn = (path: string): string | undefined => {
    let text = path
    for (let round = 0; round < 3; round++) {
      try {
        text = decodeURIComponent(text)
      } catch {
        break
      }
    }
    return text.split(/[/?#]/).find(part => isForeign.has(part))
  }
  const note = ({ method, path, body }: ScimRequest): void => {
    if (method === 'GET' || path.endsWith('/.search')) return
    writes.push(`${method} ${path}`)
    if (method !== 'POST' && idIn(path) !== undefined) aimed.push(`${method} ${path}`)
    if (!/\/bulk$/i.test(path)) return
    for (const operation of operationsOf(body)) {
      if (!/^post$/i.test(operation.method) && idIn(operation.path) !== undefined) {
        aimed.push(`bulk ${operation.method} ${operation.path}`)
      }
    }
  }

  const tenant: Tenant = {
    provider,
    baseUrl: provider.baseUrl,
    foreign,
    aimed,
    writes,
    digest() {
      const hash = createHash('sha256')
      for (const id of foreign) {
        const { type, ...record } = store.get(id) ?? { type: undefined }
        hash.update(JSON.stringify([id, record]))
      }
      return hash.digest('hex')
    },
    own: () => all().filter(({ id }) => !isForeign.has(id)).length,
    close: () => provider.close(),
  }
  return tenant
}

function operationsOf(body: Uint8Array): readonly { readonly method: string; readonly path: string }[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    const list = typeof json === 'object' && json !== null && 'Operations' in json ? json.Operations : []
    return Array.isArray(list) ? list.map(one => ({ method: String(one?.method), path: String(one?.path) })) : []
  } catch {
    return []
  }
}

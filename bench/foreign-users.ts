// Users of others in the embedded provider, as a tenant has them: the first is created over HTTP, the others are put
// straight into its store.

import type { ProviderHandle } from '../fixtures/provider/provider.ts'

const firstNames = ['Ada', 'Berta', 'Cyril', 'Dora', 'Edsger', 'Frances', 'Grace', 'Hedy', 'Ivan', 'Joan'] as const

/** Adds this many users. Throws where the first is refused. */
export async function addForeignUsers(provider: ProviderHandle, count: number): Promise<void> {
  const response = await fetch(`${provider.baseUrl}/Users`, {
    method: 'POST',
    headers: { authorization: 'Bearer bench-token', 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ada.0@tenant.example',
      externalId: 'hr-0',
      displayName: 'Ada Number 0',
      name: { givenName: 'Ada', familyName: 'Number 0' },
      active: true,
      emails: [{ value: 'ada.0@tenant.example', type: 'work', primary: true }],
    }),
  })
  if (response.status !== 201) throw new Error(`A user was answered ${response.status}`)
  const { store } = provider
  const [first] = store.all('User')
  if (first === undefined) throw new Error('The user that was created is not there')
  for (let index = 1; index < count; index++) {
    const name = firstNames[index % firstNames.length] ?? 'Ada'
    const address = `${name.toLowerCase()}.${index}@tenant.example`
    store.save({
      ...first,
      id: `foreign-${index}`,
      sequence: store.nextSequence(),
      attributes: {
        ...first.attributes,
        userName: address,
        externalId: `hr-${index}`,
        displayName: `${name} Number ${index}`,
        name: { givenName: name, familyName: `Number ${index}` },
        active: index % 7 !== 0,
        emails: [{ value: address, type: 'work', primary: true }],
      },
    })
  }
}

// The storage that scimmy asks its user for: keeps what the library hands over and nothing else, so that what a
// client sees is the library's own behaviour. Shared by the Express 4 and the Express 5 start programs.
import { randomUUID } from 'node:crypto'

const sameText = (one, other) => String(one).toLowerCase() === String(other).toLowerCase()

/** Declares User (with Enterprise User) and Group on the given SCIMMY, each on a Map. */
export function declareResources(SCIMMY) {
  SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false)
  declareResource(SCIMMY, SCIMMY.Resources.User, 'userName')
  declareResource(SCIMMY, SCIMMY.Resources.Group, undefined)
}

function declareResource(SCIMMY, resourceType, uniqueAttribute) {
  const store = new Map()
  const notFound = id => new SCIMMY.Types.Error(404, null, `Resource ${id} not found`)

  SCIMMY.Resources.declare(resourceType)
    .ingress((resource, data) => {
      const now = new Date().toISOString()
      const value = JSON.parse(JSON.stringify(data))
      if (resource.id && !store.has(resource.id)) throw notFound(resource.id)
      if (uniqueAttribute) {
        for (const other of store.values()) {
          if (other.id !== resource.id && sameText(other[uniqueAttribute], value[uniqueAttribute])) {
            throw new SCIMMY.Types.Error(409, 'uniqueness', `${uniqueAttribute} is already in use`)
          }
        }
      }
      const id = resource.id ?? randomUUID()
      const created = store.get(id)?.meta.created ?? now
      const stored = { ...value, id, meta: { created, lastModified: now } }
      store.set(id, stored)
      return structuredClone(stored)
    })
    .egress(resource => {
      if (resource.id) {
        if (!store.has(resource.id)) throw notFound(resource.id)
        return structuredClone(store.get(resource.id))
      }
      const all = [...store.values()].map(stored => structuredClone(stored))
      return resource.filter ? resource.filter.match(all) : all
    })
    .degress(resource => {
      if (!store.delete(resource.id)) throw notFound(resource.id)
    })
}

// Versions: each change gives a resource another one (RFC 7644 §3.14).

import { differences } from '../../scim/compare.ts'
import type { JsonObject } from '../../scim/json.ts'
import { type Living, metaOf, type World } from './world.ts'

/** Departs where a resource has changed and its strong version has not; weak ones may stay the same (RFC 9110 §8.8.1). */
export function expectVersionMoved(world: World, { type, stored, version }: Living, after: JsonObject): void {
  if (!world.versions || version === undefined || version.startsWith('W/')) return
  if (metaOf(after, 'version') !== version) return
  if (differences(stored, after, type.schemas).length === 0) return
  const expected = `another meta.version than ${version}, since the resource has changed`
  world.diverge('7644-3.14-07', expected, `meta.version ${version}`)
}

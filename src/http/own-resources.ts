// What this run has made at the service provider: known by path, and by what was read there whether it is really ours.

import { type JournalPlace, openJournal } from './journal.ts'

export interface OwnResource {
  /** Relative to the base URL, percent-encoded: `/Users/2819c223`. */
  readonly path: string
  readonly id: string
  /** The check that sent the create. */
  readonly checkId: string
  /** Whether the answer to the create showed the run's mark. */
  readonly echoed?: boolean
  /** The attributes that carried the mark when it was created, as the query parameter `attributes` names them. */
  readonly carriers?: readonly string[]
  /** What was sent had no room for a mark, such as an empty body. */
  readonly unmarked?: true
}

export interface OwnResources {
  /** `scimc-<runId>`: every resource of this run carries it somewhere. */
  readonly mark: string
  /** Writes down that a create is about to be sent, before it is; gives a number for `answered`. */
  announce(path: string, checkId: string): number
  /** Writes down that the answer to a create was seen; what it made is added or lost before. */
  answered(create: number): void
  add(resource: OwnResource): void
  /** Whether the path is that of a resource this run made and has not yet deleted. */
  has(path: string): boolean
  /** Whether the path is that of a resource this run made, deleted or not. */
  had(path: string): boolean
  hasId(id: string): boolean
  /** What was made there, deleted or not. */
  at(path: string): OwnResource | undefined
  /** Notes that the resource no longer exists. */
  remove(path: string): void
  /** Notes that what is there was seen to carry the mark. */
  prove(path: string): void
  /** Takes back what was proven: what is there now may be something else. */
  doubt(path: string): void
  isProven(path: string): boolean
  /** Notes that what the service provider named as made is someone else's. Nothing is deleted there. */
  disown(path: string): void
  isDisowned(path: string): boolean
  /** Notes an id that an answer to a create named, whatever became of it. */
  name(id: string): void
  isNamed(id: string): boolean
  /** Whether one path was given to several creates. */
  isShared(path: string): boolean
  /** Notes whether a read shows what is deleted: a service provider may keep it, deactivated perhaps. */
  outlive(path: string, isShown: boolean): void
  /** Those that were last seen although they are deleted, in the order in which they were seen. */
  readonly outlived: readonly string[]
  /** Those that still exist, latest first: what depends on another is deleted before it. */
  remaining(checkId?: string): readonly OwnResource[]
  /** How many still exist, of a check or of all. */
  count(checkId?: string): number
  /** Notes that something was made which the answer does not name. */
  lose(): void
  /** The run is over: closes the journal. */
  close(): void
  /** How many were made in all. */
  readonly made: number
  /** How many were made that no answer names: they carry the mark, and only a search for it finds them. */
  readonly lost: number
  /** How many the service provider named that are someone else's. */
  readonly disowned: number
  /** Paths that it named for creates without a mark: nothing tells whether what is there is ours, so it is left. */
  readonly unmarked: readonly string[]
}

/** Keeps account of what the run makes. Without a journal (tests, read-only runs) only in memory. */
export function createOwnResources(runId: string, place?: JournalPlace): OwnResources {
  const mark = `scimc-${runId}`
  const journal = place === undefined ? undefined : openJournal(place, mark)
  const existing = new Map<string, OwnResource>()
  const former = new Map<string, OwnResource>()
  const ids = new Map<string, number>()
  const proven = new Set<string>()
  const disowned = new Set<string>()
  const unmarked = new Set<string>()
  const shared = new Set<string>()
  const named = new Set<string>()
  const outlived = new Map<string, string>()
  let creates = 0
  let made = 0
  let lost = 0

  const forgetId = (id: string): void => {
    const left = (ids.get(id) ?? 1) - 1
    if (left === 0) ids.delete(id)
    else ids.set(id, left)
  }

  return {
    mark,
    announce(path, checkId) {
      const create = ++creates
      journal?.write({ event: 'creating', create, path, checkId })
      return create
    },
    answered: create => journal?.note({ event: 'answered', create }),
    add(resource) {
      const path = normalise(resource.path)
      if (disowned.has(path)) return
      if (existing.has(path)) {
        shared.add(path)
        return
      }
      if (former.has(path)) shared.add(path)
      outlived.delete(path)
      existing.set(path, resource)
      ids.set(resource.id, (ids.get(resource.id) ?? 0) + 1)
      made++
      journal?.note({ event: 'made', path: resource.path })
    },
    has: path => existing.has(normalise(path)),
    had: path => existing.has(normalise(path)) || former.has(normalise(path)),
    hasId: id => ids.has(id),
    at: path => existing.get(normalise(path)) ?? former.get(normalise(path)),
    remove(path) {
      const key = normalise(path)
      const resource = existing.get(key)
      if (resource === undefined) return
      existing.delete(key)
      proven.delete(key)
      former.set(key, resource)
      journal?.note({ event: 'gone', path })
    },
    prove: path => void proven.add(normalise(path)),
    doubt: path => void proven.delete(normalise(path)),
    isProven: path => proven.has(normalise(path)),
    disown(path) {
      const key = normalise(path)
      const resource = existing.get(key) ?? former.get(key)
      if (resource !== undefined) forgetId(resource.id)
      existing.delete(key)
      former.delete(key)
      proven.delete(key)
      if (resource?.unmarked === true) unmarked.add(path)
      if (!disowned.has(key)) journal?.note({ event: 'disowned', path })
      disowned.add(key)
    },
    isDisowned: path => disowned.has(normalise(path)),
    name: id => void named.add(id),
    isNamed: id => named.has(id),
    isShared: path => shared.has(normalise(path)),
    outlive(path, isShown) {
      const key = normalise(path)
      if (isShown && former.has(key) && !existing.has(key)) outlived.set(key, path)
      else outlived.delete(key)
    },
    get outlived() {
      return [...outlived.values()]
    },
    remaining: checkId => [...existing.values()].filter(r => checkId === undefined || r.checkId === checkId).reverse(),
    count(checkId) {
      if (checkId === undefined) return existing.size
      let own = 0
      for (const resource of existing.values()) if (resource.checkId === checkId) own++
      return own
    },
    lose() {
      lost++
      journal?.note({ event: 'lost' })
    },
    close: () => journal?.end({ resources: existing.size, lost }),
    get made() {
      return made
    },
    get lost() {
      return lost
    },
    get disowned() {
      return disowned.size
    },
    get unmarked() {
      return [...unmarked]
    },
  }
}

/** Endpoints are compared without regard to case, ids as they are. */
function normalise(path: string): string {
  const slash = path.lastIndexOf('/')
  return path.slice(0, slash).toLowerCase() + path.slice(slash)
}

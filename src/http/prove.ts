// Is what the service provider named as ours really ours? Read before the first write to it: a provider may answer a create
// with the id of somebody else's resource, by a mistake of its own, and deleting that would hurt.

import { NotOursError } from '../errors.ts'
import type { HttpRequest, HttpResponse } from './exchange.ts'
import { mentionsMark } from './mark.ts'
import type { OwnResources } from './own-resources.ts'

export interface Prover {
  /** Throws NotOursError where what is at the path is not what this run has made. */
  prove(path: string): Promise<void>
}

export interface ProverOptions {
  readonly own: OwnResources
  /** Reads a resource; `attributes` is the query parameter of that name. */
  readonly read: (path: string, attributes?: string) => Promise<HttpResponse>
}

/** Waits between reads of what does not show yet, in milliseconds: it may be that reads lag behind writes. */
const waitsMs = [250, 500, 1000]

/** Proves by reads that resources are ours. */
export function createProver({ own, read }: ProverOptions): Prover {
  const underWay = new Map<string, Promise<void>>()

  const examine = async (path: string): Promise<void> => {
    const resource = own.at(path)
    if (resource === undefined) return
    // An id that some would read as a path of its own is believed only when it was read.
    const echoed = resource.echoed === true && !/[/\\?#%]/.test(resource.id)
    let answer = await read(path)
    // What is deleted may be gone: then there is nothing that could be hit.
    for (const wait of own.has(path) ? waitsMs : []) {
      // What passes soon, such as an overloaded gateway, says nothing of whose it is.
      if (!isPassing(answer) && (answer.status !== 404 || echoed)) break
      await new Promise(resolve => setTimeout(resolve, wait))
      answer = await read(path)
    }
    if (shows(answer)) {
      if (mentionsMark(answer.json, own.mark)) return own.prove(path)
      // It may be in attributes that are returned on request only.
      const { carriers = [] } = resource
      const again = carriers.length === 0 ? undefined : await read(path, carriers.join(','))
      if (again !== undefined && shows(again) && mentionsMark(again.json, own.mark)) return own.prove(path)
      own.disown(path)
      own.lose()
      throw new NotOursError(
        `The service provider named ${path} as what it created for us, but what is there does not carry the mark ${own.mark}: it is left alone.`,
      )
    }
    // It cannot be read. What its create showed with our mark is ours as far as can be known; of anything else nothing is.
    if (!own.has(path) || echoed) return
    throw new NotOursError(
      `The service provider named ${path} as what it created for us, but reading it was answered ${answer.status}: whether it is ours cannot be known, so it is left alone.`,
    )
  }

  return {
    async prove(path) {
      if (own.has(path) && own.isProven(path)) return
      const asked = underWay.get(path)
      if (asked !== undefined) return asked
      const asking = examine(path).finally(() => underWay.delete(path))
      underWay.set(path, asking)
      return asking
    },
  }
}

/**
 * Takes notice of what an answer to a read shows of our resources, so that fewer have to be read once more, and of what
 * can still be read after it was deleted.
 */
export function noticeOwn(
  own: OwnResources,
  { method, path }: Pick<HttpRequest, 'method' | 'path'>,
  { status, json }: Pick<HttpResponse, 'status' | 'json'>,
): void {
  if (method !== 'GET') return
  if (status === 404 || status === 410) own.outlive(path, false)
  if (status !== 200 || !isObject(json)) return
  if (own.had(path) && !own.has(path) && mentionsMark(json, own.mark)) own.outlive(path, true)
  const look = (at: string, resource: object): void => {
    if (own.has(at) && !own.isProven(at) && mentionsMark(resource, own.mark)) own.prove(at)
  }
  if (own.has(path)) look(path, json)
  if (!('Resources' in json) || !Array.isArray(json.Resources)) return
  for (const resource of json.Resources) {
    if (!isObject(resource) || !('id' in resource) || typeof resource.id !== 'string') continue
    if (own.hasId(resource.id)) look(`${path}/${encodeURIComponent(resource.id.toWellFormed())}`, resource)
  }
}

/** Whether an answer, or that there is none, may be another one in a moment. */
function isPassing({ status }: Pick<HttpResponse, 'status'>): boolean {
  return [0, 429, 500, 502, 503, 504].includes(status)
}

/** Whether an answer shows a resource, whatever it is; an error with a wrong status is none. */
function shows({ status, json, text }: HttpResponse): boolean {
  return status === 200 && isObject(json) && Object.keys(json).length > 0 && !/api:messages:2\.0:Error"/i.test(text)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

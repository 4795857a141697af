// Reads a resource and, where it carries a mark as its own, deletes it: one step for each, so that nothing comes between.

import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import { carriesMark } from '../http/mark.ts'
import type { LeftResource, SweptResource } from '../result/sweep-result.ts'
import type { Session } from './session.ts'

export interface Remover {
  /** Deletes what still carries its mark. */
  remove(
    resources: readonly SweptResource[],
  ): Promise<{ readonly deleted: readonly SweptResource[]; readonly left: readonly LeftResource[] }>
  /** Of what a journal names, what is there and carries its mark; what is there without it is told in notes. */
  stillThere(resources: readonly SweptResource[]): Promise<{
    readonly resources: readonly SweptResource[]
    readonly left: readonly LeftResource[]
    readonly notes: readonly string[]
  }>
}

type Seen = 'ours' | 'gone' | 'not ours' | { readonly unread: string }

/** Deletes over a session whose own resources these become, each when it was read. `send` sends a DELETE only once. */
export function createRemover(session: Session, send: (request: HttpRequest) => Promise<HttpResponse>): Remover {
  const read = async ({ path, mark }: SweptResource): Promise<Seen> => {
    if (!isPlain(path)) return { unread: 'its path is not that of a resource' }
    const answer = await send({ method: 'GET', path })
    if (answer.status === 404 || answer.status === 410) return 'gone'
    if (answer.status !== 200) return { unread: `reading it was answered ${wordsOf(answer)}` }
    return carriesMark(answer.json, mark) ? 'ours' : 'not ours'
  }

  const removeOne = async (one: SweptResource): Promise<string | undefined> => {
    for (let attempt = 1; ; attempt++) {
      const seen = await read(one)
      if (seen === 'gone') return undefined
      if (seen === 'not ours') return `what is there does not carry ${one.mark} as its own`
      if (seen !== 'ours') return seen.unread
      const id = one.path.slice(one.path.lastIndexOf('/') + 1)
      if (!session.own.has(one.path)) session.own.add({ path: one.path, id, checkId: 'sweep' })
      session.own.prove(one.path)
      const answer = await send({ method: 'DELETE', path: one.path })
      const isDone = (answer.status >= 200 && answer.status < 300) || answer.status === 404 || answer.status === 410
      if (isDone) return undefined
      if (attempt === mostAttempts || !isTransient(answer)) return `DELETE was answered ${wordsOf(answer)}`
      // It may have been carried out all the same, so what is there is read once more before it is sent again.
      await new Promise(resolve => setTimeout(resolve, pauseMs(attempt)))
    }
  }

  return {
    async remove(resources) {
      const left: LeftResource[] = []
      const tryAll = async (some: readonly SweptResource[]): Promise<readonly LeftResource[]> => {
        const reasons = await Promise.all(some.map(one => removeOne(one)))
        return some.flatMap((one, index) => {
          const reason = reasons[index]
          return reason === undefined ? [] : [{ ...one, reason }]
        })
      }
      // What was refused may have been referred to by what is gone now.
      const refused = await tryAll(resources)
      left.push(...(await tryAll(refused)))
      const isLeft = new Set(left.map(({ path }) => path))
      return { deleted: resources.filter(({ path }) => !isLeft.has(path)), left }
    },
    async stillThere(resources) {
      const seen = await Promise.all(resources.map(one => read(one)))
      const notOurs = resources.filter((_, index) => seen[index] === 'not ours')
      return {
        resources: resources.filter((_, index) => seen[index] === 'ours'),
        left: resources.flatMap((one, index) => {
          const what = seen[index]
          return typeof what === 'object' ? [{ ...one, reason: what.unread }] : []
        }),
        notes: notOurs.map(
          ({ path, mark }) =>
            `${path} is in the journal of ${mark}, but what is there now does not carry that mark: it is somebody else's and was left alone.`,
        ),
      }
    },
  }
}

/** How often a request is sent at the most where it is not answered for want of strength. */
export const mostAttempts = 4

/** Milliseconds to wait after so many attempts. */
export function pauseMs(attempts: number): number {
  return 250 * 3 ** attempts
}

/** Whether the service provider may answer otherwise a little later. */
export function isTransient({ status }: HttpResponse): boolean {
  return status === 0 || [429, 502, 503, 504].includes(status)
}

function wordsOf({ status, problem }: HttpResponse): string {
  return status === 0 ? `with nothing: ${problem?.message ?? 'the connection failed'}` : String(status)
}

/** `/Users/2819c223`, or below a longer endpoint: nothing that could mean another place. */
function isPlain(path: string): boolean {
  const meant = path.replace(/%2e/gi, '.').replace(/%2f|%5c/gi, '/')
  return /^(\/[^/?#\\\s]+){2,}$/.test(path) && !/(^|\/)\.{1,2}(\/|$)/.test(meant)
}

// Small tools that hostile providers are made of.

import type { Socket } from 'node:net'
import type { Hostile } from './hostile.ts'
import { type Answer, type Call, startRaw, startTwisted, type Twist, type TwistedOptions } from './twisted-server.ts'

/** When it is tried. */
export type When = Pick<Hostile, 'atOnce' | 'later' | 'heavy'>

/** A hostile provider that twists the answers of the embedded one. */
export function twisted(
  group: string,
  name: string,
  what: string,
  when: When,
  twist: Twist,
  options: TwistedOptions = {},
): Hostile {
  return { name, group, what, ...when, start: calm => startTwisted(twist, calm, options) }
}

/** A hostile provider that speaks no HTTP of ours; always from the first connection on. */
export function raw(group: string, name: string, what: string, onConnection: (socket: Socket) => void): Hostile {
  return { name, group, what, atOnce: true, start: () => startRaw(onConnection) }
}

/** The proper answer with another body, headers or status. */
export function instead(change: (answer: Answer, call: Call) => Partial<Answer>): Twist {
  return async call => {
    const answer = await call.proper()
    call.answer({ ...answer, ...change(answer, call) })
  }
}

/** The proper answer with its JSON changed; what is no JSON stays. */
export function json(change: (json: unknown, call: Call, answer: Answer) => unknown): Twist {
  return instead((answer, call) => {
    const text = String(answer.body)
    if (text === '') return {}
    const changed = change(JSON.parse(text), call, answer)
    return { body: typeof changed === 'string' ? changed : JSON.stringify(changed) }
  })
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Changes every resource in an answer: alone, in a list, in a bulk result. */
export function resources(change: (resource: Record<string, unknown>, call: Call) => unknown): Twist {
  return json((value, call, { status }) => {
    if (!isObject(value) || status >= 300 || isDiscovery(call)) return value
    if (Array.isArray(value.Resources)) {
      return { ...value, Resources: value.Resources.map(one => (isObject(one) ? change(one, call) : one)) }
    }
    return 'id' in value ? change(value, call) : value
  })
}

/** Changes every list of resources. */
export function lists(change: (list: Record<string, unknown>, call: Call) => unknown): Twist {
  return json((value, call) =>
    isObject(value) && 'totalResults' in value && !isDiscovery(call) ? change(value, call) : value,
  )
}

/** Changes what one discovery endpoint answers. */
export function discovery(endpoint: string, change: (json: unknown) => unknown): Twist {
  return json((value, { url }) => (url.includes(`/${endpoint}`) ? change(value) : value))
}

export function isDiscovery({ url }: Pick<Call, 'url'>): boolean {
  return /\/(ServiceProviderConfig|ResourceTypes|Schemas)/.test(url)
}

/** Writes without end, as fast as it is read, until the connection is closed. */
export function pour(socket: Socket, chunk: string | Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}

/** Writes the bytes one by one, with this pause between. */
export function drip(socket: Socket, text: string, pauseMs: number): void {
  let at = 0
  const timer = setInterval(() => {
    if (socket.destroyed || at >= text.length) clearInterval(timer)
    else socket.write(text[at++] ?? '')
  }, pauseMs)
  socket.on('close', () => clearInterval(timer))
}

/** Every string in a JSON value, changed. */
export function everyText(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(element => everyText(element, change))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, everyText(member, change)]))
}

// Makes evidence of a request and its answer: an exchange, redacted, with other people's data masked.

import type { Exchange, TransportProblem } from './exchange.ts'
import type { OwnResources } from './own-resources.ts'
import { maskForeignResources, maskTexts, type Redactor } from './redact.ts'

/** What was sent and what came back, as it was. */
export interface Facts extends Pick<Exchange, 'id' | 'checkId' | 'startedAt' | 'durationMs' | 'repeats'> {
  readonly sent: {
    readonly method: string
    readonly url: URL
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  /** Absent where no status line was received. */
  readonly answer?: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly text: string
    /** Whether the text can be read as JSON. */
    readonly isJson: boolean
  }
  readonly problem?: TransportProblem
  /** The answer holds nobody's resources, so nothing in it is masked; secrets are redacted all the same. */
  readonly withoutResources?: boolean
}

export interface Recorder {
  /**
   * The exchange as evidence: whatever is looked at of it is redacted. A short one is redacted when it is first looked
   * at, since of most exchanges of a long run only the number ever is.
   */
  record(facts: Facts): Exchange
}

/** Characters of a body that are recorded. */
const maxRecordedBody = 32 * 1024
/** Characters; longer secrets could be cut in two where a recorded body ends. */
const longestSecret = 16 * 1024

/** A part of a text holds on to the whole of it; a copy does not. */
function copied(part: string): string {
  return Buffer.from(part, 'utf16le').toString('utf16le')
}

type Parts = Pick<Exchange, 'request' | 'response' | 'problem'>

/** Records what a run sends and receives. What is ours, and what is secret, is asked when an exchange is redacted. */
export function createRecorder(redactor: Redactor, own: Pick<OwnResources, 'hasId' | 'mark'>): Recorder {
  /** Redacts first and cuts afterwards, or half a secret could be left at the end. */
  const recorded = (text: string): { text: string; truncated?: true } => {
    const safe = redactor.text(text.slice(0, maxRecordedBody + longestSecret))
    const isCut = text.length > maxRecordedBody
    return isCut ? { text: copied(safe.slice(0, maxRecordedBody)), truncated: true } : { text: safe }
  }

  /** By its id, or by the mark in what is its own: a member that is ours does not make a group ours. */
  const isOurs = (resource: object): boolean => {
    if ('id' in resource && typeof resource.id === 'string' && own.hasId(resource.id)) return true
    const itself = Object.entries(resource).filter(([name]) => !/^(members|groups|manager)$/i.test(name))
    return JSON.stringify(itself).includes(own.mark)
  }

  const recordBody = (
    { status, headers, text, isJson }: NonNullable<Facts['answer']>,
    url: URL,
    withoutResources: boolean,
  ): { body: string; truncated?: true } => {
    const isDiscovery = /\/(serviceproviderconfigs?|resourcetypes|schemas)(\/|$)/i.test(url.pathname)
    const mayBeForeign = status >= 200 && status < 300 && !isDiscovery && !withoutResources
    const masked = (): string => {
      if (!mayBeForeign) return text
      // Not to be read as JSON, so nobody can be told apart in it: only its shape is kept.
      if (!isJson)
        return /html/i.test(headers['content-type'] ?? '') ? text : maskTexts(text, maxRecordedBody + longestSecret)
      try {
        const json: unknown = JSON.parse(text)
        const safe = maskForeignResources(json, isOurs)
        return safe === json ? text : JSON.stringify(safe)
      } catch {
        // Nested too deeply to be gone through.
        return maskTexts(text, maxRecordedBody + longestSecret)
      }
    }
    const { text: body, truncated } = recorded(masked())
    return { body, ...(truncated ? { truncated } : {}) }
  }

  const partsOf = ({ sent, answer, problem, withoutResources = false }: Facts): Parts => ({
    request: {
      method: sent.method,
      url: redactor.text(sent.url.href),
      headers: redactor.headers(sent.headers),
      ...(sent.body === undefined ? {} : { body: recorded(sent.body).text }),
    },
    ...(answer === undefined
      ? {}
      : {
          response: {
            status: answer.status,
            headers: redactor.headers(answer.headers),
            ...recordBody(answer, sent.url, withoutResources),
          },
        }),
    ...(problem === undefined ? {} : { problem: { kind: problem.kind, message: redactor.text(problem.message) } }),
  })

  return {
    record(facts) {
      const { id, checkId, startedAt, durationMs, repeats, sent, answer, problem } = facts
      const about = { id, checkId, startedAt, durationMs, ...(repeats === undefined ? {} : { repeats }) }
      // What is long is cut at once, so that no more than the evidence stays in memory.
      const isLong = (sent.body?.length ?? 0) + (answer?.text.length ?? 0) > maxRecordedBody
      if (isLong) return { ...about, ...partsOf(facts) }
      let parts: Parts | undefined
      const look = (): Parts => {
        parts ??= partsOf(facts)
        return parts
      }
      const exchange: Exchange = {
        ...about,
        get request() {
          return look().request
        },
      }
      if (answer !== undefined) {
        Object.defineProperty(exchange, 'response', { enumerable: true, get: () => look().response })
      }
      if (problem !== undefined) {
        Object.defineProperty(exchange, 'problem', { enumerable: true, get: () => look().problem })
      }
      return exchange
    },
  }
}

// One request and what came of it, as recorded (redacted) and as a check reads it (as it was received).

/** What went wrong on the way, when there is no usable answer. */
export interface TransportProblem {
  readonly kind:
    | 'unreachable' // no connection: refused, unknown host, no route
    | 'tls' // the TLS handshake failed
    | 'timeout' // no complete answer within the time limit
    | 'reset' // the connection closed before a complete answer
    | 'too-large' // the body passed the size limit
    | 'protocol' // not HTTP, or HTTP that cannot be read
  /** In plain words, redacted. */
  readonly message: string
}

/** An exchange as evidence: redacted when recorded, safe to print anywhere. */
export interface Exchange {
  /** Runs from 1 in the order of sending, within one run. */
  readonly id: number
  /** The check (or `setup`, `clean-up`, `discovery` …) on whose behalf it was sent. */
  readonly checkId: string
  readonly startedAt: string
  readonly durationMs: number
  readonly request: {
    readonly method: string
    /** Absolute, with secret path variables masked. */
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  readonly response?: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    /** The body as text; cut after a limit, which `truncated` tells. */
    readonly body: string
    readonly truncated?: true
  }
  readonly problem?: TransportProblem
  /** The exchange of which this is a repetition, and why it was repeated. */
  readonly repeats?: { readonly id: number; readonly reason: string }
}

/** What a request that changes something aims at; the write guard lets nothing pass that is not declared. */
export type Aim =
  | 'own' // a resource this run created (the default), or a create that carries the run's mark
  | 'nothing' // an id, endpoint or method that should not exist: nothing can be hit
  | 'read-only' // a discovery endpoint or another place where writes are to be refused
  | 'malformed' // a create that cannot succeed, or whose success would carry the mark
  | 'bulk' // POST /Bulk: every operation in it is examined by the guard
  | 'search' // POST .search: reads
  | 'authorization-server' // not the service provider at all: redirects are not followed, and the answer is not SCIM

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | (string & {})
  /** Relative to the base URL, beginning with `/`, percent-encoded; or '' for the base URL itself. */
  readonly path: string
  /** Appended to the query of the base URL; values are percent-encoded by the client. */
  readonly query?: Readonly<Record<string, string | number>>
  readonly headers?: Readonly<Record<string, string>>
  /** A string is sent as it is; anything else is sent as JSON. */
  readonly body?: unknown
  /** `target` (the default) signs in as the target file says; `none` sends no credentials; a string is the whole Authorization header. */
  readonly credentials?: 'target' | 'none' | { readonly authorization: string }
  readonly aim?: Aim
  /** Milliseconds; the target's own limit when absent. */
  readonly timeoutMs?: number
}

/** An answer as received: what checks look at. Never printed as it is; the `exchange` is the printable form. */
export interface HttpResponse {
  readonly exchange: Exchange
  /** 0 when there was no answer: then `problem` says why. */
  readonly status: number
  /** Names in lower case; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The body as JSON, or undefined where it is empty or is no JSON. */
  readonly json: unknown
  /** Why `json` is undefined although there is a body. */
  readonly jsonProblem?: string
  readonly problem?: TransportProblem
  /** The absolute URL the request went to, not redacted. */
  readonly url: string
}

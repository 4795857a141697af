// What a hostile provider is: plain data, and a function that starts it on 127.0.0.1.

/** What is told by the run against a hostile provider. */
export interface Told {
  /** 0 conforms, 1 has findings, 2 stops: where there is nothing to examine, or no longer. */
  readonly exitCode: 0 | 1 | 2
  /** Words of the message or of a finding. */
  readonly says: string
}

export interface Running {
  /** Without a slash at the end. */
  readonly baseUrl: string
  /** Where the token endpoint is hostile and not the service provider: how to sign in there. */
  readonly tokenEndpoint?: string
  /** Authorization headers, and anything else secret, seen where they must not go. */
  leaked?(): readonly string[]
  close(): Promise<void>
}

export interface Hostile {
  readonly name: string
  readonly group: string
  /** What it does, as a sentence without a full stop. */
  readonly what: string
  /** Where it is hostile from the first request on. */
  readonly atOnce?: Told
  /** Where it begins when the run is under way. */
  readonly later?: Told
  /** Needs much of the processor: not for the quick test, each in a process of its own. */
  readonly heavy?: true
  /** `calm`: how many requests are answered as they should be before it begins. */
  start(calm: number): Promise<Running>
}

// What a hostile provider is: plain data, and a function that starts it on 127.0.0.1.

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
  /** It is tried from the first request on; told.json has what the run says. */
  readonly atOnce?: true
  /** It is tried from the middle of a run on, too: then there are or the run stops; or what it does is allowed. */
  readonly later?: 'told' | 'conforms'
  /** Needs much of the processor, or ends by chance: not for the quick test, each in a process of its own. */
  readonly heavy?: true
  /** `calm`: how many requests are answered as they should be before it begins. */
  start(calm: number): Promise<Running>
}

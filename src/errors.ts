// What can stop a run. A non-2xx answer is no error: it is what we came to see.

export type HarnessErrorCode =
  | 'E_CONFIG'
  | 'E_UNREACHABLE'
  | 'E_AUTH'
  | 'E_INTERRUPTED'
  | 'E_LIMIT'
  | 'E_GUARD'
  | 'E_INTERNAL'

/** An error with a stable code, a message that names the thing, and a hint that says what to do. */
export class HarnessError extends Error {
  readonly code: HarnessErrorCode
  /** Can be replaced by a redacted one, as `message` can. */
  hint: string | undefined

  constructor(code: HarnessErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.hint = options.hint
  }
}

/** Arguments, environment or target file cannot be used as they are. */
export class ConfigurationError extends HarnessError {
  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super('E_CONFIG', message, options)
  }
}

/** No answer can be had from the service provider. */
export class UnreachableError extends HarnessError {
  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super('E_UNREACHABLE', message, options)
  }
}

/** The service provider or the authorization server does not accept our credentials. */
export class AuthenticationError extends HarnessError {
  /** The error code of the authorization server (RFC 6749 sections 4.1.2.1 and 5.2), where it gave one. */
  readonly oauthError: string | undefined
  /** The authorization server gave no usable answer, which says nothing about the credentials. */
  readonly isOutage: boolean

  constructor(
    message: string,
    options: { hint?: string; cause?: unknown; oauthError?: string; isOutage?: boolean } = {},
  ) {
    super('E_AUTH', message, options)
    this.oauthError = options.oauthError
    this.isOutage = options.isOutage ?? false
  }
}

/** Someone asked the run to stop. */
export class InterruptedError extends HarnessError {
  constructor(message = 'The run was interrupted.', options: { hint?: string; cause?: unknown } = {}) {
    super('E_INTERRUPTED', message, options)
  }
}

/** The run has reached a limit that was set for it. */
export class LimitError extends HarnessError {
  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super('E_LIMIT', message, options)
  }
}

/**
 * A request was about to change what the service provider named as ours and what shows to be someone else's. Never sent;
 * what a check wanted to try with it cannot be tried.
 */
export class NotOursError extends HarnessError {
  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super('E_GUARD', message, options)
  }
}

/** A request was about to change something that this run did not create. Never sent; a fault of ours. */
export class GuardError extends HarnessError {
  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super('E_GUARD', message, options)
  }
}

/** A write was asked for while the target is to be read only. Never sent. */
export class ReadOnlyError extends HarnessError {
  constructor(message = 'safety: read-only leaves out every check that writes.') {
    super('E_CONFIG', message)
  }
}

// Which header names and values a target file may hold.

export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)
}

/** True for headers that describe the message or the connection, which only the client can set rightly. */
export function isOurHeader(name: string): boolean {
  return /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect)$/i.test(name)
}

/** What is wrong with the value of a header, or undefined. */
export function headerValueProblem(value: string): string | undefined {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? undefined : 'holds characters that cannot be sent in a header'
}

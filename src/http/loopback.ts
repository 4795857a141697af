// Which addresses are on the own machine.

/** True when the host of an absolute URL is the own machine: 127.0.0.0/8, ::1, or a name that always means it (RFC 6761). */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}

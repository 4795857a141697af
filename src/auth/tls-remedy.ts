// What to do about a TLS handshake that failed: each cause by its name.

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /CERT_HAS_EXPIRED/,
    'The certificate has expired: its operator must renew it. Is the clock of this machine right, too?',
  ],
  [/CERT_NOT_YET_VALID/, 'The certificate is not valid yet: is the clock of this machine right?'],
  [
    /ALTNAME_INVALID|HOSTNAME_MISMATCH/,
    'The certificate is for another host name: write the name that it was issued for into the address.',
  ],
  [
    /SELF_SIGNED|UNABLE_TO_|DEPTH_ZERO/,
    'The certificate comes from an authority that is not known here: name its file as tls.ca in the target file.',
  ],
  [/CERT_REVOKED/, 'The certificate was revoked: its operator must replace it.'],
  [
    /certificate required|CERTIFICATE_REQUIRED|handshake failure|bad certificate|BAD_CERTIFICATE|unknown ca|UNKNOWN_CA/i,
    'The other side did not accept our certificate, or wants one: name it as tls.certificate and tls.key in the target file.',
  ],
  [
    /wrong version number|WRONG_VERSION_NUMBER|packet length too long|http request/i,
    'What answers there does not speak TLS: does the address begin with https:// where it should be http://, or name the wrong port?',
  ],
  [
    /protocol version|UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER/i,
    'There is no version of TLS that both sides speak: TLS 1.2 or 1.3 is needed.',
  ],
]

/** What to do, from the message of a `tls` problem, in which the code of OpenSSL or Node.js stands. */
export function tlsRemedy(message: string): string {
  const found = remedies.find(([pattern]) => pattern.test(message))
  return found?.[1] ?? 'If the certificate comes from a certificate authority of your own, name its file as tls.ca.'
}

/** What to do about a proxy that refuses the way there, or undefined where the message tells of no proxy. */
export function proxyRemedy(message: string): string | undefined {
  const status = /the proxy answered (\d{3})/.exec(message)?.[1]
  if (status === undefined) return undefined
  return status === '407'
    ? 'The proxy wants its own user name and password: write them into its URL, http://user:password@proxy:port (proxy in the target file, or HTTPS_PROXY).'
    : 'The proxy does not let us through: check proxy in the target file and HTTPS_PROXY, or name the host in NO_PROXY.'
}

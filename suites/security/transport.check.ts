// Transport: TLS, and cookies that carry sessions (RFC 7644 §7.2, §7.4).

import { check, passiveCheck, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { isLoopback } from '../../src/check/vocabulary.ts'
import { longLivedCookie, openCookie } from './transport.ts'

export const transport = suite('Transport', [
  check(
    'transport/tls',
    {
      title: 'the service provider is reached over TLS',
      verifies: ['7644-7.2-01', '7644-7.4-02'],
      fix: 'Offer the service over https alone, and give the target file the https URL.',
    },
    async ({ scim, unsupported }) => {
      const base = new URL(scim.urlOf(''))
      if (isLoopback(base.href)) unsupported('the base URL is on this machine (interpretation 30)')
      expectThat(base.protocol === 'https:', { expected: 'a base URL with https', got: 'a base URL with http' })
    },
  ),

  passiveCheck(
    'transport/cookie-secure',
    {
      title: 'cookies are for TLS alone',
      verifies: '7644-7.4-02',
      needs: ['tls'],
      fix: 'Set the attribute Secure on every cookie.',
    },
    () =>
      ({ response }, observer) => {
        const cookies = response.headers['set-cookie']
        if (cookies === undefined) return
        observer.examined()
        const name = openCookie(cookies)
        if (name !== undefined) observer.fault({ expected: 'cookies with Secure', got: `${name} without Secure` })
      },
  ),

  passiveCheck(
    'transport/cookie-session',
    {
      title: 'cookies last no longer than a browser session',
      verifies: '7644-7.4-04',
      fix: 'Send cookies without Expires and Max-Age, or none at all.',
    },
    () =>
      ({ response }, observer) => {
        const cookies = response.headers['set-cookie']
        if (cookies === undefined) return
        observer.examined()
        const name = longLivedCookie(cookies)
        if (name !== undefined)
          observer.fault({ expected: 'session cookies', got: `${name} with a lifetime of its own` })
      },
  ),
])

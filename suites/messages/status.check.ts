// What the status of an answer brings with it, and statuses that should not be met (RFC 7644 §3.12, RFC 9110 §15).

import { passiveCheck, suite } from '../../src/check/check.ts'
import { statusText } from '../../src/check/words.ts'
import { isScimExchange } from './seen.ts'

/** How the client calls the repetition of a request whose connection broke off. */
const wasRepeated = /connection was reset/

export const statuses = suite('The status of every answer', [
  passiveCheck(
    'status/allow',
    {
      title: 'a 405 names the methods that are allowed',
      verifies: '9110-15.5.6-01',
      fix: 'Send an Allow header with every 405.',
    },
    () =>
      ({ response }, observer) => {
        if (response.status !== 405) return
        observer.examined()
        if (response.headers.allow === undefined) {
          observer.fault({ expected: '405 with an Allow header', got: '405 without Allow' })
        }
      },
  ),

  passiveCheck(
    'status/redirect',
    {
      title: 'a redirect says where to',
      verifies: ['7644-3.12-06', '7644-3.12-07'],
      fix: 'Send a Location header with every 307 and 308.',
    },
    () => (seen, observer) => {
      const { response } = seen
      if (!isScimExchange(seen) || (response.status !== 307 && response.status !== 308)) return
      observer.examined()
      if (response.headers.location === undefined) {
        observer.fault({
          requirement: response.status === 307 ? '7644-3.12-06' : '7644-3.12-07',
          expected: `${response.status} with a Location header`,
          got: `${response.status} without Location`,
        })
      }
    },
  ),

  passiveCheck(
    'status/no-internal-error',
    {
      title: 'no request of the run is answered with an internal error',
      verifies: '7644-3.12-15',
      fix: 'Catch what this request makes your code throw, and answer 4xx with a SCIM error that says what is wrong with it.',
    },
    () => (seen, observer) => {
      const { response } = seen
      const broken =
        response.status === 0 &&
        response.problem?.kind === 'reset' &&
        wasRepeated.test(response.exchange.repeats?.reason ?? '')
      if (broken) {
        observer.examined()
        observer.fault({ expected: 'an answer', got: 'a closed connection, twice' })
        return
      }
      if (!isScimExchange(seen)) return
      observer.examined()
      if (response.status === 500) {
        observer.fault({ expected: 'an answer other than an internal error', got: statusText(response.status) })
      }
    },
  ),
])

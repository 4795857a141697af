// The form of every answer: media type, encoding, JSON (RFC 7644 §3.1, §3.2, §3.8).

import { passiveCheck, type Seen, suite } from '../../src/check/check.ts'
import type { RequirementId } from '../../src/check/vocabulary.ts'
import { mediaType, show } from '../../src/check/words.ts'
import { isScimError, isScimExchange } from './seen.ts'

const scimJson = 'application/scim+json'

export const mediaTypes = suite('The form of every answer', [
  passiveCheck(
    'media-type/scim-json',
    {
      title: 'every body is announced as application/scim+json',
      verifies: ['7644-3.8-06', '7644-3.1-01', '7644-3.8-08', '7644-8.1-02', '9110-8.3-01'],
      fix: 'Send Content-Type: application/scim+json with every body, errors and lists included.',
    },
    () => (seen, observer) => {
      const { response } = seen
      if (!hasScimBody(seen)) return
      observer.examined()
      const given = mediaType(response)
      if (given === scimJson) return
      const got = given === '' ? 'no Content-Type' : `Content-Type ${show(given)}`
      const expected = `Content-Type ${scimJson}`
      const requirement = given === '' ? '9110-8.3-01' : requirementOf(seen, given)
      if (requirement !== undefined) observer.fault({ requirement, expected, got })
    },
  ),

  passiveCheck(
    'media-type/json-body',
    {
      title: 'every body is JSON',
      verifies: '7644-3.2-15',
      fix: 'Answer in JSON throughout: turn off the HTML and plain-text error pages of the framework below the base URL.',
    },
    () => (seen, observer) => {
      const { response } = seen
      if (!hasScimBody(seen)) return
      observer.examined()
      if (response.json !== undefined || response.jsonProblem?.includes('UTF-8')) return
      const kind = mediaType(response) === 'text/html' || /^\s*<(!doctype|html)/i.test(response.text) ? 'HTML' : 'text'
      observer.fault({
        expected: 'a body in JSON',
        got: `${kind} that is not JSON, with status ${response.status}`,
      })
    },
  ),

  passiveCheck(
    'media-type/utf-8',
    {
      title: 'every body is UTF-8',
      verifies: ['7644-3.8-02', '7644-3.8-01'],
      fix: 'Encode response bodies in UTF-8, and name no other charset in Content-Type.',
    },
    () => (seen, observer) => {
      const { response } = seen
      if (!isScimExchange(seen) || response.text === '') return
      observer.examined()
      if (response.jsonProblem?.includes('UTF-8')) {
        observer.fault({ expected: 'a body in UTF-8', got: 'bytes that are not UTF-8' })
      }
      const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(response.headers['content-type'] ?? '')?.[1]
      if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
        observer.fault({
          requirement: '7644-3.8-01',
          expected: 'charset utf-8 or none',
          got: `charset ${show(charset)}`,
        })
      }
    },
  ),

  passiveCheck(
    'media-type/no-content',
    {
      title: 'an answer with 204 has no body',
      verifies: '9110-15.3.5-01',
      fix: 'Send 204 without a body and without a Content-Length other than 0.',
    },
    () => (seen, observer) => {
      const { response } = seen
      if (response.status !== 204) return
      observer.examined()
      const length = response.headers['content-length'] ?? '0'
      if (response.text !== '' || response.problem?.kind === 'protocol' || Number(length) !== 0) {
        observer.fault({ expected: '204 without a body', got: `204 with Content-Length ${length}` })
      }
    },
  ),
])

/** A body for which SCIM speaks: of a success, or of an error that does not come from HTTP around the provider. */
function hasScimBody(seen: Seen): boolean {
  const { request, response } = seen
  if (response.text === '' || response.status === 304) return false
  if (response.status >= 400) return isScimError(seen)
  // The base URL itself may show a page to browsers: RFC 7644 promises nothing there but queries.
  const isRoot = /^\/?(\?|$)/.test(request.path)
  return isScimExchange(seen) && response.status >= 200 && response.status < 300 && !isRoot
}

/** What an answer in another media type departs from, which depends on what the client accepts; undefined for nothing. */
function requirementOf({ request, response }: Seen, given: string): RequirementId | undefined {
  if (response.status >= 400) return '7644-3.1-01'
  const { headers = {} } = request
  const name = Object.keys(headers).find(key => key.toLowerCase() === 'accept')
  const accept = name === undefined ? scimJson : (headers[name] ?? '').toLowerCase()
  if (accept.includes(scimJson)) return '7644-3.8-06'
  if (accept === '' || accept.includes('*/*')) return '7644-3.8-08'
  return given === 'application/json' ? undefined : '7644-3.1-01'
}

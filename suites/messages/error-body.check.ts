// The body of every error (RFC 7644 §3.12).

import { check, type Observer, passiveCheck, type Seen, suite } from '../../src/check/check.ts'
import { type Fault, NotConformant } from '../../src/check/outcome.ts'
import { errorUrn } from '../../src/check/scim.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import {
  detailFault,
  errorFaults,
  leakFault,
  readErrorBody,
  schemasFault,
  scimTypeFault,
  statusFault,
} from './error-body.ts'
import { isScimError, isScimExchange } from './seen.ts'

/** Looks at the body of every error, where it is an object. */
const onErrorBodies =
  (judge: (body: JsonObject, status: number) => Fault | undefined) =>
  () =>
  (seen: Seen, observer: Observer): void => {
    if (!isScimError(seen)) return
    const read = readErrorBody(seen.response)
    if (!('body' in read)) return
    observer.examined()
    const fault = judge(read.body, seen.response.status)
    if (fault !== undefined) observer.fault(fault)
  }

export const errorBodies = suite('The body of every error', [
  check(
    'error-body/unknown-resource',
    {
      title: 'the 404 for an unknown resource has a complete error body',
      verifies: [
        '7644-3.12-01',
        '7644-3.12-02',
        '7644-3.12-03',
        '7644-3.12-04',
        '7644-3.12-05',
        '7644-3.1-01',
        '7644-7.1-01',
      ],
      fix: 'Build every error in one place: application/scim+json, schemas with the Error URN, status as a string, and detail for humans.',
    },
    async ({ provider, resources, scim, subject, unsupported }) => {
      if (provider.types.length === 0) unsupported('no resource type is known')
      for (const type of provider.types) {
        await subject(type.name, async () => {
          const response = await scim.read(type, resources.unknownId())
          if (response.status < 400) unsupported(`an unknown id is answered ${response.status}`)
          const faults = errorFaults(response)
          if (faults.length > 0) throw new NotConformant(faults)
        })
      }
    },
  ),

  passiveCheck(
    'error-body/object',
    {
      title: 'every error has a SCIM error body',
      verifies: '7644-3.12-01',
      fix: 'Give every 4xx and 5xx a JSON object as body, those of the router, the authentication and the framework included.',
    },
    () => (seen, observer) => {
      if (!isScimError(seen)) return
      observer.examined()
      const read = readErrorBody(seen.response)
      if ('fault' in read) observer.fault(read.fault)
    },
  ),

  passiveCheck(
    'error-body/schemas',
    {
      title: 'every error body lists the Error URN in schemas',
      verifies: ['7644-3.12-02', '7644-3.1-06', '7644-8.2-01'],
      fix: `Send "schemas": ["${errorUrn}"] in every error body.`,
    },
    onErrorBodies(schemasFault),
  ),

  passiveCheck(
    'error-body/status',
    {
      title: 'every error body repeats the HTTP status as a string',
      verifies: ['7644-3.12-03', '7644-3.2-17'],
      fix: 'Send status in error bodies, as a JSON string with the same number as the HTTP status: "404".',
    },
    onErrorBodies(statusFault),
  ),

  passiveCheck(
    'error-body/scim-type',
    {
      title: 'scimType, where there is one, is a keyword that an RFC defines',
      verifies: '7644-3.12-04',
      fix: 'Use the keywords of RFC 7644 §3.12 Table 9 in their spelling, and leave scimType out where none fits.',
    },
    onErrorBodies(scimTypeFault),
  ),

  passiveCheck(
    'error-body/detail',
    {
      title: 'detail, where there is one, is text',
      verifies: '7644-3.12-05',
      fix: 'Send detail as one JSON string for humans.',
    },
    onErrorBodies(detailFault),
  ),

  passiveCheck(
    'error-body/no-internals',
    {
      title: 'errors tell nothing of the implementation behind them',
      verifies: '7644-7.1-01',
      fix: 'Log exceptions on your side, and send the client a sentence of your own instead of their text.',
    },
    () => (seen, observer) => {
      if (!isScimExchange(seen) || seen.response.status < 400) return
      observer.examined()
      const fault = leakFault(seen.response.text)
      if (fault !== undefined) observer.fault(fault)
    },
  ),

  passiveCheck(
    'error-body/error-status',
    {
      title: 'an error body never comes with a status of success',
      verifies: '7644-3.2-16',
      fix: 'Set the HTTP status of every error to what its body says.',
    },
    () => (seen, observer) => {
      const { status, json } = seen.response
      if (!isScimExchange(seen) || status < 200 || status > 299 || !isObject(json)) return
      observer.examined()
      const schemas = member(json, 'schemas')
      if (Array.isArray(schemas) && schemas.includes(errorUrn)) {
        observer.fault({ expected: 'a status from 400 up with an error body', got: `${status} with an error body` })
      }
    },
  ),
])

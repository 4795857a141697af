import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { renderHar } from './har.ts'
import { aCheck, anExchange, aResult, aSampleResult } from './sample.test-data.ts'

const text = { type: 'string' }
const number = { type: 'number' }
const list = (items: object) => ({ type: 'array', items })
const object = (properties: Readonly<Record<string, object>>, optional: Readonly<Record<string, object>> = {}) => ({
  type: 'object',
  properties: { ...properties, ...optional, comment: text },
  required: Object.keys(properties),
  additionalProperties: false,
})
const dateTime = { type: 'string', format: 'date-time' }
const nameValue = object({ name: text, value: text })
const message = {
  httpVersion: text,
  cookies: list({}),
  headers: list(nameValue),
  headersSize: number,
  bodySize: number,
}

/** HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/, as far as a run uses it. */
const schema = object({
  log: object({
    version: { const: '1.2' },
    creator: object({ name: text, version: text }),
    pages: list(object({ startedDateTime: dateTime, id: text, title: text, pageTimings: object({}) })),
    entries: list(
      object(
        {
          startedDateTime: dateTime,
          time: { type: 'number', minimum: 0 },
          request: object(
            { ...message, method: text, url: text, queryString: list(nameValue) },
            { postData: object({ mimeType: text, text }) },
          ),
          response: object({
            ...message,
            status: number,
            statusText: text,
            content: object({ size: number, mimeType: text, text }),
            redirectURL: text,
          }),
          cache: object({}),
          timings: object({ send: number, wait: number, receive: number }),
        },
        { pageref: text },
      ),
    ),
  }),
})
const ajv = new Ajv2020({ allErrors: true })
formats.default(ajv)
const isHar = ajv.compile<{ log: { pages: { id: string }[]; entries: Entry[] } }>(schema)
interface Entry {
  readonly pageref: string
  readonly comment: string
  readonly time: number
  readonly timings: { readonly wait: number }
  readonly request: { readonly url: string; readonly queryString: readonly unknown[]; readonly postData?: unknown }
  readonly response: { readonly status: number }
}

function read(har: string) {
  const data: unknown = JSON.parse(har)
  if (!isHar(data)) throw new Error(ajv.errorsText(isHar.errors))
  return data.log
}

test('a run with every kind of exchange is HAR 1.2', () => {
  const { entries, pages } = read(renderHar(aSampleResult()))
  const ids = aSampleResult().checks.flatMap(({ exchanges }) => exchanges.map(({ id }) => id))
  expect(entries).toHaveLength(new Set(ids).size)
  expect(entries.every(({ pageref }) => pages.some(({ id }) => id === pageref))).toBe(true)
  expect(entries.every(({ time, timings }) => time === timings.wait)).toBe(true)
})

test('an exchange of several checks comes once, in the order of sending', () => {
  const one = anExchange({ id: 2 })
  const log = read(
    renderHar(aResult([aCheck({ exchanges: [one] }), aCheck({ exchanges: [anExchange({ id: 1 }), one] })])),
  )
  expect(log.entries.map(({ comment }) => comment)).toEqual(['exchange 1', 'exchange 2'])
})

test('queries are decoded, bodies kept, and a missing answer is status 0', () => {
  const { response: _, ...silent } = anExchange({
    id: 1,
    method: 'POST',
    path: '/Users?filter=a%20eq%20%22b%22',
    body: {},
  })
  const problem = { kind: 'timeout' as const, message: 'no answer' }
  const [entry] = read(renderHar(aResult([aCheck({ exchanges: [{ ...silent, problem }] })]))).entries
  expect(entry?.request.queryString).toEqual([{ name: 'filter', value: 'a eq "b"' }])
  expect(entry?.request.postData).toMatchObject({ text: '{}', mimeType: 'application/scim+json' })
  expect(entry?.response.status).toBe(0)
  expect(entry?.comment).toContain('timeout: no answer')
})

test('what was masked stays masked', () => {
  expect(renderHar(aSampleResult())).toContain('Bearer [redacted]')
})

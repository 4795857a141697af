// Input no one should send, and which must not break anything (RFC 7644 §3.12; RFC 7643 §9.2).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse } from '../../src/check/words.ts'
import { freeTextOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'
import { expectNoInternalError } from './expect-error.ts'

/** Ids as they stand in a path, percent-encoded, which no resource has. */
const oddIds: Readonly<Record<string, string>> = {
  'a path that climbs': '..%2F..%2F..%2Fetc%2Fpasswd',
  'a NUL character': 'scimc%00',
  'bytes that are not UTF-8': 'scimc-%C3%28',
  'a percent sign': 'scimc-%25',
  'text outside ASCII': 'scimc-%F0%9F%99%82',
  'quotes and a tautology': `scimc'%20OR%20'1'='1`,
  'a double quote and a bracket': 'scimc-%22%5B%7B',
  'a line end': 'scimc%0D%0AX-Injected:%201',
  '3000 letters': `scimc-${'x'.repeat(3000)}`,
}

const deep = 5000

export const hostileInput = suite('Input that must not break anything', [
  check(
    'hostile-input/id',
    {
      title: 'an odd id in the URL is refused like any unknown one',
      verifies: ['7644-3.12-15', '7644-3.12-11'],
      alone: true,
      fix: 'Treat the id in the URL as opaque text: look it up with a bound parameter, and answer 404 where nothing has it.',
    },
    async ({ provider, scim, subject, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const ask = (id: string) => scim.request({ method: 'GET', path: `${scim.endpointOf(type)}/${id}` })
      await Promise.all(
        Object.entries(oddIds).map(([name, id]) =>
          subject(name, async () => {
            const response = await ask(id)
            expectNoInternalError(response)
            expectThat(response.status >= 300, {
              requirement: '7644-3.12-11',
              expected: '404 Not Found',
              got: describeResponse(response),
              response,
            })
          }),
        ),
      )
    },
  ),

  check(
    'hostile-input/deep-nesting',
    {
      title: 'a body nested thousands of levels deep is answered',
      verifies: '7644-3.12-15',
      alone: true,
      fix: 'Limit the depth of JSON you read, and answer 400 beyond it.',
    },
    async ({ provider, resources, scim, unsupported }) => {
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const whole = JSON.stringify(await resources.build(type)).slice(0, -1)
      // Its last brace is missing, so that nobody can store it: a resource nested like this breaks every list that holds it.
      const body = `${whole},"scimcUnknown":${'['.repeat(deep)}${']'.repeat(deep)}`
      expectNoInternalError(await scim.create(type, body))
    },
  ),

  check(
    'hostile-input/text',
    {
      title: 'text of any length and with any characters is stored or refused',
      verifies: '7644-3.12-15',
      fix: 'Check the length and the characters of text before storing it, and answer 400 with scimType "invalidValue".',
      alone: true,
    },
    context =>
      eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const attribute = freeTextOf(type)
        if (attribute === undefined) return unsupported('no free text attribute to write to')
        const texts = ['x'.repeat(100_000), 'NUL \u0000 inside', `'; DROP TABLE users; --`]
        const answers = texts.map(async text => {
          const resource = withAttribute(await resources.build(type), attribute, `${resources.unique()} ${text}`)
          return scim.create(type, resource)
        })
        for (const response of await Promise.all(answers)) expectNoInternalError(response)
      }),
  ),
])

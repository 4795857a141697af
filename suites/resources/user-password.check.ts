// The password of a User, which nobody gets to see again (RFC 7643 §4.1.1, §7).

import { check, suite } from '../../src/check/check.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { isArray, isObject, member } from '../../src/scim/json.ts'
import { isSuccess } from '../support/answers.ts'

/** Whether an answer has a password in it, by name or by value. */
function showsPassword(response: HttpResponse, password: string): boolean {
  if (password !== '' && response.text.includes(password)) return true
  const json = response.json
  const list = isObject(json) ? member(json, 'Resources') : undefined
  const resources: readonly unknown[] = isArray(list) ? list : [json]
  return resources.some(resource => {
    const found = isObject(resource) ? member(resource, 'password') : undefined
    return found !== undefined && found !== null && found !== ''
  })
}

export const userPasswords = suite('The password of a User', [
  check(
    'user-password/never-returned',
    {
      title: 'no answer has the password of a User in it, not even when it is asked for',
      verifies: ['7643-4.1.1-17', '7643-7-31', '7643-7-34', '7643-4.1.1-24'],
      fix: 'Leave password out of every representation, whatever the attributes parameter names.',
    },
    async ({ resources, scim, unsupported, provider, random }) => {
      const password = `Pw-${random.word(16)}-9X!`
      const sent = await resources.build('User', { password })
      const created = await scim.create('User', sent)
      if (!isSuccess(created)) unsupported(`a User with a password is refused: ${describeResponse(created)}`)
      const id = isObject(created.json) ? member(created.json, 'id') : undefined
      if (typeof id !== 'string') return unsupported('the answer to the create has no id')
      const next = `Qr-${random.word(16)}-7Y!`
      const last = `St-${random.word(16)}-5Z!`
      const filter = { filter: `userName eq ${JSON.stringify(member(sent, 'userName'))}` }
      const answers: Record<string, HttpResponse> = {
        'the answer to POST': created,
        'the answer to GET': await scim.read('User', id),
        'the answer to GET with attributes=password': await scim.read('User', id, {
          query: { attributes: 'password' },
        }),
        'the answer to PUT': await scim.replace('User', id, { ...sent, id, password: next }),
        ...(provider.capabilities['patch.supported'].met
          ? {
              'the answer to PATCH of another attribute': await scim.patch('User', id, [
                { op: 'replace', path: 'externalId', value: resources.unique() },
              ]),
              'the answer to PATCH of the password': await scim.patch('User', id, [
                { op: 'replace', path: 'password', value: last },
              ]),
            }
          : {}),
        'a list': await scim.list('User', provider.capabilities['filter.supported'].met ? filter : {}),
      }
      expectAll(
        ...Object.entries(answers).map(([words, response]) => () => {
          const shown = [password, next, last].some(text => showsPassword(response, text))
          expectThat(!shown, { expected: `${words} without password`, got: `${words} with password`, response })
        }),
      )
    },
  ),

  check(
    'user-password/replaced',
    {
      title: 'a PUT may set a new password',
      verifies: '7644-3.5.1-04',
      needs: ['changePassword.supported', 'user-resource'],
      fix: 'Accept password in a PUT and set it.',
    },
    async ({ resources, scim, unsupported, random }) => {
      const sent = await resources.build('User', { password: `Pw-${random.word(16)}-9X!` })
      const created = await scim.create('User', sent)
      const id = isObject(created.json) ? member(created.json, 'id') : undefined
      if (!isSuccess(created) || typeof id !== 'string') {
        return unsupported(`a User with a password is refused: ${describeResponse(created)}`)
      }
      const password = `Qr-${random.word(16)}-7Y!`
      const response = await scim.replace('User', id, { ...sent, id, password })
      const scimType = isObject(response.json) ? member(response.json, 'scimType') : undefined
      if (response.status === 400 && scimType === 'invalidValue') {
        unsupported(`a policy refuses the new password: ${describeResponse(response)}`)
      }
      expectThat(isSuccess(response), {
        expected: '200 OK with a new password',
        got: describeResponse(response),
        response,
      })
    },
  ),
])

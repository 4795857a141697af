// Passwords are never to be seen again (RFC 7643 §4.1.1).

import { passiveCheck, suite } from '../../src/check/check.ts'
import { isObject, member, memberName, sameName } from '../../src/scim/json.ts'
import { resourcesIn } from './seen.ts'

/** Passwords sent by the run that are looked for. */
const mostPasswords = 200
/** Shorter ones could stand in an answer by chance. */
const shortest = 8

export const passwords = suite('Passwords', [
  passiveCheck(
    'password/not-returned',
    {
      title: 'no answer has the attribute password or a password that was sent',
      verifies: '7643-4.1.1-17',
      fix: 'Take password out of every representation and error text, in whatever form it is stored.',
    },
    () => {
      const sent = new Set<string>()
      // Whoever was never sent a password has none to return.
      let isTried = false
      return (seen, observer, { provider }) => {
        const { request, response } = seen
        const given = isObject(request.body) ? member(request.body, 'password') : undefined
        if (typeof given === 'string') isTried = true
        if (typeof given === 'string' && given.length >= shortest && sent.size < mostPasswords) sent.add(given)
        if (response.text === '') return
        for (const { resource, type } of resourcesIn(seen, provider)) {
          if (type !== undefined && !sameName(type.name, 'User')) continue
          const name = memberName(resource, 'password')
          const isShown = name !== undefined && resource[name] !== null
          if (isTried || isShown) observer.examined()
          if (isShown) {
            observer.fault({ expected: 'a User without password', got: 'the attribute password' })
          }
        }
        // Only requests of ours can bring it back: one pass for each password over a bounded text.
        const text = response.text.length > 200_000 ? response.text.slice(0, 200_000) : response.text
        if ([...sent].some(password => text.includes(password))) {
          observer.examined()
          observer.fault({ expected: 'an answer without the password', got: 'the password that was sent' })
        }
      }
    },
  ),
])

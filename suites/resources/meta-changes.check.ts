// How meta follows the changes of a resource (RFC 7643 §3.1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectAll, expectThat } from '../../src/check/expect.ts'
import type { Created } from '../../src/check/resources.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { sameValue } from '../../src/scim/compare.ts'
import { member } from '../../src/scim/json.ts'
import { valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack, replacementOf } from '../support/answers.ts'
import { freeTextOf, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'
import { metaIn, secondsOf } from './meta.check.ts'

/** Gives a text attribute another value by PUT and reads the resource. */
async function change(context: CheckContext, created: Created) {
  const { resources, scim, blocked, unsupported } = context
  const text = freeTextOf(created.type)
  if (text === undefined) return unsupported(`${created.type.name} has no text attribute to change`)
  const value = `${resources.unique()} changed`
  const body = withAttribute(replacementOf(created), text, value)
  const response = await scim.replace(created.type, created.id, body)
  if (!isSuccess(response)) blocked(`A ${created.type.name} could not be replaced: ${describeResponse(response)}.`)
  const stored = await readBack(context, created)
  if (!sameValue(value, valueAt(stored.json, text), text.attribute)) unsupported(`${text.attribute.name} is not kept`)
  return stored.response
}

export const metaOfChanges = suite('The meta attribute of a resource that changes', [
  check(
    'meta-changes/last-modified',
    {
      title: 'meta.lastModified moves forward when a resource is changed',
      verifies: '7643-3.1-25',
      fix: 'Set meta.lastModified to the current time in every write that changes the resource.',
    },
    async context => {
      const { resources } = context
      await eachCreatableType(context, async type => {
        const created = await resources.create(type)
        const before = (await readBack(context, created)).response
        const earlier = secondsOf(member(metaIn(before), 'lastModified'))
        let after = await change(context, created)
        let later = secondsOf(member(metaIn(after), 'lastModified'))
        if (earlier === undefined || later === undefined) {
          return context.blocked(`meta.lastModified of the ${type.name} is no DateTime`)
        }
        if (later === earlier) {
          // The clock of the service provider may tick in whole seconds.
          await new Promise(resolve => setTimeout(resolve, 1100))
          after = await change(context, created)
          later = secondsOf(member(metaIn(after), 'lastModified')) ?? earlier
        }
        expectThat(later > earlier, {
          expected: `lastModified later than ${show(member(metaIn(before), 'lastModified'))}`,
          got: `lastModified ${show(member(metaIn(after), 'lastModified'))} after a change`,
          response: after,
        })
      })
    },
  ),

  check(
    'meta-changes/kept',
    {
      title:
        'meta.created, resourceType and location stay as they are when a resource is replaced, whatever the body says',
      verifies: ['7643-3.1-20', '7643-3.1-24', '7643-3.1-22', '7644-3.5.1-10'],
      fix: 'Ignore meta in the body of a PUT and keep the stored created, resourceType and location.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const created = await resources.create(type)
        const before = (await readBack(context, created)).response
        const createdAt = secondsOf(member(metaIn(before), 'created'))
        // In whole seconds, a new time could be the same as the old one.
        if (createdAt !== undefined && Number.isInteger(createdAt))
          await new Promise(resolve => setTimeout(resolve, 1100))
        const meta = {
          resourceType: 'Other',
          created: '2001-02-03T04:05:06Z',
          location: `https://example.com/v2${type.endpoint}/other`,
        }
        const text = freeTextOf(type)
        const same = replacementOf(created, { meta })
        // Some leave meta alone where nothing changes: so something does.
        const body = text === undefined ? same : withAttribute(same, text, `${resources.unique()} changed`)
        const response = await scim.replace(type, created.id, body)
        expectThat(isSuccess(response), {
          requirement: '7643-3.1-22',
          expected: '200 OK, meta in the body ignored',
          got: describeResponse(response),
          response,
        })
        const after = (await readBack(context, created)).response
        expectAll(
          ...Object.keys(meta).map(name => () => {
            const [old, now] = [member(metaIn(before), name), member(metaIn(after), name)]
            const isSame = old === now || (name === 'created' && secondsOf(old) === secondsOf(now))
            expectThat(isSame, {
              requirement: name === 'created' && now !== meta.created ? '7643-3.1-24' : '7643-3.1-20',
              expected: `meta.${name} ${show(old)} as before`,
              got: `meta.${name} ${show(now)}`,
              response: after,
            })
          }),
        )
      })
    },
  ),
])

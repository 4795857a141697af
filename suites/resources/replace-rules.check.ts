// What a PUT must not do (RFC 7644 §3.5.1).

import { check, suite } from '../../src/check/check.ts'
import { expectResponse, expectThat } from '../../src/check/expect.ts'
import { describeResponse, listWords, show } from '../../src/check/words.ts'
import { differences } from '../../src/scim/compare.ts'
import { type JsonObject, member, withMember } from '../../src/scim/json.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { createdId, isSuccess, readBack, replacementOf } from '../support/answers.ts'
import { isChangeable, labelOf } from '../support/attribute-choice.ts'
import { freeTextOf, swapCase, withAttribute } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'

export const replacingRules = suite('The rules of replacing', [
  check(
    'replace-rules/unknown-id',
    {
      title: 'a PUT to an id that no resource has is answered 404 and creates nothing',
      verifies: '7644-3.5.1-02',
      fix: 'Look the resource up first; answer PUT with 404 where there is none, and never create.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const id = resources.unknownId()
        const response = await scim.replace(type, id, await resources.build(type), { aim: 'nothing' })
        const read = await scim.read(type, id)
        expectThat(read.status !== 200, {
          expected: 'nothing created',
          got: `a ${type.name} with the id of the PUT`,
          response: read,
        })
        expectThat(response.status === 404, {
          expected: '404 Not Found',
          got: describeResponse(response),
          response,
        })
      })
    },
  ),

  check(
    'replace-rules/taken-user-name',
    {
      title: 'a PUT that would give a User the userName of another one is refused',
      verifies: ['7643-4.1.1-02', '7644-3.12-19'],
      fix: 'Look for the userName, letter case aside, among the other Users before storing a PUT.',
    },
    async context => {
      const { resources, scim, subject, type } = context
      const scimType = isChangeable(type('User'), 'userName') ? 'uniqueness' : ['uniqueness', 'mutability']
      const owner = await resources.create('User')
      const taken = String(member(owner.sent, 'userName'))
      for (const [words, userName] of Object.entries({ 'the same text': taken, 'in other case': swapCase(taken) })) {
        await subject(words, async () => {
          const user = await resources.create('User')
          const response = await scim.replace('User', user.id, replacementOf(user, { userName }))
          expectResponse(response).toHaveStatus(409, 400)
          expectResponse(response, { requirement: '7644-3.12-19' }).toBeScimError({
            status: [409, 400],
            scimType,
          })
          const { json, response: read } = await readBack(context, user)
          const found = member(json, 'userName')
          expectThat(String(found).toLowerCase() !== taken.toLowerCase(), {
            expected: 'the userName as before',
            got: 'the userName of another User',
            response: read,
          })
        })
      }
    },
  ),

  check(
    'replace-rules/missing-required',
    {
      title: 'a PUT without a required attribute is refused, or the attribute keeps a value',
      verifies: '7644-3.5.1-11',
      fix: 'Check required attributes in PUT as in POST, and answer 400 with scimType "invalidValue".',
    },
    async context => {
      const { resources, scim, subject, unsupported } = context
      await eachCreatableType(context, async type => {
        const required = type.schemas.base.attributes.filter(
          ({ required: isRequired, mutability, returned }) =>
            isRequired && mutability === 'readWrite' && (returned === 'default' || returned === 'always'),
        )
        if (required.length === 0) unsupported(`no attribute of ${type.name} is required`)
        for (const { name } of required) {
          await subject(`${type.name} ${name}`, async () => {
            const created = await resources.create(type)
            const body = withMember(replacementOf(created), name, undefined)
            const response = await scim.replace(type, created.id, body)
            if (!isSuccess(response)) return expectResponse(response).toHaveStatus(400)
            const { json, response: read } = await readBack(context, created)
            expectThat(!isUnassigned(member(json, name)), {
              expected: `400 Bad Request, or the ${name} as before`,
              got: `${response.status}, no ${name} any more`,
              response: read,
            })
            expectThat(false, {
              arguable: 22,
              expected: '400 Bad Request, scimType "invalidValue"',
              got: `${response.status}, ${name} ${show(member(json, name))}`,
              response,
            })
          })
        }
      })
    },
  ),

  check(
    'replace-rules/sent-back',
    {
      title: 'a resource can be sent back as it was read, with one change',
      verifies: ['7644-3.1-08', '7643-2-01', '7644-3.5.1-10'],
      fix: 'Ignore readOnly attributes in a PUT and store the rest, so that clients can change what they read.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const text = freeTextOf(type)
        if (text === undefined) return unsupported(`${type.name} has no text attribute to change`)
        const created = await resources.create(type)
        const before = await readBack(context, created)
        const changed: JsonObject = withAttribute(before.json, text, `${resources.unique()} changed`)
        const response = await scim.replace(type, created.id, changed)
        expectThat(isSuccess(response), {
          requirement: '7644-3.5.1-10',
          expected: '200 OK, readOnly attributes ignored',
          got: describeResponse(response),
          response,
        })
        const after = await readBack(context, created)
        const different = differences(changed, after.json, type.schemas, { ignore: ['meta'], extra: true })
        expectThat(different.length === 0, {
          expected: 'the resource as before, with the one change',
          got: `differences in ${listWords([...new Set(different.map(({ path }) => path))])}`,
          response: after.response,
        })
      })
    },
  ),

  check(
    'replace-rules/id-of-another',
    {
      title: 'a PUT with the id of another resource in its body leaves that one as it was',
      verifies: ['7644-3.5.1-10', '7643-3.1-05'],
      fix: 'Replace the resource that the URL names: the id in the body is readOnly and says nothing.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const text = freeTextOf(type)
        if (text === undefined) return unsupported(`${type.name} has no text attribute to change`)
        const [one, other] = [await resources.create(type), await resources.create(type)]
        const before = await readBack(context, other)
        // Under a name of its own, so that no name is taken whichever of them is replaced.
        const label = labelOf(type)
        const name = label === undefined ? {} : { [label.name]: member(await resources.build(type), label.name) }
        const changed = withAttribute(
          replacementOf(one, { ...name, id: other.id }),
          text,
          `${resources.unique()} changed`,
        )
        await scim.replace(type, one.id, changed)
        const after = await readBack(context, other)
        const different = differences(before.json, after.json, type.schemas, { ignore: ['meta'], extra: true })
        expectThat(different.length === 0, {
          expected: `the other ${type.name} as it was`,
          got: `differences in ${listWords([...new Set(different.map(({ path }) => path))])}`,
          response: after.response,
        })
      })
    },
  ),

  check(
    'replace-rules/values-sent-again',
    {
      title: 'a PUT keeps every value that it sends as the create did',
      verifies: '7644-3.5.1-04',
      fix: 'Read a PUT with the code that reads a create: every attribute, sub-attribute and extension of it is to be stored.',
    },
    async context => {
      const { resources, scim, unsupported } = context
      await eachCreatableType(context, async type => {
        const text = freeTextOf(type)
        if (text === undefined) return unsupported(`${type.name} has no text attribute to change`)
        const sent = await resources.build(type, {}, { extent: 'all' })
        const answer = await scim.create(type, sent)
        const id = isSuccess(answer) ? createdId(answer) : undefined
        // A service provider may not take every made-up value: then a usual resource has to do.
        const created = id === undefined ? await resources.create(type) : { type, id, sent }
        const before = await readBack(context, created)
        const notAsSent = new Set(differences(created.sent, before.json, type.schemas).map(({ path }) => path))
        const changed = withAttribute(replacementOf(created), text, `${resources.unique()} changed`)
        const response = await scim.replace(type, created.id, changed)
        // Whoever remembers passwords may refuse one that is set again; other checks ask for the PUT itself.
        if (!isSuccess(response)) unsupported(`the PUT is refused: ${describeResponse(response)}`)
        const after = await readBack(context, created)
        const lost = differences(changed, after.json, type.schemas).filter(
          ({ path }) => !notAsSent.has(path) && path !== pathOf(text),
        )
        const [first] = lost
        const others = [...new Set(lost.map(({ path }) => path))].filter(path => path !== first?.path)
        const more = others.length === 0 ? '' : `; differences in ${listWords(others)}, too`
        expectThat(first === undefined, {
          expected: `${first?.path} ${show(first?.expected)}, as in the PUT and as after the create`,
          got: `${first?.actual === undefined ? `no ${first?.path}` : `${first.path} ${show(first.actual)}`}${more}`,
          exchanges: [response.exchange.id, after.response.exchange.id],
        })
      })
    },
  ),
])

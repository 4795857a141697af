// externalId, which belongs to the client (RFC 7643 §3.1).

import { check, suite } from '../../src/check/check.ts'
import { expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { member } from '../../src/scim/json.ts'
import { isUnassigned } from '../../src/scim/value.ts'
import { ensureUsualCreate, isSuccess, readBack, readCreated, replacementOf } from '../support/answers.ts'
import { eachCreatableType } from '../support/types.ts'

export const externalIds = suite('The externalId of a resource', [
  check(
    'external-id/kept-as-sent',
    {
      title: 'an externalId is kept exactly as the client sent it',
      verifies: ['7643-3.1-15', '7643-3.1-01', '7643-7-22'],
      fix: 'Store externalId for every resource type as it was sent: letter case and all.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const externalId = `Ext-${resources.unique()}-aBcD`
        const response = await scim.create(type, await resources.build(type, { externalId }))
        await ensureUsualCreate(context, type, response)
        expectThat(isSuccess(response), {
          requirement: '7643-3.1-01',
          expected: '201 Created for a resource with an externalId',
          got: describeResponse(response),
          response,
        })
        const { json, response: read } = await readCreated(context, type, response)
        const found = member(json, 'externalId')
        expectThat(found === externalId, {
          requirement: isUnassigned(found) ? '7643-3.1-01' : '7643-3.1-15',
          expected: `externalId ${show(externalId)}`,
          got: `externalId ${show(found)}`,
          response: read,
        })
      })
    },
  ),

  check(
    'external-id/not-invented',
    {
      title: 'a resource created without an externalId has none',
      verifies: '7643-3.1-15',
      fix: 'Leave externalId unassigned until a client sets it.',
    },
    async context => {
      const { resources } = context
      await eachCreatableType(context, async type => {
        const created = await resources.create(type, { externalId: undefined })
        if (created.sent.externalId !== undefined) context.unsupported('the resource carries its mark in externalId')
        const { json, response } = await readBack(context, created)
        const found = member(json, 'externalId')
        expectThat(isUnassigned(found), { expected: 'no externalId', got: `externalId ${show(found)}`, response })
      })
    },
  ),

  check(
    'external-id/replaced',
    {
      title: 'a client can give a resource another externalId',
      verifies: ['7644-3.5.1-04', '7643-3.1-15'],
      fix: 'Treat externalId as readWrite: store the value of the PUT.',
    },
    async context => {
      const { resources, scim, blocked } = context
      await eachCreatableType(context, async type => {
        const created = await resources.create(type, { externalId: `${resources.unique()}-before` })
        const externalId = `${resources.unique()}-After`
        const response = await scim.replace(type, created.id, replacementOf(created, { externalId }))
        if (!isSuccess(response)) blocked(`A ${type.name} could not be replaced: ${describeResponse(response)}.`)
        const { json, response: read } = await readBack(context, created)
        const found = member(json, 'externalId')
        expectThat(found === externalId, {
          expected: `externalId ${show(externalId)}`,
          got: `externalId ${show(found)}`,
          response: read,
        })
      })
    },
  ),

  check(
    'external-id/shared-value',
    {
      title: 'two resources may have the same externalId',
      verifies: '7643-3.1-17',
      fix: 'Put no unique index on externalId: keeping it unique is the client’s business.',
    },
    async context => {
      const { resources, scim } = context
      await eachCreatableType(context, async type => {
        const externalId = resources.unique()
        await resources.create(type, { externalId })
        const response = await scim.create(type, await resources.build(type, { externalId }))
        expectThat(isSuccess(response), {
          arguable: 36,
          expected: '201 Created for a second resource with the externalId',
          got: describeResponse(response),
          response,
        })
      })
    },
  ),
])

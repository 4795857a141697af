// Features that are not offered (RFC 7644 §3.12).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import { bulkRequestUrn } from '../../src/check/scim.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse } from '../../src/check/words.ts'
import { freeTextOf } from '../support/attributes.ts'
import { eachCreatableType } from '../support/types.ts'
import { expectNoInternalError } from './expect-error.ts'

export const missingFeatures = suite('Features that are not offered', [
  check(
    'not-offered/patch',
    {
      title: 'PATCH is answered 501 where it is not supported',
      verifies: '7644-3.12-16',
      fix: 'Answer 501 with a SCIM error to PATCH while ServiceProviderConfig says that it is not supported.',
    },
    async context => {
      offeredElse(context, 'patch.supported')
      await eachCreatableType(context, async type => {
        const { resources, scim, unsupported } = context
        const text = freeTextOf(type)
        if (text === undefined) return unsupported('no free text attribute to write to')
        const { id } = await resources.create(type)
        const operations = [{ op: 'replace', path: text.attribute.name, value: resources.unique() }]
        const response = await scim.patch(type, id, operations)
        saidElse(context, 'patch.supported', response)
        expectNotImplemented(response)
      })
    },
  ),

  check(
    'not-offered/bulk',
    {
      title: 'POST to /Bulk is answered 501 where bulk is not supported',
      verifies: '7644-3.12-16',
      fix: 'Answer 501 with a SCIM error at /Bulk while ServiceProviderConfig says that it is not supported.',
    },
    async context => {
      offeredElse(context, 'bulk.supported')
      const body = { schemas: [bulkRequestUrn], Operations: [] }
      const response = await context.scim.request({ method: 'POST', path: '/Bulk', body, aim: 'bulk' })
      saidElse(context, 'bulk.supported', response)
      expectNotImplemented(response)
    },
  ),

  check(
    'not-offered/search',
    {
      title: 'a search by POST is answered with an error that says so where it is not supported',
      verifies: '7644-3.12-16',
      fix: 'Answer 501 with a SCIM error to POST .search where you do not support it.',
    },
    async context => {
      const { provider, scim, unsupported } = context
      const [type] = provider.types
      if (type === undefined) return unsupported('no resource type is known')
      const response = await scim.search(type, { count: 1 })
      if (response.status === 200) unsupported('search by POST is supported')
      expectNotImplemented(response)
    },
  ),
])

function offeredElse(
  { provider, unsupported }: Pick<CheckContext, 'provider' | 'unsupported'>,
  feature: 'patch.supported' | 'bulk.supported',
): void {
  if (provider.capabilities[feature].met) unsupported(`it is offered: ${provider.capabilities[feature].detail}`)
}

/** Where nothing says whether a feature is offered, success says that it is. */
function saidElse(
  { provider, unsupported }: Pick<CheckContext, 'provider' | 'unsupported'>,
  feature: 'patch.supported' | 'bulk.supported',
  { status }: HttpResponse,
): void {
  const isKnown = provider.capabilities[feature].source !== 'assumed'
  if (!isKnown && status >= 200 && status < 300) unsupported(`it is offered: it was answered ${status}`)
}

/** 501; another refusal departs from the advice only, and is a warning (interpretation 28). */
function expectNotImplemented(response: HttpResponse): void {
  expectNoInternalError(response)
  expectThat(response.status === 501, {
    expected: '501 Not Implemented',
    got: describeResponse(response),
    response,
    ...([404, 405].includes(response.status) ? { arguable: 28 } : {}),
  })
}

// Expectations on errors that several checks of this folder share.

import { expectAll, expectResponse, expectThat } from '../../src/check/expect.ts'
import type { HttpResponse } from '../../src/check/vocabulary.ts'
import { describeResponse, show, statusText } from '../../src/check/words.ts'
import { isObject, member } from '../../src/scim/json.ts'

/** 400, and scimType invalidSyntax where there is one at all. */
export function expectSyntaxError(response: HttpResponse): void {
  expectAll(
    () => expectResponse(response, { requirement: '7644-3.12-08' }).toHaveStatus(400),
    () => {
      if (response.status !== 400 || !isObject(response.json)) return
      const scimType = member(response.json, 'scimType')
      expectThat(scimType === 'invalidSyntax' || scimType === 'invalidValue', {
        requirement: '7644-3.12-21',
        expected: '400 Bad Request, scimType "invalidSyntax"',
        got: `${statusText(400)}, ${scimType === undefined ? 'no scimType' : `scimType ${show(scimType)}`}`,
        response,
      })
    },
  )
}

/** What no body, however odd, should be answered with. */
export function expectNoInternalError(response: HttpResponse): void {
  const crashed =
    response.status === 0 || (response.status >= 500 && response.status !== 501 && response.status !== 503)
  expectThat(!crashed, { expected: 'an answer below 500', got: describeResponse(response), response })
}

// Requirements that no check examines, with the reason. Everything else without a check counts as "not yet".

import type { RequirementId } from '../src/check/vocabulary.ts'

const asynchronous = 'asynchronous requests (RFC 9967) are not examined yet: no service provider offers them so far'

/** Why a requirement that could be observed has no check of its own. */
export const notExamined: Partial<Record<RequirementId, string>> = {
  '7643-5-04': 'it frees the service provider of something: any answer passes',
  '7643-3.1-31': 'a version without advertised versioning is tolerated, so nothing could fail',
  '7643-3.3-06': 'it is a matter of style beyond what the checks on definitions say',
  '7643-2.3.7-05':
    'following references of others could leave the service provider; 7643-2.3.7-06 is checked on own members',
  '7643-2.2-07': 'type is required by 7643-7-12, so a definition without it is a fault already',
  '7644-7.2-02': 'the TLS version is settled below the requests a check can send',
  '9967-2.5.1.1-01': asynchronous,
  '9967-2.5.1.1-04': asynchronous,
  '9967-2.5.1.1-07': asynchronous,
  '9967-3-01': asynchronous,
  '9865-4-01': 'claims/no-cursor tells it; by its condition it applies only where the configuration follows it already',
}

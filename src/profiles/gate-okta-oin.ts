// What Okta wants to see before it lists an integration: its SPEC test, the effects of its CRUD test, and the requests of the
// manual test plan that can be sent from outside.

import type { Gate, GateStep } from '../result/gate.ts'

const spec = 'SPEC test'
const crud = 'CRUD test'
const plan = 'Requirements and test plan'

const specSteps: readonly GateStep[] = [
  { id: 'spec-01', part: spec, title: 'a list of one user is whole', checks: ['okta-spec/first-user'] },
  { id: 'spec-02', part: spec, title: 'a user is read', checks: ['okta-spec/read-user'] },
  { id: 'spec-03', part: spec, title: 'a search that finds nobody is an empty list', checks: ['okta-spec/no-match'] },
  { id: 'spec-04', part: spec, title: 'an unknown id is a SCIM error 404', checks: ['okta-spec/unknown-id'] },
  { id: 'spec-05', part: spec, title: 'a new user is not there yet', checks: ['okta-spec/not-there-yet'] },
  { id: 'spec-06', part: spec, title: 'a user is created', checks: ['okta-spec/create'] },
  { id: 'spec-07', part: spec, title: 'the new user is read', checks: ['okta-spec/read-new'] },
  { id: 'spec-08', part: spec, title: 'a second create is a conflict', checks: ['okta-spec/duplicate'] },
  { id: 'spec-09', part: spec, title: 'a search in capitals is answered', checks: ['okta-spec/capitals'] },
  {
    id: 'spec-10',
    part: spec,
    title: 'groups are listed quickly',
    checks: ['okta-spec/groups'],
    optional: 'The test has this request as optional.',
  },
  {
    id: 'spec-11',
    part: spec,
    title: 'wrong credentials are a SCIM error 401',
    checks: ['okta-spec/wrong-credentials'],
  },
  {
    id: 'spec-12',
    part: spec,
    title: 'another unknown id is a SCIM error 404',
    checks: ['okta-spec/unknown-id-again'],
  },
]

const crudSteps: readonly GateStep[] = [
  {
    id: 'crud-01',
    part: crud,
    title: 'an assigned user is created and found as sent',
    checks: ['okta-users/create', 'okta-oin/found-as-created'],
  },
  { id: 'crud-02', part: crud, title: 'a changed first name shows', checks: ['okta-users/put-back'] },
  {
    id: 'crud-03',
    part: crud,
    title: 'a user is deactivated and reactivated under its id, by PATCH',
    checks: ['okta-users/deactivate'],
  },
  { id: 'crud-04', part: crud, title: 'a user is deactivated by PUT', checks: ['okta-users/deactivate-by-put'] },
]

const planSteps: readonly GateStep[] = [
  { id: 'oin-01', part: plan, title: 'the base URL is one that Okta takes', checks: ['okta-oin/base-url'] },
  { id: 'oin-02', part: plan, title: 'the test of credentials succeeds', checks: ['okta-users/connection'] },
  { id: 'oin-03', part: plan, title: 'wrong credentials fail (C9340)', checks: ['okta-users/wrong-credentials'] },
  {
    id: 'oin-04',
    part: plan,
    title: 'an existing user is found and not created twice (C9335, C9336)',
    checks: ['okta-users/no-match', 'okta-users/upper-case', 'okta-users/duplicate'],
  },
  { id: 'oin-05', part: plan, title: 'ids never hold the word bulkId', checks: ['identifiers/reserved-word'] },
  { id: 'oin-06', part: plan, title: 'an empty value is pushed (C9337)', checks: ['okta-oin/empty-value'] },
  {
    id: 'oin-07',
    part: plan,
    title: 'a password is synchronised (C9301)',
    checks: ['okta-users/password'],
    mayBeLeftOut: true,
  },
  {
    id: 'oin-08',
    part: plan,
    title: 'users are imported page by page (C9303)',
    checks: ['pages/complete', 'pages/next-begins-where-this-ended'],
  },
  {
    id: 'oin-09',
    part: plan,
    title: 'groups are listed and found (C9338, C9315)',
    checks: ['okta-oin/groups-listed', 'okta-groups/match'],
    mayBeLeftOut: true,
  },
  {
    id: 'oin-10',
    part: plan,
    title: 'a group is pushed, and pushed empty (C9312, C9317)',
    checks: ['okta-groups/create', 'okta-groups/push'],
    mayBeLeftOut: true,
  },
  { id: 'oin-11', part: plan, title: 'a group is renamed', checks: ['okta-groups/rename'], mayBeLeftOut: true },
  {
    id: 'oin-12',
    part: plan,
    title: 'members come and go in one push (C9332, C9333)',
    checks: ['okta-groups/change-members'],
    mayBeLeftOut: true,
  },
  {
    id: 'oin-13',
    part: plan,
    title: 'a group is pushed by PUT',
    checks: ['okta-groups/put'],
    optional: 'Listed integrations push groups by PATCH; private ones use PUT.',
    mayBeLeftOut: true,
  },
  {
    id: 'oin-14',
    part: plan,
    title: 'an unlinked group is deleted (C9318)',
    checks: ['entra-groups/delete'],
    mayBeLeftOut: true,
  },
  {
    id: 'oin-15',
    part: plan,
    title: 'a 429 says when to come back',
    checks: ['okta-oin/retry-after'],
    mayBeLeftOut: true,
  },
]

export const gateOktaOin: Gate = {
  id: 'gate-okta-oin',
  name: 'Okta OIN gate',
  client: 'Okta',
  version: '1 (SPEC test of 2024-05)',
  sources: [
    'https://developer.okta.com/docs/guides/scim-provisioning-integration-prepare/main/',
    'https://developer.okta.com/docs/guides/submit-oin-app/scim/main/',
    'https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/',
  ],
  steps: [...specSteps, ...crudSteps, ...planSteps],
}

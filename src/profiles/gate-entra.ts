// The tests known of Microsoft's SCIM validator: thirteen of users, twelve of groups and seven in preview. Where one sends a
// PATCH its checks do so in both dialects of Entra ID, or one check in each. What Entra ID needs besides comes last.

import type { Gate, GateStep } from '../result/gate.ts'

const users = 'Users'
const groups = 'Groups'
const preview = 'Preview'
const production = 'Connection and matching'

const userSteps: readonly GateStep[] = [
  {
    id: 'user-01',
    part: users,
    title: 'a user is created, and found',
    checks: ['validator-users/create', 'entra-users/create'],
  },
  { id: 'user-02', part: users, title: 'a second create is a conflict', checks: ['entra-users/duplicate'] },
  { id: 'user-03', part: users, title: 'a user is found by userName', checks: ['entra-users/match-user-name'] },
  { id: 'user-04', part: users, title: 'a search finds nobody', checks: ['entra-users/no-match'] },
  { id: 'user-05', part: users, title: 'letter case does not matter', checks: ['validator-users/letter-case'] },
  {
    id: 'user-06',
    part: users,
    title: 'many attributes are replaced',
    checks: ['validator-users/replace-many', 'entra-flag/dotted-keys', 'entra-users/work-email-replaced'],
  },
  {
    id: 'user-07',
    part: users,
    title: 'many attributes are added',
    checks: ['validator-users/add-many', 'entra-users/value-added-by-filter'],
  },
  { id: 'user-08', part: users, title: 'the userName is changed', checks: ['validator-users/user-name'] },
  {
    id: 'user-09',
    part: users,
    title: 'a user is disabled and restored',
    checks: ['entra-flag/disable', 'entra-users/active-as-text'],
  },
  {
    id: 'user-10',
    part: users,
    title: 'a manager is added',
    checks: ['validator-users/manager-added'],
    mayBeLeftOut: true,
  },
  {
    id: 'user-11',
    part: users,
    title: 'a manager is replaced',
    checks: ['validator-users/manager-replaced'],
    mayBeLeftOut: true,
  },
  {
    id: 'user-12',
    part: users,
    title: 'a manager is removed',
    checks: ['validator-users/manager-emptied'],
    mayBeLeftOut: true,
  },
  { id: 'user-13', part: users, title: 'a user is deleted', checks: ['entra-users/delete'] },
]

const groupSteps: readonly GateStep[] = [
  { id: 'group-01', part: groups, title: 'a group is read without members', checks: ['validator-groups/read'] },
  { id: 'group-02', part: groups, title: 'a group is found without members', checks: ['entra-groups/match'] },
  { id: 'group-03', part: groups, title: 'a group is found by displayName', checks: ['validator-groups/find'] },
  { id: 'group-04', part: groups, title: 'a search finds no group', checks: ['validator-groups/find'] },
  { id: 'group-05', part: groups, title: 'letter case does not matter', checks: ['validator-groups/letter-case'] },
  { id: 'group-06', part: groups, title: 'a group is created', checks: ['entra-groups/create'] },
  {
    id: 'group-07',
    part: groups,
    title: 'a second group of the same name is a conflict',
    checks: ['validator-groups/duplicate'],
    optional: 'No RFC asks for it (RFC 7643 §8.7.1), and the validator has been passed without it.',
  },
  { id: 'group-08', part: groups, title: 'the externalId is changed', checks: ['validator-groups/external-id'] },
  {
    id: 'group-09',
    part: groups,
    title: 'the displayName is changed',
    checks: ['validator-groups/rename', 'entra-groups/rename'],
  },
  {
    id: 'group-10',
    part: groups,
    title: 'a member is added',
    checks: ['validator-groups/member-added', 'entra-groups/members-added'],
  },
  {
    id: 'group-11',
    part: groups,
    title: 'a member is removed, and no other',
    checks: [
      'validator-groups/member-removed',
      'entra-flag/member-removed-by-filter',
      'entra-groups/member-removed-by-value',
    ],
  },
  { id: 'group-12', part: groups, title: 'a group is deleted', checks: ['entra-groups/delete'] },
].map((step): GateStep => ({ ...step, mayBeLeftOut: true }))

const previewSteps: readonly GateStep[] = [
  {
    id: 'preview-01',
    part: preview,
    title: 'one PATCH works on several attributes',
    checks: ['validator-preview/different-attributes', 'entra-users/capital-operations', 'entra-flag/filter-and-keys'],
  },
  {
    id: 'preview-02',
    part: preview,
    title: 'one PATCH works several times on one attribute',
    checks: ['validator-preview/same-attribute'],
  },
  { id: 'preview-03', part: preview, title: 'an unknown user is deleted', checks: ['validator-preview/unknown-user'] },
  { id: 'preview-04', part: preview, title: 'a user is deleted twice', checks: ['validator-preview/user-twice'] },
  {
    id: 'preview-05',
    part: preview,
    title: 'one PATCH adds a member and removes another',
    checks: ['validator-preview/members-changed'],
    mayBeLeftOut: true,
  },
  {
    id: 'preview-06',
    part: preview,
    title: 'an unknown group is deleted',
    checks: ['validator-preview/unknown-group'],
    mayBeLeftOut: true,
  },
  {
    id: 'preview-07',
    part: preview,
    title: 'a group is deleted twice',
    checks: ['validator-preview/group-twice'],
    mayBeLeftOut: true,
  },
]

const productionSteps: readonly GateStep[] = [
  { id: 'entra-01', part: production, title: 'Schemas lists what is mapped', checks: ['entra-users/schemas'] },
  { id: 'entra-02', part: production, title: 'an inactive user is found', checks: ['entra-users/inactive-found'] },
  { id: 'entra-03', part: production, title: 'the flag in the query does no harm', checks: ['entra-flag/query'] },
  {
    id: 'entra-04',
    part: production,
    title: 'attributes of the enterprise extension are changed in both dialects',
    checks: ['entra-users/extension-path', 'entra-flag/extension-keys'],
    mayBeLeftOut: true,
  },
  {
    id: 'entra-05',
    part: production,
    title: 'an attribute is emptied',
    checks: ['entra-flag/emptied'],
    mayBeLeftOut: true,
  },
]

export const gateEntra: Gate = {
  id: 'gate-entra',
  name: 'Microsoft Entra gate',
  client: 'Microsoft Entra ID',
  version: '1 (validator as known in 2026)',
  sources: [
    'https://learn.microsoft.com/entra/identity/app-provisioning/scim-validator-tutorial',
    'https://learn.microsoft.com/entra/identity/enterprise-apps/app-gallery-user-provisioning-requirements',
    'https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility',
  ],
  steps: [...userSteps, ...groupSteps, ...previewSteps, ...productionSteps],
}

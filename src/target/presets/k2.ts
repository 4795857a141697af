// Nintex K2 and K2 Cloud.

import {
  errorStatusNumber,
  errorsWithoutSchemas,
  lenientBulk,
  membersNotAllShown,
  withoutDiscovery,
  withoutSearch,
} from './deviations.ts'
import type { Preset } from './preset.ts'

const reference = 'https://help.nintex.com/en-US/k2cloud/userguide/current/Content/IdProviders/SCIMReference.htm'
const subsystem =
  'https://help.nintex.com/en-US/k2cloud/userguide/current/Subsystems/Default/Content/IdProviders/SCIMReference.htm'
const manual = 'https://help.nintex.com/en-US/K2Cloud/userguide/current/Content/IdProviders/Manual_IdProvider.htm'
const sources = [reference, subsystem, manual]

const filter = 'eq, co, sw, and, or; not ne, ew, gt, ge, lt, le, pr, not, parentheses'

const unquotedText: Preset['known'][number] = {
  id: 'K2-1',
  title:
    'A filter value without quotes that holds or ends in "or" or "and" is answered 400 invalidValue with a message from ' +
    'within (Value cannot be null); in quotes it works.',
  sources: [reference],
  matches: [
    { checks: ['filter/unquoted-value', 'fuzz/invalid-filters'], got: '^400 .*invalidValue.*Value cannot be null' },
    { checks: ['error-body/no-internals'], got: 'Parameter name: text' },
  ],
}

const numericErrors: Preset['known'][number] = {
  id: 'K2-3',
  title: 'Errors have no schemas, and their status is a number.',
  sources: [reference],
  matches: [...errorsWithoutSchemas, ...errorStatusNumber],
}

const noSearch: Preset['known'][number] = {
  id: 'K2-11',
  title: 'Search by POST is not documented, and may not be offered.',
  sources: [reference],
  matches: withoutSearch,
}

const fullUsers: Preset['known'][number] = {
  id: 'K2-12',
  title: 'The documented minimal body of a create has displayName and emails beside userName: they may be required.',
  sources: [reference],
  matches: [{ checks: ['patch-list/add-to-none'], blocked: '^User: A User could not be created: 400 ' }],
}

const templates: NonNullable<Preset['templates']> = {
  User: {
    displayName: '{unique}',
    emails: [{ value: '{unique}@example.com', type: 'work', primary: true }],
  },
}

const sharedRemarks = [
  'Attribute names in the documented filters begin with a capital (DisplayName): they count in any letter case (K2-2).',
]

export const k2ProcInst: Preset = {
  name: 'k2-procinst',
  title: 'Nintex K2 and Nintex Automation, REST API of an installation',
  baseUrl: 'https://{host}/api/scim/v2/{procInstId}',
  variables: {
    host: { meaning: 'the host of the K2 site' },
    procInstId: { meaning: 'the id of the provider instance, one for each identity provider and domain' },
  },
  auth: ['basic', 'oauth2', 'bearer'],
  signIn:
    'Switch SCIM on (Management > Integration > APIs) and give the caller the role SCIM API. OAuth 2.0 needs a token ' +
    'with the K2 API permission.',
  paths: { User: '/users', Group: '/groups' },
  templates,
  documented: {
    capabilities: { 'patch.supported': true, 'filter.supported': true, 'bulk.supported': true },
    filter,
    limits: 'pages of 100 resources; MaxListResults in Web.config of the SCIM web service changes that',
  },
  known: [
    unquotedText,
    numericErrors,
    {
      id: 'K2-4',
      title: 'The documented bulk job has neither schemas nor bulkId: both may be missing.',
      sources: [reference],
      matches: lenientBulk,
    },
    {
      id: 'K2-10',
      title: 'Discovery is not documented: ServiceProviderConfig, ResourceTypes and Schemas may not be there.',
      sources: [reference],
      matches: withoutDiscovery('ServiceProviderConfig', 'ResourceTypes', 'Schemas'),
    },
    noSearch,
    fullUsers,
  ],
  remarks: sharedRemarks,
  sources,
}

const cloud: Omit<Preset, 'name' | 'baseUrl'> = {
  title: 'Nintex K2 Cloud, with the token in the path',
  variables: {
    host: { meaning: 'the host of the SCIM service', usually: 'scim.onk2.com' },
    token: {
      meaning: 'the SCIM token that Nintex gives out with baseUrl, one for each identity provider and domain',
      secret: true,
    },
  },
  auth: ['oauth2', 'bearer'],
  signIn:
    'An access token of the K2 IdentityTokenService, by authorization code with PKCE; it is good for about an hour, its ' +
    'refresh token for 30 days. Then only a new sign-in helps.',
  templates,
  paths: { ServiceProviderConfig: 'https://{host}/scim/v2/ServiceProviderConfig' },
  documented: {
    capabilities: { 'patch.supported': true, 'filter.supported': true },
    filter,
    limits: 'pages of 100 resources at the most; a group is read with 100 members at the most',
  },
  known: [
    unquotedText,
    numericErrors,
    {
      id: 'K2-7',
      title: 'A group is read with 100 members at the most.',
      sources: [manual],
      matches: membersNotAllShown,
    },
    {
      id: 'K2-10',
      title: 'Only ServiceProviderConfig is documented: ResourceTypes and Schemas may not be there.',
      sources: [reference],
      matches: withoutDiscovery('ResourceTypes', 'Schemas'),
    },
    noSearch,
    fullUsers,
  ],
  remarks: [
    ...sharedRemarks,
    'The token in the path is a secret: it is masked in every report, also in meta.location and $ref (K2-6).',
    'A client that reads a group and writes it back with PUT deletes the members beyond the hundredth (K2-7).',
  ],
  sources,
}

export const k2Cloud: Preset = { ...cloud, name: 'k2-cloud', baseUrl: 'https://{host}/tokens/{token}' }

export const k2CloudV2Path: Preset = {
  ...cloud,
  name: 'k2-cloud-v2path',
  title: 'Nintex K2 Cloud, the longer spelling of its base URL',
  baseUrl: 'https://{host}/tokens/{token}/scim/v2',
}

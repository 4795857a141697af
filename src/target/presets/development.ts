// Services for those who build and run software: AWS, GitHub, Atlassian, HCP Terraform, Snowflake, Mirantis, ConfigCat, Twingate.

import type { Preset } from './preset.ts'

const awsGuide = 'https://docs.aws.amazon.com/singlesignon/latest/developerguide'
const gitHubReference = 'https://docs.github.com/enterprise-cloud@latest/rest/enterprise-admin/scim'
const gitHubGuide =
  'https://docs.github.com/enterprise-cloud@latest/admin/managing-iam/provisioning-user-accounts-with-scim/provisioning-users-and-groups-with-scim-using-the-rest-api'
const atlassianGuide = 'https://developer.atlassian.com/cloud/admin/user-provisioning/'

const gitHub: Omit<Preset, 'name' | 'title' | 'variables'> = {
  auth: ['bearer'],
  templates: { Group: { externalId: '{unique}' } },
  signIn: 'A personal access token (classic) of the setup user, with the scope scim:enterprise.',
  documented: {
    filter: 'one eq, on userName, externalId, id or displayName',
    limits: 'pages of 30 resources where no count is given',
  },
  known: [],
  remarks: [
    'A create of a group needs externalId, and its members need displayName beside value.',
    'PATCH takes no value filters in paths.',
    'Only one system may write: turn provisioning by the identity provider off for a test enterprise.',
    'Deprovisioned users stay in lists with active false.',
  ],
  sources: [gitHubReference, gitHubGuide],
}

export const developmentPresets: readonly Preset[] = [
  {
    name: 'aws-iam-ic',
    title: 'AWS IAM Identity Center',
    baseUrl: 'https://scim.{region}.amazonaws.com/{tenant}/scim/v2',
    variables: {
      region: { meaning: 'the AWS region, such as eu-central-1' },
      tenant: { meaning: 'the tenant part of the SCIM endpoint that the console shows', secret: true },
    },
    auth: ['bearer'],
    signIn: 'The access token that the console shows when automatic provisioning is enabled.',
    templates: {
      User: { displayName: '{unique}', name: { givenName: '{unique}', familyName: '{unique}' } },
    },
    documented: {
      capabilities: { 'bulk.supported': false, 'me.supported': false, 'search-post.supported': false },
      filter: 'eq, joined by and',
      limits: 'pages of 100 resources at the most; 100 membership changes in one PATCH',
    },
    known: [
      {
        id: 'AWS-1',
        title: 'Groups are read and listed with an empty list of members; membership is asked for with a filter.',
        sources: [`${awsGuide}/listgroups.html`, 'https://github.com/goauthentik/authentik/issues/12321'],
        matches: [
          {
            checks: ['patch-members/hundred', 'patch-members/add', 'patch-members/add-without-path'],
            expected: '^members with ',
            got: '^members without it$',
          },
        ],
      },
    ],
    remarks: [
      'A user has one e-mail address, one address and one telephone number at the most; familyName, givenName and displayName are needed (the template has them).',
      'Groups take no PUT, and no replace or removal of all members.',
    ],
    sources: [
      `${awsGuide}/limitations.html`,
      `${awsGuide}/supported-apis.html`,
      `${awsGuide}/patchgroup.html`,
      `${awsGuide}/creategroup.html`,
      'https://github.com/goauthentik/authentik/issues/23005',
    ],
  },
  {
    ...gitHub,
    name: 'github-emu',
    title: 'GitHub Enterprise Cloud with managed users',
    baseUrl: 'https://{host}/scim/v2/enterprises/{enterprise}',
    variables: {
      host: { meaning: 'the API host; one of its own with data residency', usually: 'api.github.com' },
      enterprise: { meaning: 'the slug of the enterprise' },
    },
  },
  {
    ...gitHub,
    name: 'github-ghes',
    title: 'GitHub Enterprise Server',
    baseUrl: 'https://{host}/api/v3/scim/v2',
    variables: { host: { meaning: 'the host of the GitHub Enterprise Server' } },
  },
  {
    ...gitHub,
    name: 'github-org',
    title: 'GitHub organization with SAML sign-on',
    baseUrl: 'https://api.github.com/scim/v2/organizations/{org}',
    variables: { org: { meaning: 'the name of the organization' } },
    signIn: 'A token of an owner of the organization.',
    templates: {},
    documented: { capabilities: { 'group-resource': false } },
    remarks: ['A PATCH with active false removes the user and deletes the identity.'],
    sources: [gitHubReference, 'https://tryapis.com/github/api/scim-update-attribute-for-user'],
  },
  {
    name: 'atlassian',
    title: 'Atlassian user provisioning',
    baseUrl: 'https://api.atlassian.com/scim/directory/{directoryId}',
    variables: { directoryId: { meaning: 'the id of the directory, shown with the API key' } },
    auth: ['bearer'],
    signIn: 'The API key of the directory.',
    documented: {
      filter: 'eq on userName and externalId; operators in lower case',
      limits: 'pages of 100 resources at the most',
    },
    known: [
      {
        id: 'ATL-1',
        title: 'meta.resourceType is USER or GROUP.',
        sources: ['https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/355'],
        matches: [{ checks: ['resource/resource-type', 'resource-schemas/resource-type'], got: '"(?:USER|GROUP)"' }],
      },
    ],
    remarks: ['The displayName of a group cannot be changed.'],
    sources: [atlassianGuide, 'https://github.com/suvera/scim2-sdk/issues/7'],
  },
  {
    name: 'hcp-terraform',
    title: 'HCP Terraform',
    baseUrl: 'https://app.terraform.io/scim/v2/{scimConfigurationId}',
    variables: { scimConfigurationId: { meaning: 'the id of the SCIM configuration' } },
    auth: ['bearer'],
    signIn: 'A SCIM token of the organization; 401 once it is revoked, 403 while SCIM is disabled.',
    documented: {
      filter: 'eq on userName (in any letter case) and externalId (exact)',
      limits: 'pages of 100 resources, 200 at the most',
    },
    known: [],
    remarks: ['Discovery answers while provisioning is paused.'],
    sources: ['https://developer.hashicorp.com/terraform/cloud-docs/api-docs/scim/users'],
  },
  {
    name: 'snowflake',
    title: 'Snowflake',
    baseUrl: 'https://{account}.snowflakecomputing.com/scim/v2',
    variables: { account: { meaning: 'the account identifier' } },
    auth: ['bearer'],
    signIn: 'The access token of the SCIM security integration.',
    documented: { filter: 'eq and sw, one attribute', limits: 'lists come in pages since the bundle 2026_03' },
    known: [],
    remarks: [
      'Before the bundle 2026_03 a list without filter held one made-up user, and a filter that was not understood gave an empty list.',
    ],
    sources: ['https://docs.snowflake.com/en/release-notes/bcr-bundles/2026_03/bcr-2276'],
  },
  {
    name: 'mirantis-mke',
    title: 'Mirantis Kubernetes Engine',
    baseUrl: 'https://{host}/enzi/v0/scim/v2',
    variables: { host: { meaning: 'the host of the cluster' } },
    auth: ['bearer'],
    signIn: 'The token that is made when SCIM is configured.',
    documented: { filter: 'eq on userName', limits: 'pages of 200 resources' },
    known: [],
    remarks: ['Names of attributes and operators count in any letter case.'],
    sources: ['https://docs.mirantis.com/mke4/3.9/ops/administer-cluster/integrate-scim/supported-scim-api-endpoints/'],
  },
  {
    name: 'configcat',
    title: 'ConfigCat',
    baseUrl: 'https://scim-api.configcat.com',
    variables: {},
    auth: ['bearer'],
    signIn: 'The SCIM token of the organization.',
    documented: { limits: '429 with Retry-After, and X-Rate-Limit-Remaining' },
    known: [],
    remarks: ['Give the base URL as the product shows it where it has a path besides.'],
    sources: ['https://configcat.com/docs/api/scim/configcat-user-provisioning-scim-api'],
  },
  {
    name: 'twingate',
    title: 'Twingate',
    baseUrl: 'https://{network}.twingate.com/api/scim/v2',
    variables: { network: { meaning: 'the name of the network' } },
    auth: ['bearer'],
    signIn: 'The SCIM token of the identity provider integration.',
    templates: { User: { externalId: '{unique}' }, Group: { externalId: '{unique}' } },
    documented: {},
    known: [],
    remarks: ['A create needs externalId. An id in a create is answered 500.'],
    sources: ['https://github.com/Captain-P-Goldfish/scim-for-keycloak/issues/127'],
  },
]

// Services for those who work together, and the directories behind them: Slack, Zoom, Zscaler, Entra, Google Cloud Identity.

import type { Preset } from './preset.ts'

const zscaler: Pick<Preset, 'auth' | 'signIn'> = {
  auth: ['bearer'],
  signIn: 'The bearer token of the SCIM settings of the identity provider; the discovery endpoints answer without it.',
}

export const workplacePresets: readonly Preset[] = [
  {
    name: 'slack',
    title: 'Slack',
    baseUrl: 'https://api.slack.com/scim/v2',
    variables: {},
    auth: ['bearer', 'oauth2'],
    signIn: 'An OAuth token with the scope admin, of an owner of the organization.',
    requestsPerSecond: 3,
    documented: { limits: 'pages of 1000 resources at the most; 180 creates, changes and deletes of users a minute' },
    known: [
      {
        id: 'SLACK-1',
        title: 'A user that was deleted is deactivated, and can still be read.',
        sources: ['https://docs.slack.dev/reference/scim-api'],
        matches: [{ checks: ['delete/gone'], subject: 'User', got: '^GET(?: afterwards)?: 200 ' }],
      },
      {
        id: 'SLACK-2',
        title: 'Answers are announced as application/json.',
        sources: ['https://docs.slack.dev/tools/java-slack-sdk/guides/scim-api'],
        matches: [{ checks: ['media-type/scim-json'], got: '^Content-Type "application/json"' }],
      },
    ],
    remarks: [
      'The schemas are at /Schemas/Users and /Schemas/Groups.',
      'A userName becomes a handle, so what comes back may differ.',
      'All SCIM apps of an organization share its rate limit.',
    ],
    sources: [
      'https://docs.slack.dev/reference/scim-api',
      'https://docs.slack.dev/reference/scim-api/rate-limits',
      'https://docs.slack.dev/tools/java-slack-sdk/guides/scim-api',
    ],
  },
  {
    name: 'zoom',
    title: 'Zoom',
    baseUrl: 'https://api.zoom.us/scim2',
    variables: {},
    auth: ['oauth2', 'bearer'],
    signIn: 'An OAuth app (also server to server) with the SCIM2 scopes; the account needs a vanity URL.',
    documented: {},
    known: [],
    remarks: [],
    sources: [
      'https://developers.zoom.us/docs/api/rest/scim-api/',
      'https://developers.zoom.us/changelog/scim2/december-26-2023/',
    ],
  },
  {
    ...zscaler,
    name: 'zscaler-zia',
    title: 'Zscaler Internet Access',
    variables: {},
    requestsPerSecond: 5,
    documented: { limits: '5 requests a second' },
    known: [],
    remarks: ['Give the base URL that the admin page shows. Names may be empty strings.'],
    sources: ['https://help.zscaler.com/zia/scim-api-examples'],
  },
  {
    ...zscaler,
    name: 'zscaler-zpa',
    title: 'Zscaler Private Access',
    baseUrl: 'https://{host}/scim/{userdb}/{idpId}/v2',
    variables: {
      host: { meaning: 'the host of the SCIM service provider endpoint that the admin page shows' },
      userdb: { meaning: 'the part after /scim/' },
      idpId: { meaning: 'the id of the identity provider' },
    },
    documented: { capabilities: { 'sort.supported': true }, limits: 'rate limits on request' },
    known: [
      {
        id: 'ZPA-1',
        title: 'itemsPerPage is 10 where a list has fewer resources.',
        sources: ['https://help.zscaler.com/zpa/scim-api-examples'],
        matches: [
          { checks: ['list-response/items-per-page'], got: '^itemsPerPage larger than the number of Resources$' },
        ],
      },
    ],
    remarks: [],
    sources: ['https://help.zscaler.com/zpa/about-scim-apis', 'https://help.zscaler.com/zpa/scim-api-examples'],
  },
  {
    ...zscaler,
    name: 'zscaler-zidentity',
    title: 'Zscaler ZIdentity',
    baseUrl: 'https://{subdomain}.zslogin.net/scim/{id}',
    variables: {
      subdomain: { meaning: 'the subdomain of the organization' },
      id: { meaning: 'the part after /scim/ in the URL that the admin page shows' },
    },
    requestsPerSecond: 50,
    documented: { limits: '50 requests a second' },
    known: [],
    remarks: ['A list may come without itemsPerPage.'],
    sources: ['https://help.zscaler.com/zidentity/scim-api-examples'],
  },
  {
    name: 'entra-inbound',
    title: 'Microsoft Entra ID, SCIM API of Microsoft Graph',
    baseUrl: 'https://{host}/rp/scim',
    variables: { host: { meaning: 'the host of Microsoft Graph', usually: 'graph.microsoft.com' } },
    auth: ['oauth2', 'bearer'],
    signIn: 'An app-only access token for Microsoft Graph.',
    paths: {
      User: '/users',
      Group: '/groups',
      Schemas: '/schemas',
      ResourceTypes: '/resourcetypes',
      ServiceProviderConfig: '/serviceproviderconfig',
    },
    documented: { limits: 'those of Microsoft Graph' },
    known: [],
    remarks: ['PUT is not offered: resources are changed by PATCH.'],
    sources: ['https://learn.microsoft.com/entra/identity/app-provisioning/entra-id-scim-api-reference'],
  },
  {
    name: 'google-cloud-identity',
    title: 'Google Cloud Identity',
    baseUrl: 'https://cloudidentityscim.googleapis.com/v1beta1/customers/{customer}/v2',
    variables: { customer: { meaning: 'the customer id' } },
    auth: ['oauth2', 'bearer'],
    signIn: 'An OAuth access token.',
    documented: {
      capabilities: {
        'sort.supported': false,
        'bulk.supported': false,
        'etag.supported': false,
        'cursor.supported': false,
      },
      filter: 'a subset',
      limits: 'no paging',
    },
    known: [
      {
        id: 'GOOGLE-1',
        title: 'ServiceProviderConfig gives no limits for bulk, which is not supported.',
        sources: ['https://github.com/goauthentik/authentik/issues/25056'],
        matches: [{ checks: ['service-provider-config/bulk'], got: '^bulk\\.(?:maxOperations|maxPayloadSize): ' }],
      },
    ],
    remarks: [],
    sources: ['https://docs.cloud.google.com/identity/docs/scim/reference/rest'],
  },
]

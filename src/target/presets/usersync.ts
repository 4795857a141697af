// User Sync by resolution, for Jira and Confluence.

import { withoutDiscovery, withoutSearch } from './deviations.ts'
import type { Preset } from './preset.ts'

const connector = 'https://wiki.resolution.de/doc/usersync/latest/scim-2-0-connector'

export const userSync: Preset = {
  name: 'usersync',
  title: 'resolution User Sync, SCIM connector for Jira and Confluence',
  variables: {},
  auth: ['bearer', 'basic'],
  signIn: 'The app shows base URL and bearer token of each connector; Basic is for test instances only.',
  documented: { capabilities: { 'user-resource': true, 'group-resource': true } },
  known: [
    {
      id: 'US-1',
      title: 'Discovery is not promised: ServiceProviderConfig, ResourceTypes and Schemas may not be there.',
      sources: [connector],
      matches: withoutDiscovery('ServiceProviderConfig', 'ResourceTypes', 'Schemas'),
    },
    {
      id: 'US-2',
      title: 'Endpoints are /Users and /Groups only: search by POST may not be offered.',
      sources: [connector],
      matches: withoutSearch,
    },
  ],
  remarks: [
    'Give the base URL as the app shows it, in baseUrl. Endpoints are /Users and /Groups; the page spells /User and /Group, too.',
    'Passwords are not synchronized.',
  ],
  sources: [
    connector,
    'https://wiki.resolution.de/doc/usersync/latest/okta-scim-2-0-configuration',
    'https://wiki.resolution.de/doc/usersync/latest/oracle-identity-cloud-service-scim-2-0-configuration',
  ],
}

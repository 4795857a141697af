// What breaks in practice where a requirement is not met: facts of clients at large, each with where it is written down.

import { isRequirementId, type RequirementId } from '../requirements/catalogue.ts'

/** The kinds of harm, the gravest first: secrets are seen, data goes wrong, a client cannot go on. */
const harms = ['secrets', 'data', 'stops'] as const

export interface Impact {
  readonly harm: (typeof harms)[number]
  /** The client that is hit: `Okta`. */
  readonly who: string
  /** What then happens to its users, after a colon. */
  readonly what: string
  /** The page that says so, or shows the request it rests on. */
  readonly source: string
}

const okta = 'https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/'
const oktaTest = 'https://developer.okta.com/docs/guides/scim-provisioning-integration-prepare/main/'
const entra = 'https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups'
const entraDialect =
  'https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility'
const sailpoint =
  'https://documentation.sailpoint.com/connectors/saas/scim_2_0/help/saas_connectivity/scim_2_0_saas/prerequisites.html'

/** Each fact with the requirements that it rests on; the clients hit first are named first. */
const facts: readonly (Impact & { readonly requirements: readonly RequirementId[] })[] = [
  {
    harm: 'secrets',
    who: 'Okta',
    what: 'sends a password with every new user, its own where none is synchronised; others can then read it',
    source: okta,
    requirements: ['7643-4.1.1-17', '7643-4.1.1-24', '7643-7-31', '7643-7-34'],
  },
  {
    harm: 'data',
    who: 'Okta',
    what: 'group push: taking one member out of a group may take out others, or nobody',
    source: okta,
    requirements: ['7644-3.5.2.2-05', '7644-3.5.2.2-06', '7644-3.5.2.2-07'],
  },
  {
    harm: 'data',
    who: 'Entra ID',
    what: 'with aadOptscim062020, taking one member out of a group may take out others, or nobody',
    source: entraDialect,
    requirements: ['7644-3.5.2.2-06', '7644-3.5.2.2-07'],
  },
  {
    harm: 'data',
    who: 'Okta',
    what: 'group push: a member that is added may push out those who are there, or never join',
    source: okta,
    requirements: ['7644-3.5.2.1-04', '7644-3.5.2.1-06'],
  },
  {
    harm: 'data',
    who: 'Entra ID',
    what: 'a member that is added to a group may push out those who are there, or never join',
    source: entra,
    requirements: ['7644-3.5.2.1-04', '7644-3.5.2.1-06'],
  },
  {
    harm: 'data',
    who: 'Okta',
    what: 'group push sends several changes of members in one request; some are then lost or hit the wrong member',
    source: 'https://github.com/FusionAuth/fusionauth-issues/issues/2834',
    requirements: ['7644-3.5.2-20', '7644-3.5.2-23', '7644-3.5.2-24'],
  },
  {
    harm: 'data',
    who: 'Okta',
    what: '“Push now” leaves members in a group who were taken out of it',
    source: okta,
    requirements: ['7644-3.5.2.3-03'],
  },
  {
    harm: 'data',
    who: 'SailPoint',
    what: 'sends the parts of a name one by one; the second wipes the first',
    source: 'https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/327',
    requirements: ['7644-3.5.2.1-05', '7644-3.5.2.3-05', '7644-3.5.2.3-06', '7644-3.5.2.3-11'],
  },
  {
    harm: 'data',
    who: 'Entra ID',
    what: 'a new work e-mail address may replace the whole list, or parts of it, or be refused',
    source: entraDialect,
    requirements: ['7644-3.5.2.3-07', '7644-3.5.2.3-08', '7644-3.5.2.1-09', '7644-3.5.2-11', '7644-3.5.2-10'],
  },
  {
    harm: 'data',
    who: 'Okta',
    what: 'looks a user up before it creates one; a filter that is not followed links the wrong account',
    source: okta,
    requirements: ['7644-3.4.2.2-02', '7644-3.4.2.2-08'],
  },
  {
    harm: 'stops',
    who: 'Entra ID',
    what: 'a search that should find one user or group finds several: provisioning of it stops',
    source: entra,
    requirements: ['7644-3.4.2.2-02', '7644-3.4.2.2-08', '7643-4.1.1-02'],
  },
  {
    harm: 'data',
    who: 'Okta',
    what: 'expects 409 for a user that is there already; without it people get a second account',
    source: okta,
    requirements: ['7644-3.3-10', '7643-4.1.1-02', '7644-3.12-19'],
  },
  {
    harm: 'data',
    who: 'Okta',
    what: 'a user is not found by a userName in another letter case, and is created once more or refused',
    source: okta,
    requirements: ['7643-4.1.1-03', '7644-3.4.2.2-50'],
  },
  {
    harm: 'data',
    who: 'Okta',
    what: 'import: users are missed, or come twice, from page to page',
    source: okta,
    requirements: ['7644-3.4.2.4-02', '7644-3.4.2.4-11', '7644-3.4.2.4-13'],
  },
  {
    harm: 'stops',
    who: 'Entra ID',
    what: 'the test of the connection fails, and a running job goes into quarantine',
    source: 'https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-quarantine-status',
    requirements: ['7644-3.4.2-10'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'the test of the credentials fails',
    source: 'https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-11/',
    requirements: ['7644-3.4.2-05', '7644-3.4.2-10'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'its test of a submission asks for 201 to a create',
    source: oktaTest,
    requirements: ['7644-3.3-06'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'a create answered without the user counts as failed: “Create new user returned empty user”',
    source: okta,
    requirements: ['7644-3.3-07'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'cannot find a user again whose id is missing or changes',
    source: okta,
    requirements: ['7643-3.1-06', '7643-3.1-08', '7643-3.1-10', '7643-3.1-13'],
  },
  {
    harm: 'stops',
    who: 'JumpCloud',
    what: 'breaks on an id that is no string',
    source: 'https://github.com/limosa-io/laravel-scim-server/issues/40',
    requirements: ['7643-3.1-06'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'sends back what it has read, read-only attributes included; refusing them fails every update of a profile',
    source: okta,
    requirements: ['7644-3.5.1-10', '7644-3.1-08', '7643-3.1-22'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'sends "groups": [] with every new user; refusing it fails every create',
    source: okta,
    requirements: ['7644-3.3-03'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'reads the updated user from the answer to PUT',
    source: okta,
    requirements: ['7644-3.5.1-12'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'deactivates and renames by a PATCH without a path; people keep their access',
    source: okta,
    requirements: ['7644-3.5.2.3-01', '7644-3.5.2.3-02'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'its test of a submission reads active as a Boolean after a user was deactivated',
    source: oktaTest,
    requirements: ['7643-4.1.1-15'],
  },
  {
    harm: 'stops',
    who: 'Entra ID',
    what: 'sends attributes of the enterprise extension by their URN; department, manager and the like are not updated',
    source: entraDialect,
    requirements: ['7644-3.10-02', '7643-3-10', '7643-3.3-07'],
  },
  {
    harm: 'stops',
    who: 'Entra ID',
    what: 'looks groups up with excludedAttributes=members',
    source: entra,
    requirements: ['7644-3.4.2.5-01', '7644-3.4.2.5-04'],
  },
  {
    harm: 'stops',
    who: 'SailPoint',
    what: 'asks for some attributes and needs the id besides, or aggregation stops at a null identity',
    source: 'https://documentation.sailpoint.com/connectors/scim_2_0/help/integrating_scim2/troubleshooting.html',
    requirements: ['7644-3.4.2.5-01', '7643-7-33', '7643-3.1-13'],
  },
  {
    harm: 'stops',
    who: 'SailPoint',
    what: 'aggregation stops at a resource without schemas',
    source: 'https://github.com/jelhub/scimgateway/issues/44',
    requirements: ['7644-3.1-02', '7643-2.1-02', '7643-3-02', '7643-3-04', '7643-3.3-02'],
  },
  {
    harm: 'stops',
    who: 'SailPoint',
    what: 'reads the discovery endpoints first; without them its test of the connection or aggregation fails',
    source: sailpoint,
    requirements: ['7644-3.2-10', '7644-3.2-11', '7644-3.2-12'],
  },
  {
    harm: 'stops',
    who: 'Okta',
    what: 'its test of a submission wants a SCIM error, with the Error schema and a status, for 401 and 404',
    source: oktaTest,
    requirements: ['7644-3.12-01', '7644-3.12-02', '7644-3.12-03', '7644-3.12-09', '7644-3.12-11'],
  },
  {
    harm: 'stops',
    who: 'Entra ID',
    what: 'finds a user again that it has deleted',
    source: entra,
    requirements: ['7644-3.6-01', '7644-3.6-02'],
  },
  {
    harm: 'stops',
    who: 'JumpCloud',
    what: 'activation makes a test user and deletes it; the next activation with the same address then fails',
    source:
      'https://jumpcloud.com/support/provision-and-manage-users-and-groups-in-apps-using-custom-scim-identity-management-integration',
    requirements: ['7644-3.6-03', '7644-3.6-04'],
  },
]

const byRequirement = Map.groupBy(
  facts.flatMap(({ requirements, ...impact }) => requirements.map(requirement => ({ requirement, impact }))),
  ({ requirement }) => requirement,
)

/** What is known to break where this requirement is not met, the gravest first; nothing for one that is not known. */
export function impactsOf(requirement: string): readonly Impact[] {
  if (!isRequirementId(requirement)) return []
  const impacts = byRequirement.get(requirement)?.map(({ impact }) => impact) ?? []
  return impacts.toSorted((a, b) => harms.indexOf(a.harm) - harms.indexOf(b.harm))
}

/** A rank by which findings are put in order: the lower, the graver; one without a known impact comes last. */
export function gravityOf(requirement: string): number {
  const [gravest] = impactsOf(requirement)
  return gravest === undefined ? harms.length : harms.indexOf(gravest.harm)
}

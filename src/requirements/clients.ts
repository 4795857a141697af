// What the clients at large send and need done, client by client, in our own words. None of it binds a service provider: an RFC
// allows it at the most. An id is the client and a running number; it never changes.

import type { Condition, Requirement } from './requirement.ts'

const entra = {
  guide: 'https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups',
  dialect:
    'https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility',
  mapping: 'https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes',
  gallery: 'https://learn.microsoft.com/entra/identity/enterprise-apps/app-gallery-user-provisioning-requirements',
  tests: 'https://github.com/AzureAD/SCIMReferenceCode/tree/master/Microsoft.SCIM.LogicAppValidationTemplate',
} as const
const okta = {
  guide: 'https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/',
  tests: 'https://developer.okta.com/docs/guides/scim-provisioning-integration-prepare/main/',
} as const
const spec =
  'https://github.com/okta/okta-developer-docs/blob/master/packages/%40okta/vuepress-site/docs/reference/scim/Okta-SCIM-20-SPEC-Test.json'
const oin = {
  submission: 'https://developer.okta.com/docs/guides/submit-oin-app/scim/main/',
  prerequisites: 'https://developer.okta.com/docs/guides/submit-app-prereq/main/',
  plan: 'https://developer.okta.com/docs/guides/scim-provisioning-integration-test/main/',
  concepts: 'https://developer.okta.com/docs/concepts/scim/',
} as const
const validator = 'https://learn.microsoft.com/entra/identity/app-provisioning/scim-validator-tutorial'
const onelogin = {
  guide: 'https://developers.onelogin.com/scim/implement-scim-api',
  seen: 'https://github.com/goauthentik/authentik/issues/11249',
} as const
const jumpcloud = {
  guide:
    'https://jumpcloud.com/support/provision-and-manage-users-and-groups-in-apps-using-custom-scim-identity-management-integration',
  seen: 'https://github.com/ShiftControl-io/scim-v2-rust',
} as const

/** What is asked of users. A client looks at no capability first: where PATCH is not there, it just does not work. */
function user(source: string, says: string, how: string, when: readonly Condition[] = []): Requirement {
  return {
    level: 'CLIENT',
    priority: 'extended',
    when: ['user-resource', ...when],
    observable: 'black-box',
    says,
    how,
    source,
  }
}

/** What is asked of groups, where there are any. */
function group(source: string, says: string, how: string): Requirement {
  return user(source, says, how, ['group-resource'])
}

export const clientRules = {
  'entra-01': user(
    entra.guide,
    'A search for a userName that nobody has is answered 200 with totalResults 0; anything else stops provisioning.',
    'GET /Users?filter=userName+eq+%22{GUID}%22, as the test of the connection sends it.',
  ),
  'entra-02': user(
    entra.guide,
    'Users are matched by userName: the search finds that user and no other.',
    'GET with filter userName eq, spaces as +.',
  ),
  'entra-03': user(
    entra.guide,
    'Users are matched by externalId where the mapping says so.',
    'GET with filter externalId eq.',
  ),
  'entra-04': user(
    entra.mapping,
    'Users are matched by their work e-mail address where the mapping says so, in a notation that no RFC has.',
    'GET with filter emails[type eq "work"].value eq.',
  ),
  'entra-05': user(
    entra.guide,
    'A user that is not active is still found, or it cannot be restored.',
    'Create with active false; search by userName.',
  ),
  'entra-06': user(
    entra.guide,
    'A create may carry meta.resourceType, empty lists and the URN of the enterprise extension without any of its data.',
    'POST in that shape: 201 with the id and what was sent.',
  ),
  'entra-07': user(
    entra.guide,
    'A user that is there already is answered 409, upon which Entra ID looks it up.',
    'The same POST twice.',
  ),
  'entra-08': user(
    entra.dialect,
    'The operations of a PATCH are spelt Add, Replace and Remove.',
    'PATCH with the three of them, each with a path.',
  ),
  'entra-09': user(
    entra.dialect,
    'The work e-mail address is replaced through a filter, and the other addresses stay.',
    'Replace at emails[type eq "work"].value.',
  ),
  'entra-10': user(
    entra.dialect,
    'A value that is not there yet is added through a filter, which then says what the new element holds.',
    'Add at phoneNumbers[type eq "mobile"].value or emails[type eq "work"].value of a user without one.',
  ),
  'entra-11': user(
    entra.dialect,
    'Booleans are sent as "True" and "False"; what is stored is the boolean.',
    'Replace active by "False", then by "True".',
  ),
  'entra-12': user(
    entra.guide,
    'The manager is set by an id as a plain text, where the schema has a complex attribute.',
    'Add at the path of manager with the id as value.',
    ['enterprise-extension'],
  ),
  'entra-13': user(
    entra.guide,
    'Attributes of the enterprise extension are set by a path that begins with its URN.',
    'Replace at urn:…:enterprise:2.0:User:department.',
    ['enterprise-extension'],
  ),
  'entra-14': user(
    entra.mapping,
    'App roles are sent as JSON inside a string, to be kept as it is.',
    'Add at roles with such a value.',
  ),
  'entra-15': user(
    entra.guide,
    'A user is purged by DELETE, and then neither read nor found.',
    'DELETE, GET, search by userName.',
  ),
  'entra-16': user(
    entra.gallery,
    'Schemas lists the schemas of users and groups with their attributes, to be mapped from.',
    'GET /Schemas.',
  ),
  'entra-17': group(
    entra.guide,
    'Groups are matched by displayName, without their members.',
    'GET /Groups?excludedAttributes=members&filter=displayName+eq+…: that group alone; none where there is none.',
  ),
  'entra-18': group(
    entra.guide,
    "A group is created without members, and names a schema of Microsoft's besides that of Group.",
    'POST with both URNs in schemas.',
  ),
  'entra-19': group(entra.guide, 'A group is renamed by Replace, and keeps its members.', 'Replace at displayName.'),
  'entra-20': group(
    entra.guide,
    'Members are added with "$ref": null, and one that is there already does no harm.',
    'Add at members, twice.',
  ),
  'entra-21': group(
    entra.dialect,
    'A member is removed by its id in the value of a Remove at members. Read by the letter of the RFC, that empties the group.',
    'Remove at members with a list of one member as value, in a group of three.',
  ),
  'entra-22': group(entra.guide, 'A group is deleted by DELETE.', 'DELETE, GET.'),
  'entraflag-01': user(
    entra.dialect,
    'The flag stands in the query of the base URL, and so in that of every request.',
    'GET /Users?aadOptscim062020&filter=….',
  ),
  'entraflag-02': user(
    entra.dialect,
    'A user is disabled and restored by replace at active with a boolean.',
    'PATCH false, then true.',
  ),
  'entraflag-03': user(
    entra.dialect,
    'Without a path, a replace names sub-attributes with a dot in the key.',
    'replace with { "name.givenName": … }.',
  ),
  'entraflag-04': user(
    entra.dialect,
    'Without a path, a replace names attributes of the enterprise extension by URN and name in one key.',
    'replace with { "urn:…:enterprise:2.0:User:department": … }.',
    ['enterprise-extension'],
  ),
  'entraflag-05': user(
    entra.dialect,
    'A PATCH holds a replace through a filter and one without a path.',
    'Both in one request.',
  ),
  'entraflag-06': user(
    entra.tests,
    'An attribute is emptied by a replace with an empty text, and with null.',
    'replace at title or another optional text.',
  ),
  'entraflag-07': group(
    entra.dialect,
    'A member is removed through a filter on its id.',
    'remove at members[value eq "…"], in a group of three.',
  ),
  'okta-01': user(
    okta.guide,
    'Credentials are tested by a list of two users, with its three numbers as integers.',
    'GET /Users?startIndex=1&count=2.',
  ),
  'okta-02': user(
    okta.guide,
    'A search for a userName that nobody has is answered 200 with totalResults 0.',
    'GET with filter userName eq, startIndex=1 and count=100.',
  ),
  'okta-03': user(
    okta.tests,
    'A user is found by its userName in upper case.',
    'The search with the userName in upper case.',
  ),
  'okta-04': user(
    okta.guide,
    'A create carries externalId, an empty list of groups and a password; the answer shows what was stored, and no password.',
    'POST in that shape.',
  ),
  'okta-05': user(
    okta.tests,
    'A create as application/json is taken too.',
    'POST with that Content-Type, without externalId and password.',
  ),
  'okta-06': user(okta.guide, 'A user that is there already is answered 409.', 'The same POST twice.'),
  'okta-07': user(
    okta.tests,
    'An id that is not there is answered 404 with an error in JSON, whatever the id looks like.',
    'GET /Users/010101001010101011001010101011.',
  ),
  'okta-08': user(
    okta.guide,
    'A user is updated by a PUT of what was read, changed in place: readOnly attributes come back with it.',
    'GET, change name, PUT.',
  ),
  'okta-09': user(
    okta.guide,
    'A user is deactivated by a replace without a path, stays readable, and is activated again under the same id.',
    'replace with { "active": false }, GET, search, then true.',
  ),
  'okta-10': user(
    okta.guide,
    'Private integrations deactivate by a PUT of what was read.',
    'GET, PUT with active false, GET.',
  ),
  'okta-11': user(
    okta.guide,
    'The password is synchronised by a replace without a path.',
    'replace with { "password": … }: 2xx, and no password in the answer.',
    ['changePassword.supported'],
  ),
  'okta-12': user(
    okta.tests,
    'Wrong credentials are answered 401 with an error in JSON that has a detail.',
    'A search with another Authorization header.',
  ),
  'okta-13': group(
    okta.guide,
    'Groups are looked for by displayName, with startIndex and count.',
    'GET /Groups with that filter.',
  ),
  'okta-14': group(okta.guide, 'A group is created with an empty list of members.', 'POST.'),
  'okta-15': group(
    okta.guide,
    'A group is renamed, or not, with every push: a replace without a path whose value holds the id too.',
    'replace with { "id": …, "displayName": … }: the members stay.',
  ),
  'okta-16': group(
    okta.guide,
    'One member is removed through a filter and another added in the same request, with no more than value and display.',
    'remove at members[value eq "…"] and add at members.',
  ),
  'okta-17': group(
    okta.guide,
    'A full push replaces the members by exactly those in the list, be it none.',
    'replace at members with two members, then with none.',
  ),
  'okta-18': group(
    okta.guide,
    'Private integrations push groups by PUT, without an id in the body.',
    'PUT with displayName and members.',
  ),
  'onelogin-01': user(
    onelogin.seen,
    'A search ends in an ampersand, and may be answered 404 where nobody is found.',
    'GET /Users?filter=userName+eq+%22…%22&.',
  ),
  'onelogin-02': user(onelogin.guide, 'A create may carry "id": null.', 'POST in that shape.'),
  'onelogin-03': user(
    onelogin.guide,
    'The template of the body puts macros in quotes, so that active is "true".',
    'POST with active "true": what is stored is the boolean.',
  ),
  'onelogin-04': user(
    onelogin.guide,
    'A user is updated, and suspended, by a PUT of the template, without id and meta.',
    'PUT, then PUT with active false.',
  ),
  'onelogin-05': user(onelogin.guide, 'A user is deleted by DELETE, and may be answered 200.', 'DELETE, GET.'),
  'onelogin-06': group(
    onelogin.guide,
    'A group is created by its displayName alone, listed, and given a member.',
    'POST, GET /Groups, PATCH add at members.',
  ),
  'jumpcloud-01': group(
    jumpcloud.guide,
    'Activation creates a user and a group, makes the one a member of the other, and deletes both.',
    'The requests of an activation, one after the other.',
  ),
  'jumpcloud-02': user(
    jumpcloud.guide,
    'A second activation creates the same user again after it was deleted.',
    'POST, DELETE, POST with the same userName.',
  ),
  'jumpcloud-03': user(
    'https://github.com/grokability/snipe-it/issues/12913',
    'Ids are strings: a number breaks the connector.',
    'The id of a create and of a read.',
  ),
  'jumpcloud-04': user(
    jumpcloud.seen,
    'A user is changed by a replace with a path for each attribute.',
    'replace at name.givenName and at name.familyName.',
  ),
  'jumpcloud-05': user(jumpcloud.guide, 'A user is suspended by a replace at active.', 'replace at active, GET.'),
  'jumpcloud-06': group(
    jumpcloud.seen,
    'A member is removed by its id in the value of a remove at members.',
    'remove at members with a list of one member as value, in a group of three.',
  ),
  'oktaspec-01': user(
    spec,
    'Request 1: a list of one user has numbers for its counts, and a whole user in it.',
    'GET /Users?count=1&startIndex=1: twelve assertions.',
  ),
  'oktaspec-02': user(
    spec,
    'Request 2: that user is read, with the same attributes under the same id.',
    'GET /Users/{id}: eight assertions.',
  ),
  'oktaspec-03': user(
    spec,
    'Request 3: a search for an address that nobody has is answered 200 with a ListResponse and totalResults 0.',
    'GET with filter userName eq "abcdefgh@atko.com".',
  ),
  'oktaspec-04': user(
    spec,
    'Request 4: an id of thirty digits is answered 404 with an error that has a detail and the schema of errors.',
    'GET /Users/010101001010101011001010101011.',
  ),
  'oktaspec-05': user(
    spec,
    'Request 5: the user that is to be created is not found yet.',
    'GET with filter userName eq and a new address.',
  ),
  'oktaspec-06': user(
    spec,
    'Request 6: the create is answered 201 with what was sent.',
    'POST as application/json, without password and externalId: seven assertions.',
  ),
  'oktaspec-07': user(
    spec,
    'Request 7: the new user is read with its userName and names.',
    'GET /Users/{id}: four assertions.',
  ),
  'oktaspec-08': user(spec, 'Request 8: the same create again is answered 409.', 'POST with the same body.'),
  'oktaspec-09': user(
    spec,
    'Request 9: a search for the userName in capitals is answered 200; what it finds is not asserted.',
    'GET with filter userName eq and the address in capitals.',
  ),
  'oktaspec-10': group(
    spec,
    'Request 10, optional: groups are listed within 600 milliseconds.',
    'GET /Groups: 200, and Resources is an array where there are any.',
  ),
  'oktaspec-11': user(
    spec,
    'Request 11: wrong credentials are answered 401 with an error that has a detail, the status and the schema of errors.',
    'A search with Authorization: non-token.',
  ),
  'oktaspec-12': user(
    spec,
    'Request 12: an id of seventeen digits is answered 404 with an error that has a detail, the status and the schema of errors.',
    'GET /Users/00919288221112222.',
  ),
  'oktaoin-01': user(
    oin.prerequisites,
    'The base URL is https, has no underscore, and at most 1024 characters.',
    'The base URL of the target; plain http is passed over on the machine itself.',
  ),
  'oktaoin-02': user(
    oin.plan,
    'The CRUD test finds the user that Okta has assigned, and compares userName, emails[0].value and the names.',
    'Create, then search by userName.',
  ),
  'oktaoin-03': user(
    oin.plan,
    'An attribute that was emptied in Okta is pushed as an empty text (C9337).',
    'GET, PUT with displayName "", GET.',
  ),
  'oktaoin-04': group(
    okta.guide,
    'Groups are looked for when credentials are tested, and imported in pages of 100.',
    'GET /Groups?startIndex=1&count=100.',
  ),
  'oktaoin-05': user(
    oin.concepts,
    'A 429 has Retry-After in whole seconds; otherwise Okta waits five minutes.',
    'Every 429 of the run.',
  ),
  'entratest-01': user(
    validator,
    'A user is created with every attribute that the schema lists, primary of a role being the text "True", and is found then.',
    'POST, GET with filter userName eq.',
  ),
  'entratest-02': user(
    validator,
    'A user is found by its userName in another letter case.',
    'GET with filter userName eq in capitals.',
  ),
  'entratest-03': user(
    validator,
    'Many attributes are replaced in one PATCH by an operation each.',
    'replace at attributes, sub-attributes, elements chosen by type, attributes of the extension; GET.',
  ),
  'entratest-04': user(
    validator,
    'Many attributes are added in one PATCH by an operation each.',
    'add at attributes and sub-attributes; GET.',
  ),
  'entratest-05': user(
    validator,
    'The userName is changed.',
    'replace of userName, without a path where the dialect has that; GET.',
  ),
  'entratest-06': user(validator, 'A manager is added.', 'add at manager; GET.', ['enterprise-extension']),
  'entratest-07': user(validator, 'A manager is replaced.', 'add at manager, replace at manager; GET.', [
    'enterprise-extension',
  ]),
  'entratest-08': user(
    validator,
    'A manager is removed by a replace with an empty text.',
    'add at manager, replace at manager with ""; GET.',
    ['enterprise-extension'],
  ),
  'entratest-09': group(
    validator,
    'A group is read without its members.',
    'GET /Groups/{id}?excludedAttributes=members.',
  ),
  'entratest-10': group(
    validator,
    'A group is found by its displayName, and nothing where there is none.',
    'GET with filter displayName eq.',
  ),
  'entratest-11': group(
    validator,
    'A group is found by its displayName in another letter case.',
    'GET with filter displayName eq in capitals.',
  ),
  'entratest-12': group(
    validator,
    'A second group of the same name is answered 409. No RFC asks for that.',
    'The same POST twice.',
  ),
  'entratest-13': group(
    validator,
    'The externalId of a group is changed.',
    'replace of externalId, without a path where the dialect has that; GET.',
  ),
  'entratest-14': group(validator, 'The displayName of a group is changed.', 'replace at displayName; GET.'),
  'entratest-15': group(validator, 'A member is added by a replace of members.', 'replace at members; GET.'),
  'entratest-16': group(validator, 'A member is removed through a filter.', 'remove at members[value eq "…"]; GET.'),
  'entratest-17': user(
    validator,
    'Preview: one PATCH works on several attributes.',
    'remove, add and replace at three attributes; GET.',
  ),
  'entratest-18': user(
    validator,
    'Preview: one PATCH works several times on one attribute.',
    'remove, add and replace at displayName; GET.',
  ),
  'entratest-19': user(validator, 'Preview: DELETE of an unknown user is answered 404.', 'DELETE.'),
  'entratest-20': user(validator, 'Preview: a second DELETE of a user is answered 404.', 'DELETE, DELETE.'),
  'entratest-21': group(
    validator,
    'Preview: one PATCH adds a member and removes another.',
    'add at members and remove at members[value eq "…"]; GET.',
  ),
  'entratest-22': group(validator, 'Preview: DELETE of an unknown group is answered 404.', 'DELETE.'),
  'entratest-23': group(validator, 'Preview: a second DELETE of a group is answered 404.', 'DELETE, DELETE.'),
} as const satisfies Record<string, Requirement>

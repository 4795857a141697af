// Every suite there is, by topic. Order is the order of reports and of `list`.

import { type Topic, topic } from '../src/check/check.ts'
import { immutableAttributes } from './attributes/immutable.check.ts'
import { letterCase } from './attributes/letter-case.check.ts'
import { primaryElements } from './attributes/primary.check.ts'
import { readOnlyAttributes } from './attributes/read-only.check.ts'
import { requiredAttributes } from './attributes/required-attributes.check.ts'
import { shownAttributes } from './attributes/shown.check.ts'
import { uniqueAttributes } from './attributes/unique.check.ts'
import { valueTypes } from './attributes/value-types.check.ts'
import { authorizationCode } from './auth-server/auth-code.check.ts'
import { tokenErrors } from './auth-server/auth-errors.check.ts'
import { expiry } from './auth-server/auth-expiry.check.ts'
import { authorizationServerMetadata } from './auth-server/auth-metadata.check.ts'
import { proofKeys } from './auth-server/auth-pkce.check.ts'
import { refreshing } from './auth-server/auth-refresh.check.ts'
import { issuedTokens } from './auth-server/auth-token.check.ts'
import { bulkErrors } from './bulk/bulk-errors.check.ts'
import { bulkLimits } from './bulk/bulk-limit.check.ts'
import { bulkOperations } from './bulk/bulk-operation.check.ts'
import { bulkReferences } from './bulk/bulk-reference.check.ts'
import { bulkRequests } from './bulk/bulk-request.check.ts'
import { bulkResults } from './bulk/bulk-result.check.ts'
import { claims } from './discovery/claims.check.ts'
import { discoveryLists } from './discovery/discovery-lists.check.ts'
import { discoveryQueries } from './discovery/discovery-queries.check.ts'
import { resourceTypes } from './discovery/resource-types.check.ts'
import { serviceProviderConfig } from './discovery/service-provider-config.check.ts'
import { endpointMethods } from './errors/endpoint-methods.check.ts'
import { hostileInput } from './errors/hostile-input.check.ts'
import { invalidFilters } from './errors/invalid-filter.check.ts'
import { malformedBodies } from './errors/malformed-body.check.ts'
import { methods } from './errors/method.check.ts'
import { missingFeatures } from './errors/not-offered.check.ts'
import { unknownTargets } from './errors/unknown-target.check.ts'
import { uris } from './errors/uri.check.ts'
import { versions } from './etag/etag.check.ts'
import { changingIfCurrent } from './etag/if-match.check.ts'
import { readingIfChanged } from './etag/if-none-match.check.ts'
import { declinedFilters } from './filter/declined.check.ts'
import { equalityFilters } from './filter/eq.check.ts'
import { letterCaseInFilters } from './filter/eq-case.check.ts'
import { notationInFilters } from './filter/eq-notation.check.ts'
import { equalityByType } from './filter/eq-types.check.ts'
import { exampleFilters } from './filter/examples.check.ts'
import { forbiddenComparisons } from './filter/forbidden.check.ts'
import { filterLogic } from './filter/logic.check.ts'
import { malformedFilters } from './filter/malformed.check.ts'
import { memberFilters } from './filter/members.check.ts'
import { filterNames } from './filter/names.check.ts'
import { filterOperators } from './filter/operators.check.ts'
import { quotedValues } from './filter/quoted-value.check.ts'
import { valuePaths } from './filter/value-path.check.ts'
import { generatedFilters } from './fuzz/fuzz.ts'
import { generatedSequences } from './fuzz/sequences.ts'
import { oktaOin } from './gates/okta-oin.check.ts'
import { oktaSpec } from './gates/okta-spec.check.ts'
import { validatorGroups } from './gates/validator-groups.check.ts'
import { validatorPreview } from './gates/validator-preview.check.ts'
import { validatorUsers } from './gates/validator-users.check.ts'
import { entraFlag } from './interop/entra-flag.check.ts'
import { entraGroups } from './interop/entra-groups.check.ts'
import { entraUsers } from './interop/entra-users.check.ts'
import { jumpCloud } from './interop/jumpcloud.check.ts'
import { oktaGroups } from './interop/okta-groups.check.ts'
import { oktaUsers } from './interop/okta-users.check.ts'
import { oneLogin } from './interop/onelogin.check.ts'
import { accepting } from './messages/accept.check.ts'
import { errorBodies } from './messages/error-body.check.ts'
import { listResponses } from './messages/list-response.check.ts'
import { locations } from './messages/location.check.ts'
import { mediaTypes } from './messages/media-type.check.ts'
import { passwords } from './messages/password.check.ts'
import { sending } from './messages/request-media-type.check.ts'
import { resourceBasics } from './messages/resource.check.ts'
import { statuses } from './messages/status.check.ts'
import { sizeOfPages } from './paging/count.check.ts'
import { cursorPages } from './paging/cursor.check.ts'
import { cursorParameters } from './paging/cursor-parameters.check.ts'
import { pageAfterPage } from './paging/pages.check.ts'
import { startOfPages } from './paging/start-index.check.ts'
import { adding } from './patch/patch-add.check.ts'
import { patchAnswers } from './patch/patch-answer.check.ts'
import { patchingElements } from './patch/patch-filter.check.ts'
import { patchingLists } from './patch/patch-list.check.ts'
import { patchingMembers } from './patch/patch-members.check.ts'
import { groupsOfUsers } from './patch/patch-membership.check.ts'
import { patchMessages } from './patch/patch-message.check.ts'
import { patchingNeighbours } from './patch/patch-neighbours.check.ts'
import { patchPaths } from './patch/patch-notation.check.ts'
import { refusing } from './patch/patch-refused.check.ts'
import { removing } from './patch/patch-remove.check.ts'
import { replacingParts } from './patch/patch-replace.check.ts'
import { sequences } from './patch/patch-sequence.check.ts'
import { attributesParameter } from './projection/attributes-parameter.check.ts'
import { excludedAttributesParameter } from './projection/excluded-attributes-parameter.check.ts'
import { projectedWrites } from './projection/projected-writes.check.ts'
import { returnedCharacteristic } from './projection/returned.check.ts'
import { bodyValues } from './resources/body-values.check.ts'
import { creating } from './resources/create.check.ts'
import { deleting } from './resources/delete.check.ts'
import { enterprise } from './resources/enterprise.check.ts'
import { externalIds } from './resources/external-id.check.ts'
import { groups } from './resources/group.check.ts'
import { identifiers } from './resources/identifiers.check.ts'
import { leavingOut } from './resources/left-out.check.ts'
import { membership } from './resources/membership.check.ts'
import { metaAttribute } from './resources/meta.check.ts'
import { metaOfChanges } from './resources/meta-changes.check.ts'
import { reading } from './resources/read.check.ts'
import { replacing } from './resources/replace.check.ts'
import { replacingRules } from './resources/replace-rules.check.ts'
import { requiring } from './resources/required.check.ts'
import { schemasAttribute } from './resources/schemas-attribute.check.ts'
import { unassigned } from './resources/unassigned.check.ts'
import { users } from './resources/user.check.ts'
import { userFormats } from './resources/user-formats.check.ts'
import { userPasswords } from './resources/user-password.check.ts'
import { definitions } from './schema/definitions.check.ts'
import { references } from './schema/references.check.ts'
import { resourceSchemasAttribute } from './schema/resource-schemas.check.ts'
import { returnedValues } from './schema/returned-values.check.ts'
import { schemaResources } from './schema/schema-resources.check.ts'
import { standardDefinitions } from './schema/standard-schemas.check.ts'
import { typeCharacteristics } from './schema/type-characteristics.check.ts'
import { wireForm } from './schema/wire-form.check.ts'
import { rootQueries } from './search/root-query.check.ts'
import { searching } from './search/search.check.ts'
import { searchMessages } from './search/search-message.check.ts'
import { authentication } from './security/authentication.check.ts'
import { me } from './security/me.check.ts'
import { transport } from './security/transport.check.ts'
import { orderOfLists } from './sort/order.check.ts'
import { valuesSortedBy } from './sort/sort-values.check.ts'

export const allTopics: readonly Topic[] = [
  topic('discovery', [serviceProviderConfig, resourceTypes, discoveryLists, discoveryQueries, claims]),
  topic('schema', [
    schemaResources,
    definitions,
    typeCharacteristics,
    standardDefinitions,
    returnedValues,
    resourceSchemasAttribute,
    references,
    wireForm,
  ]),
  topic('resources', [
    creating,
    requiring,
    schemasAttribute,
    reading,
    identifiers,
    externalIds,
    metaAttribute,
    metaOfChanges,
    replacing,
    replacingRules,
    unassigned,
    leavingOut,
    deleting,
    bodyValues,
    users,
    userFormats,
    userPasswords,
    groups,
    membership,
    enterprise,
  ]),
  topic('attributes', [
    readOnlyAttributes,
    immutableAttributes,
    shownAttributes,
    uniqueAttributes,
    requiredAttributes,
    letterCase,
    primaryElements,
    valueTypes,
  ]),
  topic('filter', [
    equalityFilters,
    equalityByType,
    letterCaseInFilters,
    notationInFilters,
    filterOperators,
    filterLogic,
    valuePaths,
    memberFilters,
    filterNames,
    quotedValues,
    exampleFilters,
    forbiddenComparisons,
    malformedFilters,
    declinedFilters,
  ]),
  topic('fuzz', [generatedFilters, generatedSequences]),
  topic('projection', [attributesParameter, excludedAttributesParameter, projectedWrites, returnedCharacteristic]),
  topic('search', [searching, searchMessages, rootQueries]),
  topic('sort', [orderOfLists, valuesSortedBy]),
  topic('paging', [startOfPages, sizeOfPages, pageAfterPage, cursorPages, cursorParameters]),
  topic('etag', [versions, readingIfChanged, changingIfCurrent]),
  topic('security', [authentication, me, transport]),
  topic('patch', [
    patchMessages,
    patchPaths,
    adding,
    replacingParts,
    removing,
    patchingLists,
    patchingElements,
    refusing,
    sequences,
    patchAnswers,
    patchingMembers,
    patchingNeighbours,
    groupsOfUsers,
  ]),
  topic('bulk', [bulkRequests, bulkResults, bulkOperations, bulkReferences, bulkErrors, bulkLimits]),
  topic('errors', [
    endpointMethods,
    unknownTargets,
    malformedBodies,
    invalidFilters,
    methods,
    missingFeatures,
    uris,
    hostileInput,
  ]),
  topic('messages', [
    mediaTypes,
    accepting,
    sending,
    errorBodies,
    statuses,
    listResponses,
    resourceBasics,
    locations,
    passwords,
  ]),
  topic('interop', [entraUsers, entraGroups, entraFlag, oktaUsers, oktaGroups, oneLogin, jumpCloud], {
    optional: true,
  }),
  topic('gates', [oktaSpec, oktaOin, validatorUsers, validatorGroups, validatorPreview], { ofGates: true }),
]

/** Runs only where it is asked for, with --auth-server: what is looked at is the authorization server more than the service provider. */
export const authServerTopic: Topic = topic('auth-server', [
  authorizationServerMetadata,
  authorizationCode,
  proofKeys,
  issuedTokens,
  refreshing,
  tokenErrors,
  expiry,
])

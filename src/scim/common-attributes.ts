// The attributes every resource has, whatever its schemas: schemas, id, externalId and meta (RFC 7643 §3, §3.1).

import type { AttributeDefinition } from './attribute.ts'
import { attributeDefinition } from './attribute.ts'

const issued = { mutability: 'readOnly' } as const

/** Their characteristics win over any that a provider's schema lists for the same names (RFC 7643 §3.1). */
export const commonAttributes: readonly AttributeDefinition[] = [
  // URIs of schemas compare without regard to case (RFC 7644 §3.10).
  attributeDefinition('schemas', {
    type: 'reference',
    multiValued: true,
    required: true,
    referenceTypes: ['uri'],
  }),
  attributeDefinition('id', {
    required: true,
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attributeDefinition('externalId', { caseExact: true }),
  attributeDefinition('meta', {
    type: 'complex',
    mutability: 'readOnly',
    subAttributes: [
      attributeDefinition('resourceType', { ...issued, caseExact: true }),
      attributeDefinition('created', { ...issued, type: 'dateTime' }),
      attributeDefinition('lastModified', { ...issued, type: 'dateTime' }),
      attributeDefinition('location', { ...issued, type: 'reference', caseExact: true, referenceTypes: ['uri'] }),
      attributeDefinition('version', { ...issued, caseExact: true }),
    ],
  }),
]

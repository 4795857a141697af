// What is drawn where a service provider offers little.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sequences } from './draw.ts'
import type { Ground } from './ground.ts'
import { isSequence } from './step.ts'

const bare: Ground = {
  type: {
    name: 'Thing',
    endpoint: '/Things',
    resourceType: { name: 'Thing', endpoint: '/Things', schema: 'urn:test:Thing', schemaExtensions: [] },
    schemas: { base: { id: 'urn:test:Thing', attributes: [] }, extensions: [] },
  },
  base: { schemas: ['urn:test:Thing'] },
  attributes: [],
  findable: false,
}

test.each(['plain', 'patch', 'versions'] as const)(
  'a type without an attribute to write has sequences too: %s',
  manner => {
    for (const sequence of fc.sample(sequences([bare], { manner, patch: true }), { numRuns: 50, seed: 1 })) {
      expect(isSequence(sequence)).toBe(true)
      expect(sequence.type).toBe('Thing')
    }
  },
)

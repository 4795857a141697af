// The two dialects of Microsoft Entra ID: the one it speaks by default, and the one with the flag aadOptscim062020, which is
// what its validator sends.

import type { CheckContext } from '../../src/check/context.ts'
import type { PatchOperation } from '../../src/check/scim.ts'

export interface Dialect {
  readonly name: string
  /** Operations as this dialect spells them. */
  spell(operations: readonly PatchOperation[]): readonly PatchOperation[]
  /** Whether a replace may do without a path. */
  readonly pathless: boolean
}

const dialects: readonly Dialect[] = [
  { name: 'with aadOptscim062020', spell: operations => operations, pathless: true },
  {
    name: 'without the flag',
    spell: operations =>
      operations.map(operation => ({ ...operation, op: operation.op.charAt(0).toUpperCase() + operation.op.slice(1) })),
    pathless: false,
  },
]

/** Examines the same change in each dialect, with a resource of its own each time. */
export async function inEachDialect(
  context: Pick<CheckContext, 'subject'>,
  examine: (dialect: Dialect) => Promise<void>,
): Promise<void> {
  for (const dialect of dialects) await context.subject(dialect.name, () => examine(dialect))
}

/** Replaces attributes as the dialect does: by one operation each, or by one without a path. */
export function replaceOf(dialect: Dialect, values: Readonly<Record<string, unknown>>): readonly PatchOperation[] {
  if (dialect.pathless) return [{ op: 'replace', value: values }]
  return dialect.spell(Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value })))
}

// The detail error keywords (RFC 7644 §3.12, table 9; RFC 9865 §2.1).

/** Detail error keywords: RFC 7644 §3.12 Table 9, and those of RFC 9865 §2.1. */
const scimTypes: ReadonlySet<string> = new Set([
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
])

/** Whether the scimType of an error is one of the keywords. */
export function isScimType(value: unknown): boolean {
  return typeof value === 'string' && scimTypes.has(value)
}

// What the proof says: what must hold, and where it does not.

import { allDefects } from '../../fixtures/defects/all.ts'
import { allVariants } from '../../fixtures/variants/all.ts'
import type { Verdict } from '../../src/result/run-result.ts'
import { allTopics } from '../../suites/all.ts'
import { combinations } from './combinations.ts'
import type { JobResult } from './jobs.ts'

export interface Proof {
  readonly checks: number
  readonly variants: number
  /** Service providers that are several variants at once. */
  readonly combinations: number
  /** Of the variants and the combinations. */
  readonly variantsFailed: number
  readonly defects: number
  readonly defectsCaught: number
  readonly checksWithoutDefect: readonly string[]
  /** Per defect: the checks that noticed and pass on the clean provider. */
  readonly caught: Readonly<Record<string, readonly string[]>>
  readonly problems: readonly string[]
}

const bad: ReadonlySet<Verdict> = new Set(['fail', 'warn'])
const neverOnALegalOne: ReadonlySet<Verdict> = new Set(['fail', 'blocked', 'error'])

/** Checks that no provider on this machine can pass or fail, and where they are shown to do both. */
const shownElsewhere: ReadonlySet<string> = new Set([
  'transport/tls', // suites/security/transport.test.ts
  'transport/cookie-secure', // the same
])

const checkById = new Map(
  allTopics.flatMap(topic => topic.suites.flatMap(suite => suite.checks.map(check => [check.id, check] as const))),
)

function verifies(checkId: string): readonly string[] {
  return checkById.get(checkId)?.verifies ?? []
}

/** Whether a check looks at what a client wants: a provider that conforms may warn there, but one has to pass. */
function isOfClient(checkId: string): boolean {
  return checkById.get(checkId)?.level === 'CLIENT'
}

/** Holds the results against what must be true of them. */
export function judge(results: readonly JobResult[], broken: readonly string[]): Proof {
  const checkIds = allTopics.flatMap(topic => topic.suites.flatMap(suite => suite.checks.map(({ id }) => id)))
  const clean = results.find(({ kind }) => kind === 'clean')
  const variants = results.filter(({ kind }) => kind === 'variant')
  const combined = results.filter(({ kind }) => kind === 'combination')
  const defects = results.filter(({ kind }) => kind === 'defect')
  const problems = broken.map(words => `The harness broke: ${words}`)

  // Where a few jobs were chosen, the others may show what these do not.
  const isWhole = variants.length === allVariants.length
  if (clean !== undefined) {
    for (const id of checkIds) {
      const verdict = clean.verdicts[id]
      const elsewhere = variants.some(({ verdicts }) => verdicts[id] === 'pass')
      if (verdict === 'pass' || (verdict === 'unsupported' && shownElsewhere.has(id))) continue
      const mayPassElsewhere = verdict === 'unsupported' || (verdict === 'warn' && isOfClient(id))
      if (mayPassElsewhere && (elsewhere || !isWhole)) continue
      problems.push(
        verdict === 'unsupported'
          ? `${id} passes nowhere: unsupported on the clean provider (${clean.reasons[id]}) and on every variant`
          : `${id} is ${verdict} on the clean provider: ${clean.reasons[id] ?? clean.findings[id]?.join(', ')}`,
      )
    }
  }
  let variantsFailed = 0
  for (const { kind, name, verdicts, reasons, findings } of [...variants, ...combined]) {
    const wrong = Object.entries(verdicts).filter(([, verdict]) => neverOnALegalOne.has(verdict))
    if (wrong.length > 0) variantsFailed++
    for (const [id, verdict] of wrong) {
      problems.push(`${id} is ${verdict} on the legal ${kind} ${name}: ${reasons[id] ?? findings[id]?.join(', ')}`)
    }
    const known = kind === 'variant' ? allVariants : combinations()
    const { warns: expected = [], servesClients = false } = known.find(variant => variant.name === name) ?? {}
    // What a client wants is counted only where all of it is served.
    const warned = Object.keys(verdicts).filter(id => verdicts[id] === 'warn' && (servesClients || !isOfClient(id)))
    const surprises = warned.filter(id => !expected.includes(id))
    const missing = expected.filter(id => !warned.includes(id))
    if (surprises.length > 0) problems.push(`${name}: unexpected warnings of ${surprises.join(', ')}`)
    // In a combination one variant can take away what another is warned of.
    if (missing.length > 0 && kind === 'variant') problems.push(`${name}: expected warnings of ${missing.join(', ')}`)
  }
  const caught: Record<string, string[]> = {}
  for (const { name, verdicts, findings } of defects) {
    const defect = allDefects.find(one => one.name === name)
    if (defect === undefined) continue
    // What clients want is held against the variant that serves them all, which these defects start from.
    const noticed = checkIds.filter(
      id => bad.has(verdicts[id] ?? 'pass') && (isOfClient(id) || !bad.has(clean?.verdicts[id] ?? 'pass')),
    )
    caught[name] = noticed
    const missed = defect.caughtBy.filter(id => !noticed.includes(id))
    if (missed.length > 0)
      problems.push(`${name} is not caught by ${missed.map(id => `${id} (${verdicts[id]})`).join(', ')}`)
    const named = noticed.some(id => findings[id]?.includes(defect.breaks) || verifies(id).includes(defect.breaks))
    if (missed.length === 0 && !named) problems.push(`${name} is caught, but no finding names ${defect.breaks}`)
    const errors = checkIds.filter(id => verdicts[id] === 'error')
    if (errors.length > 0) problems.push(`${name} makes the harness break in ${errors.join(', ')}`)
  }
  const catching = new Set(Object.values(caught).flat())
  const checksWithoutDefect =
    defects.length === allDefects.length ? checkIds.filter(id => !catching.has(id) && !shownElsewhere.has(id)) : []
  for (const id of checksWithoutDefect) problems.push(`${id} is failed by no defect`)
  return {
    checks: checkIds.length,
    variants: variants.length,
    combinations: combined.length,
    variantsFailed,
    defects: defects.length,
    defectsCaught: Object.values(caught).filter(ids => ids.length > 0).length,
    checksWithoutDefect,
    caught,
    problems,
  }
}

/** docs/proof.md: stable columns only, so that a difference means something. */
export function renderProof(proof: Proof): string {
  const byCheck = new Map<string, string[]>()
  for (const [defect, checks] of Object.entries(proof.caught)) {
    for (const check of checks) byCheck.set(check, [...(byCheck.get(check) ?? []), defect])
  }
  const code = (names: readonly string[], most = 12): string =>
    names.length <= most
      ? names.map(name => `\`${name}\``).join(', ')
      : `${names
          .slice(0, most)
          .map(name => `\`${name}\``)
          .join(', ')} and ${names.length - most} more`
  const checkIds = allTopics.flatMap(topic => topic.suites.flatMap(suite => suite.checks.map(({ id }) => id)))
  return [
    '# Proof',
    '',
    'Generated by `npm run proof`: every check against the embedded provider as it is and in every legal variant; every named defect against the checks that must notice it. Where these draw their cases (`fuzz/…`), they have the budget of `scim-conformance fuzz`, not the small one of `run`.',
    '',
    `${proof.checks} checks; ${proof.variants} legal variants and ${proof.combinations} combinations that show every pair of the main ones, ${proof.variantsFailed} of them with a failure; ${proof.defects} defects, ${proof.defectsCaught} of them caught; ${proof.checksWithoutDefect.length} checks that no defect fails.`,
    '',
    '## Defects, and the checks that notice',
    '',
    '| defect | what is wrong | breaks | noticed by |',
    '|---|---|---|---|',
    ...allDefects.map(
      ({ name, title, breaks }) => `| \`${name}\` | ${title} | ${breaks} | ${code(proof.caught[name] ?? [])} |`,
    ),
    '',
    '## Checks, and the defects that make them fail',
    '',
    '| check | defects |',
    '|---|---|',
    ...checkIds.map(id => `| \`${id}\` | ${code([...(byCheck.get(id) ?? [])].sort())} |`),
    '',
    '## Legal variants',
    '',
    '| variant | what is different | allowed by | warns |',
    '|---|---|---|---|',
    ...allVariants.map(
      ({ name, title, allowedBy, warns }) => `| \`${name}\` | ${title} | ${allowedBy} | ${code(warns)} |`,
    ),
    '',
    '## Legal variants together',
    '',
    '| name | variants |',
    '|---|---|',
    ...combinations().map(({ name, title }) => `| \`${name}\` | ${title} |`),
    '',
  ].join('\n')
}

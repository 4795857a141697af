// What a run says of each section of the RFCs: of its requirements, how many were observed, broken, or left open.

import { catalogue, clientOf, isRequirementId, levelOf, placeOf, requirementIds } from '../requirements/catalogue.ts'
import type { CheckRecord } from '../result/run-result.ts'

/** What became of a requirement. `open`: its checks were not examined; `none`: no check of this run verifies it. */
export const standings = ['broken', 'warned', 'known', 'met', 'open', 'none'] as const
export type Standing = (typeof standings)[number]

export interface SectionCoverage {
  /** `RFC 7644 §3.3`, and the link to it. */
  readonly label: string
  readonly url: string
  readonly total: number
  readonly counts: Readonly<Record<Standing, number>>
}

/**
 * Every section with a requirement that binds and can be seen from outside, in the order of the catalogue; a source of
 * which a run verifies nothing at all is left out.
 */
export function coverageBySection(checks: readonly CheckRecord[]): readonly SectionCoverage[] {
  const found = standingsOf(checks)
  const examined = new Set(requirementIds.filter(id => found.has(id)).map(id => placeOf(id).source))
  const binding = requirementIds.filter(
    id =>
      clientOf(id) === undefined &&
      examined.has(placeOf(id).source) &&
      levelOf(id) !== 'MAY' &&
      (isVisible(id) || found.has(id)),
  )
  const sections = [...Map.groupBy(binding, id => placeOf(id).label)].map(([label, ids]): SectionCoverage => {
    const counts = { broken: 0, warned: 0, known: 0, met: 0, open: 0, none: 0 }
    for (const id of ids) counts[found.get(id) ?? 'none'] += 1
    const [first] = ids
    return { label, url: first === undefined ? '' : placeOf(first).url, total: ids.length, counts }
  })
  const sources = [...new Set(binding.map(id => placeOf(id).source))]
  const sourceOf = ({ label }: SectionCoverage) => sources.findIndex(source => label.startsWith(`${source} `))
  return sections.toSorted(
    (a, b) => sourceOf(a) - sourceOf(b) || a.label.localeCompare(b.label, 'en', { numeric: true }),
  )
}

function isVisible(id: (typeof requirementIds)[number]): boolean {
  return catalogue[id].observable === 'black-box'
}

/** The gravest standing of each requirement that a check verifies. */
function standingsOf(checks: readonly CheckRecord[]): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>()
  const note = (id: string, standing: Standing) => {
    if (!isRequirementId(id)) return
    const before = found.get(id)
    if (before === undefined || standings.indexOf(standing) < standings.indexOf(before)) found.set(id, standing)
  }
  for (const { requirements, verdict, findings } of checks) {
    for (const { requirement, outcome, known } of findings) {
      note(requirement, known !== undefined ? 'known' : outcome === 'fail' ? 'broken' : 'warned')
    }
    const departs = new Set(findings.map(({ requirement }) => requirement))
    // A check that found something may have ended there: what else it verifies stays open.
    for (const id of requirements) if (!departs.has(id)) note(id, verdict === 'pass' ? 'met' : 'open')
  }
  return found
}

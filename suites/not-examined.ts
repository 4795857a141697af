// Requirements that no check examines, with the reason. Everything else without a check counts as "not yet".

import type { RequirementId } from '../src/check/vocabulary.ts'

/** Why a requirement that could be observed has no check of its own. */
export const notExamined: Partial<Record<RequirementId, string>> = {}

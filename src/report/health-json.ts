// health.json: a look at a service provider's health, as it is.

import type { HealthResult } from '../result/health-result.ts'
import { jsonText } from './plain-text.ts'

/** The result as text, indented, with a newline at its end. Its shape is health-result.schema.json. */
export function renderHealthJson(result: HealthResult): string {
  return `${jsonText(result, 2)}\n`
}

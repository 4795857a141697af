// health.json: a look at a service provider's health, as it is.

import type { HealthResult } from '../result/health-result.ts'

/** The result as text, indented, with a newline at its end. Its shape is health-result.schema.json. */
export function renderHealthJson(result: HealthResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}

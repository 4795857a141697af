// Examines a service provider, keeps the report, and lets the requirements that are not met decide.

import { writeFileSync } from 'node:fs'
import { examine, HarnessError, loadTarget, renderHtml } from 'scim-conformance'

try {
  const target = await loadTarget('scim-target.yaml', process.env)
  const result = await examine(target, {
    only: ['create/', 'delete/', 'error-body/'],
    onProgress(progress) {
      if (progress.kind === 'record' && progress.record.verdict === 'fail') console.log(`✗ ${progress.record.id}`)
    },
  })
  writeFileSync('report.html', renderHtml(result))
  const { pass, fail, blocked } = result.counts
  console.log(`${pass} pass, ${fail} fail, ${blocked} blocked`)
  if (!result.finished || fail + blocked > 0) process.exitCode = 1
} catch (error) {
  // What keeps a run from beginning: the target file, the connection, the credentials.
  if (!(error instanceof HarnessError)) throw error
  console.error(`${error.code}: ${error.message}`)
  if (error.hint !== undefined) console.error(error.hint)
  process.exitCode = 2
}

// Real service providers of others, examined by the real command: everything reported is a true deviation, listed with its
// section and reason in true-deviations.ts. Anything else that is reported is a fault of ours.

import { afterAll, describe, expect, test } from 'vitest'
import { readReport } from '../../src/report/json.ts'
import { runCli, temporaryFolder } from '../cli/run-cli.ts'
import { serverNames, startServer } from './start-server.ts'
import { trueDeviations } from './true-deviations.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

describe.each(serverNames)('%s', name => {
  test('is reported for its true deviations and nothing else', { timeout: 180_000 }, async () => {
    const server = await startServer(name)
    const target = folder.write(
      `${name}.yaml`,
      `name: ${name}\nbaseUrl: ${server.baseUrl}\nauth: { type: bearer, token: "$\{SCIM_TOKEN}" }\nconcurrency: 8\n`,
    )
    const result = await runCli(['run', '--json', '--target', target, '--out', folder.path], {
      env: { SCIM_TOKEN: server.token },
    })
    await server.stop()
    const report = readReport(result.stdout)
    const reported = report.checks.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'unsupported')
    const known = trueDeviations[name]
    const surprises = reported
      .filter(({ id, verdict }) => known[id]?.verdict !== verdict)
      .map(({ id, verdict, reason, findings }) => ({ id, verdict, reason, findings: findings.slice(0, 3) }))
    expect(surprises).toEqual([])
    const gone = Object.entries(known)
      .filter(([id, { sometimes }]) => sometimes !== true && !reported.some(record => record.id === id))
      .map(([id]) => id)
    expect(gone).toEqual([])
    expect(result.exitCode).toBe(1)
  })
})

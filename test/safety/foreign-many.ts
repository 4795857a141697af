// A whole run on a tenant with as many users of others as the argument says (5000), and what of theirs it changed:
// node test/safety/foreign-many.ts 5000

import { runAmongOthers } from './foreign.ts'

const users = Number(process.argv[2] ?? 5000)
const { result, others, changed, aimed, writes, left } = await runAmongOthers(users)
console.log('| resources of others | checks | requests | writes | aimed at others | others changed | left | seconds |')
console.log('|---|---|---|---|---|---|---|---|')
console.log(
  `| ${others} | ${result.checks.length} | ${result.requests} | ${writes} | ${aimed.length} | ${changed ? 'yes' : 0} | ${left} | ${(result.durationMs / 1000).toFixed(1)} |`,
)
console.log(JSON.stringify(result.counts))
process.exit(changed || aimed.length > 0 || left > 0 ? 1 : 0)

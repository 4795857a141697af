// Adds to the lists of this folder what has come. Takes nothing away: what is gone needs a line in retired.txt.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import reportSchema from '../../src/result/run-result.schema.json' with { type: 'json' }
import { schemaVersion } from '../../src/result/run-result.ts'
import targetSchema from '../../src/target/target.schema.json' with { type: 'json' }
import { checkIds, commandsAndOptions, requirementIds } from './promised.ts'

const file = (name: string) => join(import.meta.dirname, name)

function add(name: string, now: readonly string[]): void {
  const listed = existsSync(file(name))
    ? readFileSync(file(name), 'utf8')
        .split('\n')
        .filter(line => line !== '')
    : []
  const all = [...new Set([...listed, ...now])].sort()
  writeFileSync(file(name), `${all.join('\n')}\n`)
  console.log(`${name}: ${all.length}, ${all.length - listed.length} new`)
}

add('check-ids.txt', checkIds())
add('requirement-ids.txt', requirementIds)
add('commands.txt', await commandsAndOptions())
writeFileSync(file('report-schema.txt'), `${JSON.stringify({ schemaVersion, schema: reportSchema }, null, 1)}\n`)
writeFileSync(file('target-schema.txt'), `${JSON.stringify(targetSchema, null, 1)}\n`)

// What was examined in part is told as that, in every report of a fleet; and lines of a look that was cut are not lost.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { renderFleetHtml } from '../../src/report/fleet-html.ts'
import { readFleet } from '../../src/report/fleet-json.ts'
import { renderFleetJUnit } from '../../src/report/fleet-junit.ts'
import { fleetHeadline, fleetTone } from '../../src/report/fleet-words.ts'
import { temporaryFolder } from '../cli/run-cli.ts'
import { readOpenMetrics } from './open-metrics.ts'

async function cli(args: readonly string[]) {
  let stdout = ''
  const exitCode = await main(
    [...args],
    {},
    {
      print: text => {
        stdout += `${text}\n`
      },
      tell: text => {
        stdout += `${text}\n`
      },
      live: false,
      colour: false,
      width: 100,
    },
  )
  return { exitCode, stdout }
}

test('a part is a part in JSON, lines, figures, page, JUnit and words; lines that were cut can be merged', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const at = (name: string): string => join(folder.path, name)
  const targets = folder.write(
    'targets.yaml',
    ['targets:', ...['a', 'b'].map(name => `  - { name: ${name}, baseUrl: embedded, auth: { type: none } }`), ''].join(
      '\n',
    ),
  )
  const files = ['--out', at('out'), '--jsonl', at('f.jsonl'), '--openmetrics', at('f.prom')]
  const run = await cli(['run', '--targets', targets, '--only', 'service-provider-config/', ...files])
  expect([run.exitCode, run.stdout]).toEqual([0, expect.stringContaining('✓ a  conforms in part')])
  expect(run.stdout).toContain('2 conforms (2 in part)')

  const fleet = readFleet(JSON.parse(readFileSync(at('out/fleet.json'), 'utf8')), 'fleet.json')
  expect([fleet.schemaVersion, fleet.verdict, fleet.partial]).toEqual(['1.1', 'conforms', 2])
  expect(fleet.targets.map(({ partial }) => partial)).toEqual([true, true])
  expect([fleetHeadline(fleet), fleetTone(fleet)]).toEqual(['All 2 targets conform in what was examined.', 'open'])
  expect(renderFleetHtml(fleet)).toContain('<span class="badge">conforms in part</span>')
  expect(renderFleetJUnit(fleet)).toContain('<property name="partial" value="true"/>')
  const figures = readOpenMetrics(readFileSync(at('f.prom'), 'utf8'))
  expect(figures.filter(({ name }) => name === 'scim_target_partial').map(({ value }) => value)).toEqual([1, 1])

  const lines = readFileSync(at('f.jsonl'), 'utf8').trim().split('\n')
  expect(lines.map(line => JSON.parse(line).partial)).toEqual([true, true])
  writeFileSync(at('out/whole.jsonl'), `${lines.join('\n')}\n`)
  // As a look that was killed leaves them.
  writeFileSync(at('out/torn.jsonl'), `${lines[0]}\n${lines[1]?.slice(0, 70)}`)
  const whole = await cli(['merge', at('out/whole.jsonl'), '--json'])
  expect([whole.exitCode, JSON.parse(whole.stdout)]).toEqual([
    0,
    expect.objectContaining({ kind: 'run', finished: true, partial: 2, counts: fleet.counts }),
  ])
  const torn = await cli(['merge', at('out/torn.jsonl')])
  expect([torn.exitCode, torn.stdout]).toEqual([3, expect.stringContaining('1 of 2 targets are not in here')])
})

// Every report of a fleet: what it says, that it holds what anyone may put into it, and how large it is.

import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { renderFleetHtml } from '../../src/report/fleet-html.ts'
import {
  looksLikeFleet,
  readFleet,
  readFleetLines,
  renderFleetJson,
  renderFleetLine,
} from '../../src/report/fleet-json.ts'
import { renderFleetJUnit } from '../../src/report/fleet-junit.ts'
import { fleetTable } from '../../src/report/fleet-live.ts'
import { renderFleetMarkdown } from '../../src/report/fleet-markdown.ts'
import { renderFleetMetrics } from '../../src/report/fleet-metrics.ts'
import { renderFleetSummary } from '../../src/report/fleet-terminal.ts'
import { causesOf, fleetHeadline } from '../../src/report/fleet-words.ts'
import schema from '../../src/result/fleet-result.schema.json' with { type: 'json' }
import { type FleetVerdict, fleetVerdicts } from '../../src/result/fleet-result.ts'
import healthSchema from '../../src/result/health-result.schema.json' with { type: 'json' }
import { readOpenMetrics } from './open-metrics.ts'
import { largeFleet, sampleFleet, sampleRecord } from './sample-fleet.ts'

const ajv = new Ajv2020({ allErrors: true })
formats.default(ajv)
ajv.addSchema(healthSchema)
const isFleet = ajv.compile(schema)
const hostile = [
  'quote " backslash \\ newline \n brace } comma , equals = hash # EOF',
  '\u001b[2J\u001b]0;title\u0007 \u202eright to left\u0000',
  '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>',
  '::error file=x::pwned | `code` [link](javascript:alert(1)) @someone',
  '\ud800 half a pair',
  '# EOF',
]
const attacked = sampleFleet(
  hostile.map((text, index) => sampleRecord(text, fleetVerdicts[index * 2] ?? 'failing', text)),
  { notes: hostile },
)

describe('JSON', () => {
  test('holds to its schema, and comes back as it was', () => {
    for (const result of [largeFleet(200), attacked, sampleFleet([])]) {
      const data: unknown = JSON.parse(renderFleetJson(result))
      expect(isFleet(data), JSON.stringify(isFleet.errors)).toBe(true)
      expect(looksLikeFleet(data)).toBe(true)
      expect(readFleet(data, 'fleet.json')).toEqual(JSON.parse(JSON.stringify(result)))
    }
  })

  test('says what is wrong with a file, and where', () => {
    const data = { ...largeFleet(2), targets: [{ ...sampleRecord('a', 'healthy'), verdict: 'green' }] }
    expect(() => readFleet(data, 'x.json')).toThrow(
      /^x.json is no result of a fleet: targets\[0\].verdict: must be one of/,
    )
  })

  test('a line is a line', () => {
    const { schemaVersion, tool, kind, startedAt } = attacked
    const look = { schemaVersion, tool, kind, startedAt, targets: attacked.targets.length }
    const lines = attacked.targets.map(record => renderFleetLine({ ...record, look }))
    for (const line of lines) expect(line.split('\n')).toHaveLength(2)
    const read = readFleetLines(`${lines.join('')}${lines[0]?.slice(0, 40)}`, 'f.jsonl') ?? []
    expect(read.map(({ look: _, ...record }) => record)).toEqual(JSON.parse(JSON.stringify(attacked.targets)))
    expect(() => readFleetLines(`${lines[0]}{"name":1}\n${lines[1]}`, 'f.jsonl')).toThrow(
      'f.jsonl:2 is no line of a fleet',
    )
    expect(readFleetLines(renderFleetJson(attacked), 'fleet.json')).toBeUndefined()
  })
})

describe('OpenMetrics', () => {
  test('is read by a strict reader, with every name as it was', () => {
    const samples = readOpenMetrics(renderFleetMetrics(attacked))
    const names = samples.filter(({ name }) => name === 'scim_target_up').map(({ labels }) => labels.target)
    expect(names.sort()).toEqual(hostile.map(text => text.toWellFormed()).sort())
  })

  test('says which verdict each target has, and how many have each', () => {
    const samples = readOpenMetrics(renderFleetMetrics(largeFleet(1000)))
    const of = (name: string, labels: Readonly<Record<string, string>>) =>
      samples.filter(
        one => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
      )
    expect(of('scim_target_verdict', { target: 'tenant-0011' }).filter(({ value }) => value === 1)).toMatchObject([
      { labels: { verdict: 'unreachable' } },
    ])
    expect(of('scim_fleet_targets', { verdict: 'healthy' })).toMatchObject([{ value: largeFleet(1000).counts.healthy }])
    expect(of('scim_target_certificate_remaining_seconds', { target: 'tenant-0000' })[0]?.value).toBe(61 * 86_400)
    expect(of('scim_fleet_finished', {})[0]?.value).toBe(0)
  })

  test('of nothing is nothing but the fleet', () => {
    expect(
      readOpenMetrics(renderFleetMetrics(sampleFleet([]))).every(({ name }) => name.startsWith('scim_fleet_')),
    ).toBe(true)
  })
})

test('JUnit: a testcase a target, a failure where it is the service provider, an error where it could not be judged', () => {
  for (const result of [attacked, largeFleet(100), sampleFleet([])]) {
    const found: Record<string, number> = {}
    const parser = new SaxesParser({})
    parser.on('opentag', ({ name }) => {
      found[name] = (found[name] ?? 0) + 1
    })
    parser.write(renderFleetJUnit(result)).close()
    expect(found.testcase).toBe(result.targets.length + 1)
  }
  const verdicts: FleetVerdict[] = ['healthy', 'degraded', 'failing', 'unreachable']
  const text = renderFleetJUnit(sampleFleet(verdicts.map(verdict => sampleRecord(verdict, verdict))))
  expect(text).toContain('tests="5" failures="1" errors="1"')
})

describe('the terminal', () => {
  test.each([40, 80, 120])('keeps to %i columns, and lets nothing through that is no text', width => {
    const text = renderFleetSummary(attacked, { colour: false, width })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/)
    const long = renderFleetSummary(largeFleet(300), { colour: false, width })
      .split('\n')
      .filter(line => line.length > width)
    expect(long).toEqual([])
  })

  test('tells many targets with one cause as one', () => {
    const records = ['a', 'b', 'c'].map(name => ({
      ...sampleRecord(`tenant-${name}`, 'unreachable'),
      reason: `tenant-${name}.example does not answer after ${name.length * 3}.0 s`,
      baseUrl: `https://tenant-${name}.example/scim`,
    }))
    expect(causesOf([...records, sampleRecord('other', 'failing'), sampleRecord('well', 'healthy')])).toMatchObject([
      { verdict: 'unreachable', records: [{ name: 'tenant-a' }, { name: 'tenant-b' }, { name: 'tenant-c' }] },
      { verdict: 'failing', records: [{ name: 'other' }] },
    ])
  })

  test('has a table of no more lines and columns than there is room for', () => {
    const { counts, targets } = largeFleet(1000)
    const running = targets.slice(0, 30).map(({ name }, index) => ({ name, seconds: 30 - index }))
    const ill = targets.filter(({ verdict }) => verdict !== 'healthy').slice(0, 20)
    for (const width of [39, 79, 200]) {
      const lines = fleetTable(
        { total: 1000, done: 500, counts, seconds: 12, requests: 9000, running, ill },
        { width, height: 10 },
      )
      expect(lines.length).toBeLessThanOrEqual(10)
      expect(lines.filter(line => line.length > width)).toEqual([])
    }
  })
})

test('the headline says what it comes to', () => {
  const of = (...verdicts: FleetVerdict[]) =>
    fleetHeadline(sampleFleet(verdicts.map((verdict, index) => sampleRecord(`t${index}`, verdict))))
  expect(of('healthy', 'healthy')).toBe('All 2 targets are healthy.')
  expect(of('healthy')).toBe('1 target is healthy.')
  expect(of('healthy', 'failing', 'unreachable')).toBe('1 of 3 targets is healthy: 1 unreachable, 1 failing.')
  expect(of()).toBe('No target was looked at.')
  const runs = (...headlines: string[]) =>
    fleetHeadline(
      sampleFleet(
        headlines.map((headline, index) => sampleRecord(`t${index}`, 'conforms', headline)),
        {},
        'run',
      ),
    )
  expect(runs('Conforms.', 'Conforms, with warnings.')).toBe('All 2 targets conform.')
  expect(runs('What was examined conforms; the run is partial.')).toBe('1 target conforms in what was examined.')
  expect(runs('Conforms.', 'Okta OIN gate: 28 of 28 steps pass. The gate is passed.')).toBe(
    'All 2 targets conform in what was examined.',
  )
})

test('Markdown lets nothing mean anything', () => {
  const text = renderFleetMarkdown(attacked)
  expect(text).not.toMatch(/<script|<img|(?<!\\)\]\(javascript|@someone/)
  for (const line of text.split('\n').filter(line => line.startsWith('| '))) {
    expect(line.replace(/\\\|/g, '').split('|')).toHaveLength(7)
  }
})

test('a page of 1,000 targets stays under 5 MB, also where all of them are ill, and says what it leaves out', () => {
  expect(renderFleetHtml(largeFleet(1000)).length).toBeLessThan(5_000_000)
  const ill = Array.from({ length: 1000 }, (_, index) =>
    sampleRecord(`t${index}`, 'failing', 'It hurts here and there. '.repeat(40)),
  )
  const page = renderFleetHtml(sampleFleet(ill))
  expect(page.length).toBeLessThan(5_000_000)
  expect(page).toContain('Left out here to keep this file small')
})

// Every example in YAML or JSON of the documentation is what it says it is.

import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import reportSchema from '../../src/result/run-result.schema.json' with { type: 'json' }
import { readBaseline } from '../../src/target/read-baseline.ts'
import { readTarget } from '../../src/target/read-target.ts'
import targetSchema from '../../src/target/target.schema.json' with { type: 'json' }
import { allTopics } from '../../suites/all.ts'
import { blocksOf, pages } from './pages.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false })
formats.default(ajv)
const ajv07 = new Ajv({ allErrors: true, strict: false })
formats.default(ajv07)
const isTarget = ajv07.compile(targetSchema)
const isReport = ajv.compile(reportSchema)

const blocks = pages().flatMap(blocksOf)
const keysOfTargets = Object.keys(targetSchema.properties)

function membersOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
}

const yaml = blocks
  .filter(({ language }) => language === 'yaml' || language === 'yml')
  .map(block => ({ ...block, at: `${block.page}:${block.line}`, data: parse(block.text) as unknown }))
const targets = yaml.filter(({ data }) => {
  const members = membersOf(data)
  return members.length > 0 && members.every(name => keysOfTargets.includes(name))
})

describe('target files', () => {
  test('there are some', () => expect(targets.length).toBeGreaterThan(4))

  test.each(targets)('$at follows the schema', ({ data }) => {
    // A part of a file lacks what the rest of it has.
    isTarget({ baseUrl: 'https://acme.example/scim/v2', auth: { type: 'none' }, ...Object(data) })
    expect(isTarget.errors ?? []).toEqual([])
  })

  test.each(targets.filter(({ data }) => membersOf(data).includes('baseUrl')))('$at can be read', async ({ text }) => {
    const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [name, 'x'] as const)
    await expect(
      readTarget(text, {
        env: Object.fromEntries(variables),
        file: 'scim-target.yaml',
        readFile: () => Promise.reject(new Error('no file')),
      }),
    ).resolves.toBeDefined()
  })
})

test.each(yaml.filter(({ data }) => membersOf(data).includes('waivers')))(
  'the baseline at $at can be read',
  ({ text }) => {
    const ids = allTopics.flatMap(({ suites }) => suites.flatMap(({ checks }) => checks.map(({ id }) => id)))
    expect(() => readBaseline(text, { file: 'baseline.yaml', checkIds: ids })).not.toThrow()
  },
)

describe('JSON', () => {
  const json = blocks.filter(({ language }) => language === 'json')
  test.each(json)('$page:$line can be parsed', ({ text }) => {
    expect(() => JSON.parse(text)).not.toThrow()
  })

  const reports = json.filter(({ text }) => membersOf(JSON.parse(text)).includes('schemaVersion'))
  test('the report format has an example', () => {
    expect(reports.map(({ page }) => page)).toContain('docs/report-format.md')
  })
  test.each(reports.filter(({ page }) => page === 'docs/report-format.md'))('$page:$line is a report', ({ text }) => {
    isReport(JSON.parse(text))
    expect(isReport.errors ?? []).toEqual([])
  })
})

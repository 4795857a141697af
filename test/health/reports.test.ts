// The reports of a look: the shape as its schema says, the terminal, Markdown, and one page for one or for several.

import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { beforeAll, describe, expect, test } from 'vitest'
import { renderHealthHtml } from '../../src/report/health-html.ts'
import { renderHealthJson } from '../../src/report/health-json.ts'
import { renderHealthMarkdown } from '../../src/report/health-markdown.ts'
import { renderHealth } from '../../src/report/health-terminal.ts'
import schema from '../../src/result/health-result.schema.json' with { type: 'json' }
import {
  type HealthResult,
  healthAspects,
  healthSchemaVersion,
  healthVerdicts,
} from '../../src/result/health-result.ts'
import { lookAtThree } from './three-tenants.ts'

let results: readonly HealthResult[] = []
beforeAll(async () => {
  results = await lookAtThree()
})

function hostile(result: HealthResult): HealthResult {
  const bad = '<script>alert(1)</script>\u001b]0;owned\u0007\u202e`x` | a\nb'
  return {
    ...result,
    target: { name: bad, baseUrl: 'https://a.example/' },
    reason: bad,
    items: result.items.map(item => ({ ...item, state: 'bad', words: bad, remedy: bad })),
  }
}

test('three tenants: healthy, a dead refresh token, unreachable', () => {
  expect(results.map(({ verdict }) => verdict)).toEqual(['healthy', 'sign-in-needed', 'unreachable'])
  expect(results.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^It answers and lists 42 Users, 0 Groups and 0 Devices/),
    'The refresh token is no longer accepted: run `scim-conformance login --target birch.yaml`.',
    expect.stringMatching(/^127\.0\.0\.1 takes no connection/),
  ])
  expect(results.map(({ items }) => items.map(({ aspect }) => aspect))).toEqual(results.map(() => [...healthAspects]))
})

test('health.json is what its schema says', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  formats.default(ajv)
  const isValid = ajv.compile(schema)
  for (const result of results) {
    isValid(JSON.parse(renderHealthJson(result)))
    expect(isValid.errors).toBeNull()
  }
  expect(schema.properties.verdict.enum).toEqual([...healthVerdicts])
  expect(schema.$defs.item.properties.aspect.enum).toEqual([...healthAspects])
  expect(schema.properties.schemaVersion.pattern).toContain(`${healthSchemaVersion.split('.')[0]}`)
  expect(isValid({ ...results[0], verdict: 'ill' })).toBe(false)
  expect(isValid({ ...results[0], further: 1 })).toBe(false)
})

describe('terminal', () => {
  test('every aspect, what to do, and the verdict with its reason', () => {
    const text = results
      .slice(2)
      .map(result => renderHealth(result, { colour: false, width: 80 }))
      .join('')
    expect(text).toMatch(/^Health of Cedar\n/)
    expect(text).toMatch(/✗ Reachable {4}127\.0\.0\.1 takes no connection/)
    expect(text).toMatch(/→ Is the service provider running/)
    expect(text).toMatch(/✗ unreachable: it does not answer\n {2}127\.0\.0\.1 takes no connection/)
  })

  test.each([40, 80, 120])('no line is wider than %i columns, and nothing hostile gets through', width => {
    for (const result of results.flatMap(one => [one, hostile(one)])) {
      const text = renderHealth(result, { colour: false, width })
      for (const line of text.split('\n')) if (!line.includes('://')) expect(line.length).toBeLessThanOrEqual(width)
      expect(text).not.toMatch(/\p{Cc}(?<!\n)|\u202e/u)
    }
  })
})

test('Markdown: a table for each', () => {
  const text = renderHealthMarkdown(results)
  expect(text.match(/^## /gm)).toHaveLength(3)
  expect(text).toContain('| Aspect | State | What was seen | What to do |')
  const first = results[0]
  expect(first === undefined ? '' : renderHealthMarkdown([hostile(first)])).not.toMatch(/<script>|\p{Cc}(?<!\n)/u)
})

describe('the page', () => {
  test('one page for three, the worst first, and each with what was seen', () => {
    const page = renderHealthHtml(results)
    expect(page).toMatch(/<title>Health: 1 healthy, 1 sign-in-needed, 1 unreachable<\/title>/)
    expect([...page.matchAll(/<h2 id="name-\d">([^<]*)</g)].map(match => match[1])).toEqual([
      'Cedar',
      'Birch &amp; Co',
      'Acme',
    ])
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/(?:src|href)="https?:/)
    expect(page).not.toContain('birch-refresh-token')
  })

  test('a page for one leads with its verdict', () => {
    const [healthy] = results
    const page = healthy === undefined ? '' : renderHealthHtml([healthy])
    expect(page).toMatch(/<title>Health: Acme: healthy<\/title>/)
    expect(page).toContain('healthy: it answers as it should')
  })

  test('nothing hostile gets through', () => {
    const page = renderHealthHtml(results.map(hostile))
    expect(page).not.toContain('<script>alert')
    expect(page).not.toMatch(/\p{Cc}(?<!\n)|\u202e/u)
  })

  test('a page of nothing is a fault of ours', () => {
    expect(() => renderHealthHtml([])).toThrow()
  })
})

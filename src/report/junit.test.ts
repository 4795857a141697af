import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { renderJUnit } from './junit.ts'
import { aCheck, aFinding, anExchange, aResult, aSampleResult } from './sample.test-data.ts'

interface Element {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Element[]
  text: string
}

/** Throws where the text is not well-formed XML. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: { ...attributes }, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', text => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.write(xml).close()
  const [top] = root.children
  if (top === undefined) throw new Error('no root element')
  return top
}

function all(element: Element, name: string): Element[] {
  return element.children.flatMap(child => [...(child.name === name ? [child] : []), ...all(child, name)])
}

function testcase(root: Element, check: string): Element {
  const found = all(root, 'testcase').find(({ attributes }) => attributes.name?.startsWith(`${check}: `))
  if (found === undefined) throw new Error(`no testcase for ${check}`)
  return found
}

const propertiesOf = (element: Element) =>
  all(element, 'property').map(({ attributes }) => [attributes.name, attributes.value])
const childNames = (element: Element) => element.children.map(({ name }) => name)

const sample = parse(renderJUnit(aSampleResult()))

test('a suite a topic, a testcase a check, counts that add up', () => {
  const suites = all(sample, 'testsuite')
  expect(suites.map(({ attributes }) => attributes.name)).toEqual([
    'run', 'discovery', 'resources', 'schema', 'filter', 'bulk', 'groups', 'security', 'paging',
  ]) // biome-ignore format: one line
  for (const group of [sample, ...suites]) {
    const cases = all(group, 'testcase')
    const having = (name: string) => String(cases.filter(one => childNames(one).includes(name)).length)
    expect(group.attributes).toMatchObject({
      tests: String(cases.length),
      failures: having('failure'),
      errors: having('error'),
      skipped: having('skipped'),
    })
  }
  expect(sample.attributes).toMatchObject({ tests: '25', failures: '7', errors: '3', skipped: '4' })
})

test('children come in the order consumers expect', () => {
  for (const element of all(sample, 'testcase')) {
    const order = ['properties', 'skipped', 'error', 'failure', 'system-out']
    const ranks = childNames(element).map(name => order.indexOf(name))
    expect(ranks).not.toContain(-1)
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
  }
})

test('a failure has its level, its full text, and properties', () => {
  const element = testcase(sample, 'create/duplicate-user-name')
  expect(propertiesOf(element)).toEqual([
    ['check', 'create/duplicate-user-name'],
    ['verdict', 'fail'],
    ['level', 'MUST'],
    ['requirement', '7644-3.3-10'],
    ['section', 'RFC 7644 §3.3'],
  ])
  const [failure] = all(element, 'failure')
  expect(failure?.attributes).toEqual({
    message: 'expected 409 Conflict, scimType "uniqueness"; got 201 Created, a new User',
    type: 'MUST',
  })
  for (const part of [
    'Expected ',
    'Got ',
    'Why ',
    'Fix ',
    'Try ',
    'https://www.rfc-editor.org/rfc/rfc7644#section-3.3',
  ]) {
    expect(failure?.text).toContain(part)
  }
})

test('subjects of one check are folded into its failure', () => {
  const [failure] = all(testcase(sample, 'schema/mutability'), 'failure')
  expect(failure?.text).toContain('Where     emails, emails.value, phoneNumbers')
})

test('every warning is in the text of the run, for a CI that shows nothing of what passes', () => {
  const warning = aCheck({
    id: 'x/warned',
    verdict: 'warn',
    findings: [aFinding({ outcome: 'warn', expected: 'A', got: 'B' })],
  })
  const xml = renderJUnit(aResult([aCheck(), warning]))
  const end = xml.indexOf('</testsuite>')
  expect(xml.slice(0, end)).toContain('Warning x/warned: expected A; got B')
})

test('a warning passes and stays visible', () => {
  const element = testcase(sample, 'filter/unsupported')
  expect(childNames(element)).toEqual(['properties', 'system-out'])
  expect(propertiesOf(element)).toContainEqual(['verdict', 'warn'])
  expect(all(element, 'system-out')[0]?.text).toContain('interpretation 12')
})

test.each([
  ['group/create', 'error', { message: 'a Group could not be created: 500 Internal Server Error', type: 'blocked' }],
  ['paging/start-index', 'error', { message: 'TypeError: cannot read properties of undefined', type: 'error' }],
  ['bulk/create', 'skipped', { message: 'ServiceProviderConfig says bulk.supported: false' }],
  ['security/anonymous', 'skipped', { message: 'left out by --skip security/' }],
])('%s becomes <%s>', (check, name, attributes) => {
  expect(all(testcase(sample, check), name)[0]?.attributes).toEqual(attributes)
})

describe('a run that is not to be trusted is never green', () => {
  test.each([
    ['not finished', aResult([aCheck()], { finished: false })],
    ['stopped', aResult([aCheck()], { stopped: { code: 'E_AUTH', message: 'The token is not accepted.' } })],
    ['nothing examined', aResult([aCheck({ verdict: 'unsupported' })])],
    ['no checks', aResult([])],
  ])('%s', (_, result) => {
    expect(parse(renderJUnit(result)).attributes.errors).toBe('1')
  })

  test('and a trusted one is', () => {
    expect(parse(renderJUnit(aResult())).attributes).toMatchObject({ tests: '2', failures: '0', errors: '0' })
  })
})

test('anything at all in the data leaves the XML well-formed', () => {
  const nasty = ']]><x a="1">&amp;&nbsp;&#1;&\'"\u0000\u0001\u000b\ufffe\ud800\u001b[31m\r\n<!-- <![CDATA['
  const check = aCheck({
    id: nasty,
    title: nasty,
    topic: nasty,
    verdict: 'fail',
    fix: nasty,
    requirements: [nasty],
    findings: [aFinding({ subject: nasty, requirement: nasty, expected: nasty, got: nasty, exchanges: [1] })],
    exchanges: [anExchange({ id: 1, path: nasty, body: nasty, headers: { [nasty]: nasty } })],
  })
  const checks = [
    check,
    ...(['warn', 'error', 'blocked', 'skipped', 'unsupported'] as const).map(verdict => ({
      ...check,
      verdict,
      reason: nasty,
    })),
  ]
  const result = aResult(checks, {
    notes: [nasty],
    target: { name: nasty, baseUrl: nasty },
    stopped: { code: nasty, message: nasty },
  })
  const root = parse(renderJUnit(result))
  expect(all(root, 'failure')[0]?.text).toContain(']]><x a="1">&amp;&nbsp;&#1;&')
})

test('a failure has every way and every place, and counts them in its message', () => {
  const findings = [
    aFinding({ subject: 'User', got: 'one' }),
    aFinding({ subject: 'Group', got: 'one' }),
    aFinding({ subject: 'Device', got: 'another' }),
  ]
  const root = parse(renderJUnit(aResult([aCheck({ id: 'a/b', verdict: 'fail', findings })])))
  const [failure] = all(testcase(root, 'a/b'), 'failure')
  expect(failure?.attributes.message).toMatch(/got one \(and 1 more\)$/)
  expect(failure?.text).toContain('Where     User, Group')
  expect(failure?.text).toContain('Impact    Okta: expects 409')
  expect(failure?.text).toMatch(/Also {6}expected 409.*\n {10}got another\n {10}Device/)
})

test('what only an optional step of a gate asks for is never red', () => {
  const step = { title: 't', part: 'p' }
  const gate = {
    id: 'gate-x',
    name: 'X gate',
    version: '1',
    sources: [],
    passed: true,
    steps: [
      { ...step, id: 's-1', verdict: 'pass', checks: ['a/must'] },
      { ...step, id: 's-2', verdict: 'not-examined', reason: 'a/open: no.', optional: true, checks: ['a/open'] },
      { ...step, id: 's-3', verdict: 'fail', reason: 'a/broken: no.', optional: true, checks: ['a/broken'] },
    ],
  } as const
  const checks = [
    aCheck({ id: 'a/must' }),
    aCheck({ id: 'a/open', verdict: 'blocked', reason: 'the setup failed' }),
    aCheck({ id: 'a/broken', verdict: 'fail', findings: [aFinding()] }),
  ]
  const root = parse(renderJUnit(aResult(checks, { gates: [gate] })))
  expect([all(root, 'failure'), all(root, 'error')]).toEqual([[], []])
  expect(root.attributes).toMatchObject({ tests: '7', failures: '0', errors: '0', skipped: '2' })
  expect(all(testcase(root, 'a/open'), 'skipped')).toMatchObject([{ attributes: { message: 'the setup failed' } }])
  expect(all(testcase(root, 'a/broken'), 'system-out')[0]?.text).toMatch(
    /^Only an optional step asks for it\. expected/,
  )
})

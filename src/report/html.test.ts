import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { requirementIds } from '../requirements/catalogue.ts'
import { renderHtml } from './html.ts'
import { anchorOf, escapeHtml, html, ownText } from './html-text.ts'
import { impactsOf } from './impact.ts'
import { aCheck, aFinding, aLargeResult, anExchange, aResult, aSampleResult } from './sample.test-data.ts'

const page = renderHtml(aSampleResult())

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, first = '']) => first)

test('the policy allows this style and this script and nothing else', () => {
  const hash = (tag: string) => {
    const [content = ''] = all(page, new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))
    return `'sha256-${createHash('sha256').update(content).digest('base64')}'`
  }
  expect(all(page, /http-equiv="Content-Security-Policy" content="([^"]*)"/g)).toEqual([
    `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; base-uri 'none'; form-action 'none'`,
  ])
})

test('nothing is fetched, and nothing needs what the policy refuses', () => {
  expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b/)
  expect(page).not.toMatch(/<[^>]+\s(?:style|on\w+|src|srcset|action)=/)
  const ours = new Set(requirementIds.flatMap(impactsOf).map(({ source }) => source))
  const others = all(page, /href="([^"#][^"]*)"/g).filter(href => !href.startsWith('https://www.rfc-editor.org/'))
  expect(others.filter(href => !ours.has(href))).toEqual([])
})

test('every link inside the page leads somewhere, and no address is taken twice', () => {
  const ids = all(page, /\sid="([^"]*)"/g)
  expect(new Set(ids).size).toBe(ids.length)
  expect(all(page, /href="#([^"]*)"/g).filter(target => !ids.includes(target))).toEqual([])
  expect(ids).toContain('check-create/duplicate-user-name')
})

test('what the reader decides from is at the top', () => {
  const top = page.slice(0, page.indexOf('id="findings"'))
  for (const text of [
    'Does not conform: 4 MUST broken, in 7 checks.',
    'Acme staging',
    'https://acme.example/scim/v2',
    '2026-03-03 09:15:00 UTC',
    '>42<',
    '>7f3a<',
    'scim-conformance 0.1.0',
    'By level',
    'By area: checks of a MUST, and of a SHOULD',
    'a Group could not be created: 500 Internal Server Error',
    'POST /Users/.search answered 404',
    'TLS certificates were not verified: tls.insecure is set.',
  ]) {
    expect(top).toContain(text)
  }
})

test('one article a cause, with its parts and its places', () => {
  const articles = all(page, /(<article[\s\S]*?<\/article>)/g)
  expect(articles).toHaveLength(6)
  for (const article of articles) {
    for (const label of ['Expected', 'Got', 'Why', 'Try']) expect(article).toContain(`<dt>${label}</dt>`)
    expect(article).toContain('https://www.rfc-editor.org/')
  }
  // What is known to do harm comes first.
  expect(articles[0]).toContain('create/duplicate-user-name')
  expect(articles[0]).toContain('<strong>Okta</strong>: expects 409')
  expect(articles[0]).toContain('<mark><span class="start">201</span></mark>')
  expect(articles[1]).toContain('<dt>Note</dt><dd><p>It did not finish within 30 seconds.</p>')
  expect(articles[2]).toContain('create/location-application')
  expect(articles[2]).toContain('data-topics="1"')
  expect(articles[2]).toContain('<mark class="missing">location: not there</mark>')
  expect(articles[3]).toContain('<span class="subject">emails.value</span>')
  expect(articles[3]).toContain('<mark>&#34;readwrite&#34;</mark>')
  expect(articles[5]).toContain('interpretation 12')
})

test('the ways of one cause stand in one article, each with its places', () => {
  const findings = ['User', 'Group'].map(subject =>
    aFinding({ subject, expected: `Location /${subject}s/{id}`, got: 'no Location header' }),
  )
  const [article = ''] = all(
    renderHtml(aResult([aCheck({ verdict: 'fail', findings })])),
    /(<article[\s\S]*?<\/article>)/g,
  )
  expect(article).toContain('<dt>Expected</dt><dd>Location /Users/{id}</dd>')
  expect(article).toContain('<span class="way">Expected Location /Groups/{id}</span>')
  expect(article).toContain('<span class="subject">Group</span>')
})

test('each level that occurs can be filtered for', () => {
  const client = aCheck({ level: 'CLIENT', requirements: ['okta-06'] })
  expect(renderHtml(aResult([aCheck(), client]))).toContain('<option>MUST</option><option>CLIENT</option>')
})

test('a capability says how the checks that rest on it went', () => {
  const capabilities = { 'filter.supported': { met: true, source: 'advertised' as const, detail: 'true' } }
  const checks = (['pass', 'pass', 'fail'] as const).map((verdict, index) =>
    aCheck({ id: `eq/${index}`, verdict, requirements: ['7644-3.4.2.2-08'] }),
  )
  expect(renderHtml(aResult(checks, { capabilities }))).toContain('<td>2 of 3 pass, 1 fails</td>')
})

test('every exchange has its line in the timeline, and an address', () => {
  const timeline = page.slice(page.indexOf('id="timeline"'))
  expect(timeline).toContain('<a href="#exchange-30">30</a>')
  expect(timeline).toContain('no answer')
})

test('a run without findings, exchanges or notes reads well too', () => {
  const clean = renderHtml(aResult())
  expect(clean).toContain('Conforms.')
  expect(clean).not.toContain('<article')
  expect(clean).not.toContain('id="notes"')
  expect(renderHtml(aResult([]))).toContain('Nothing was examined.')
})

test('an unknown requirement and an unknown condition are named, not linked', () => {
  const check = aCheck({
    verdict: 'fail',
    requirements: ['9999-1-01'],
    findings: [aFinding({ requirement: '9999-1-01' })],
  })
  expect(renderHtml(aResult([check]))).toContain('Requirement 9999-1-01 is not in the catalogue of this version.')
})

describe('markup', () => {
  test('whatever is put in is escaped, once, for text and attributes', () => {
    expect(html`<b title="${'"><script>'}">${'a & b'}${3}${undefined}${[html`<i>${"'"}</i>`, '<']}</b>`.markup).toBe(
      '<b title="&#34;&gt;&lt;script&gt;">a &amp; b3<i>&#39;</i>&lt;</b>',
    )
  })
  test('hidden characters are written out', () => {
    expect(escapeHtml('a\u202eb\u0000')).toBe('a\\u202eb\\u0000')
  })
  test('our own text cannot end its element', () => {
    expect(() => ownText('x </script>')).toThrow()
  })
  test('anchors hold nothing that a link would have to escape', () => {
    expect(anchorOf('create/duplicate-user-name')).toBe('check-create/duplicate-user-name')
    expect(anchorOf('a b"<é>_👍')).toMatch(/^check-[\w./-]+$/)
    expect(anchorOf('a b')).not.toBe(anchorOf('a_20b'))
  })
})

describe('size', () => {
  test('a long body is cut, and the page says so', () => {
    const exchange = anExchange({ id: 1, answer: 'x'.repeat(20_000) })
    const check = aCheck({ verdict: 'fail', findings: [aFinding({ exchanges: [1] })], exchanges: [exchange] })
    const text = renderHtml(aResult([check]))
    expect(text).toContain('Cut here: 6,000 of 20,000 characters shown; report.json has the rest.')
    expect(text).not.toContain('x'.repeat(6001))
  })

  test('a body that the harness cut is said to be', () => {
    const exchange = anExchange({ id: 1, answer: '{"a":' })
    if (exchange.response === undefined) throw new Error('the exchange has a response')
    const cut = { ...exchange, response: { ...exchange.response, truncated: true as const } }
    expect(renderHtml(aResult([aCheck({ exchanges: [cut] })]))).toContain(
      'The body was longer; the harness kept no more of it.',
    )
  })

  test('600 checks with 3,000 exchanges stay under 5 MB, every exchange still named', () => {
    const text = renderHtml(aLargeResult())
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000)
    expect(text).toContain('Left out here to keep this file small')
    expect(text).toContain('3,000 requests in the order of sending')
    expect(new Set(all(text, /id="(exchange-\d+)"/g)).size).toBe(3000)
  })
})

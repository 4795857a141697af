// What we write for Prometheus, read by a parser that is none of ours: family by family as our own strict reader has it.

import parsePrometheusTextFormat from 'parse-prometheus-text-format'
import { expect, test } from 'vitest'
import { renderFleetMetrics } from '../../src/report/fleet-metrics.ts'
import { readOpenMetrics } from './open-metrics.ts'
import { largeFleet, sampleFleet, sampleRecord } from './sample-fleet.ts'

const odd = ['quote " and backslash \\', 'new\nline', 'brace } comma , equals = # EOF', 'ü 漢 😀', '\\n']

test.each([
  ['a large fleet', largeFleet(300)],
  ['odd names', sampleFleet(odd.map(name => sampleRecord(name, 'failing', name)))],
  ['no target', sampleFleet([])],
])('%s', (_, result) => {
  const text = renderFleetMetrics(result)
  const families = parsePrometheusTextFormat(text)
  expect(new Set(families.map(({ type }) => type))).toEqual(new Set(['GAUGE']))
  const theirs = families.flatMap(({ name, metrics }) =>
    metrics.map(({ labels = {}, value }) => ({ name, labels, value: Number(value) })),
  )
  expect(theirs).toEqual(readOpenMetrics(text))
})

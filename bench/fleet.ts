// How long one process takes to look at the health of many targets, and how much memory: `node bench/fleet.ts [targets]
// [hosts] [latency in ms] [broken in %]`. The targets are served by another process. Prints a Markdown table for
// bench/README.md.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const [targets = 1000, hosts = 40, latencyMs = 50, broken = 0] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'scim-fleet-bench-'))
const script = (name: string): string => resolve(import.meta.dirname, name)

const server = spawn(process.execPath, [script('serve-fleet.ts'), String(hosts), String(latencyMs)], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const urls = await new Promise<readonly string[]>(done => {
    let text = ''
    server.stdout.on('data', (data: Buffer) => {
      text += String(data)
      if (text.split('\n').length > hosts) done(text.trim().split('\n'))
    })
  })
  const entries = Array.from({ length: targets }, (_, at) => {
    // Nothing listens on port 1: such a target is broken.
    const url = at % 100 < broken ? 'http://127.0.0.1:1/scim' : (urls[at % urls.length] ?? '')
    return `  - { name: tenant-${String(at).padStart(4, '0')}, baseUrl: "${url}" }`
  })
  const file = join(folder, 'targets.yaml')
  writeFileSync(file, `defaults:\n  auth: { type: bearer, token: bench-token }\ntargets:\n${entries.join('\n')}\n`)

  const out = join(folder, 'out')
  const started = performance.now()
  const args = [
    'health',
    '--targets',
    file,
    '--out',
    out,
    '--state',
    join(folder, 'state'),
    '--openmetrics',
    join(folder, 'f.prom'),
  ]
  const child = spawn(process.execPath, [script('../src/bin.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.resume()
  let peakKilobytes = 0
  let processorSeconds = 0
  const watch = setInterval(() => {
    try {
      const [, high = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
      peakKilobytes = Math.max(peakKilobytes, Number(high))
      const times = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      processorSeconds = (Number(times[11]) + Number(times[12])) / 100
    } catch {
      // It has ended.
    }
  }, 100)
  await new Promise(done => child.on('close', done))
  clearInterval(watch)
  const seconds = (performance.now() - started) / 1000
  const result: unknown = JSON.parse(readFileSync(join(out, 'fleet.json'), 'utf8'))
  if (typeof result !== 'object' || result === null || !('requests' in result) || !('counts' in result))
    throw new Error()
  const size = (name: string): string => `${(statSync(join(out, name)).size / 1e6).toFixed(1)} MB`
  const rows = [
    ['targets, on hosts, each answer after', `${targets}, ${hosts}, ${latencyMs} ms`],
    [
      'verdicts',
      JSON.stringify(result.counts)
        .replaceAll(/"[a-z-]+":0,?|[{}"]/g, '')
        .replaceAll(',', ', '),
    ],
    ['requests', String(result.requests)],
    ['seconds from start to end of the command', seconds.toFixed(1)],
    ['requests a second', (Number(result.requests) / seconds).toFixed(0)],
    ['processor time of the command', `${processorSeconds.toFixed(1)} s`],
    ['peak memory (resident)', `${(peakKilobytes / 1024).toFixed(0)} MB`],
    ['fleet.html / fleet.json', `${size('fleet.html')} / ${size('fleet.json')}`],
  ]
  console.log(['| what | figure |', '|---|---|', ...rows.map(row => `| ${row.join(' | ')} |`)].join('\n'))
} finally {
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}

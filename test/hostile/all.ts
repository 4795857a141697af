// `node test/hostile/all.ts [words] [--health | --init] [--all-checks] [--pin] [--page]`: runs against every hostile provider, each in a
// process of its own, and prints what is told, the time and the peak of memory. Ends with 1 where something is wrong.

import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { temporaryFolder } from '../cli/run-cli.ts'
import { type Attack, judge, sample, secretEnvironment, targetFile } from './attack.ts'
import { argumentsOf, calmRequests, commands } from './commands.ts'
import { corpus } from './corpus.ts'
import type { Hostile } from './hostile.ts'
import { renderPage } from './page.ts'
import { pin, pinned, saysAs, toldIn } from './told.ts'

const root = resolve(import.meta.dirname, '../..')
const flags = process.argv.slice(2).filter(word => word.startsWith('--'))
const words = process.argv.slice(2).filter(word => !word.startsWith('--'))
const allChecks = flags.includes('--all-checks')
/** `run`, unless another one is named. */
const command = commands.find(one => flags.includes(`--${one}`)) ?? 'run'
/** Megabytes that a process may need. */
const mostMemory = 400
/** Seconds. */
const limits = { request: 5, check: 30 }
const longestRun = allChecks ? 1800 : command === 'run' ? 240 : 90

interface Outcome extends Attack {
  readonly megabytes: number
}

/** Runs the command line in a process with 256 MB for JavaScript objects. */
async function attackInProcess(hostile: Hostile, calm: number): Promise<Outcome> {
  const running = await hostile.start(calm)
  const folder = temporaryFolder()
  const start = performance.now()
  try {
    const target = folder.write('target.yaml', targetFile(running, limits))
    const memory = join(folder.path, 'memory.jsonl')
    const args = argumentsOf(command, running, { target, folder: folder.path }, allChecks ? [] : sample)
    const child = spawn(
      process.execPath,
      [
        '--max-old-space-size=256',
        '--import',
        join(import.meta.dirname, 'report-memory.ts'),
        join(root, 'src/bin.ts'),
        ...args,
      ],
      {
        env: {
          PATH: process.env.PATH,
          ...secretEnvironment,
          SCIM_CONFORMANCE_STATE: join(folder.path, 'state'),
          HOSTILE_MEMORY_FILE: memory,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), longestRun * 1000)
    const exitCode = (await new Promise<number | null>(done => child.on('close', done))) ?? -1
    clearTimeout(timer)
    const durationMs = performance.now() - start
    const megabytes = exitCode < 0 ? 0 : Math.round(Number(readFileSync(memory, 'utf8')) / 1024)
    const judged = judge({ exitCode, stdout, stderr }, folder.path, running)
    const wrongs = [...judged.wrongs, ...(megabytes > mostMemory ? [`${megabytes} MB of memory`] : [])]
    return { ...judged, wrongs, durationMs, megabytes }
  } finally {
    folder.remove()
    await running.close()
  }
}

if (!flags.includes('--page')) {
  const jobs = corpus
    .filter(({ name, group }) => words.length === 0 || words.some(word => name.includes(word) || group.includes(word)))
    .flatMap(hostile => [
      ...(hostile.atOnce ? [{ hostile, calm: 0 }] : []),
      ...(hostile.later === undefined ? [] : [{ hostile, calm: calmRequests[command] }]),
    ])
  const told = pinned()
  let bad = 0
  let most = 0
  let longest = 0
  console.log('| provider | begins | exit | seconds | MB | told |\n|---|---|---|---|---|---|')
  for (const { hostile, calm } of jobs) {
    const outcome = await attackInProcess(hostile, calm)
    const { exitCode, durationMs, megabytes, report } = outcome
    const now = toldIn(outcome)
    const expected = calm === 0 && command === 'run' ? told[hostile.name] : undefined
    const wrongs = [...outcome.wrongs]
    if (expected !== undefined && !allChecks && !saysAs(outcome, expected))
      wrongs.push(`pinned: ${expected.exitCode} ${expected.says}`)
    if (calm === 0 && flags.includes('--pin') && !allChecks && command === 'run') pin({ [hostile.name]: now })
    const { pass, fail, warn, blocked } = report?.counts ?? { pass: 0, fail: 0, warn: 0, blocked: 0 }
    const words_ =
      report === undefined ? `stops: ${now.says}` : `${pass} pass, ${fail} fail, ${warn} warn, ${blocked} blocked`
    console.log(
      `| ${hostile.name} | ${calm === 0 ? 'at once' : 'later'} | ${exitCode} | ${Math.round(durationMs / 100) / 10} | ${megabytes} | ${words_.replace(/[|\n]/g, ' ').slice(0, 160)} |`,
    )
    for (const wrong of wrongs) console.log(`✗ ${hostile.name}: ${wrong.slice(0, 500)}`)
    bad += wrongs.length
    most = Math.max(most, megabytes)
    longest = Math.max(longest, durationMs)
  }
  console.log(`\n${jobs.length} runs, ${bad} wrong; at the most ${most} MB and ${Math.round(longest / 1000)} s`)
  process.exitCode = bad === 0 ? 0 : 1
}
if (flags.includes('--page') || flags.includes('--pin')) {
  writeFileSync(join(root, 'docs/hostile-providers.md'), renderPage(corpus, pinned()))
}

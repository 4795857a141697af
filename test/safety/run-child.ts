// A run in a process of its own, to be killed: the base URL, the folder of its journals and the seed that chooses its checks.
// As the command does, it stops in order at the first SIGINT or SIGTERM.

import { examine } from '../../src/engine/examine.ts'
import { allTopics } from '../../suites/all.ts'
import { localTarget } from '../proof/examine-provider.ts'

const [baseUrl = '', journalFolder = '', seed = '1', checks = ''] = process.argv.slice(2)
const stop = new AbortController()
process.on('SIGINT', () => stop.abort())
process.on('SIGTERM', () => stop.abort())
await examine(localTarget(baseUrl, 'kill-token', { concurrency: 16, requestTimeoutMs: 2000 }), {
  topics: allTopics,
  only: checks.split(','),
  seed: Number(seed),
  journalFolder,
  signal: stop.signal,
}).catch(() => undefined)
process.exit(0)

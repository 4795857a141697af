// What a service provider names stays on the line that tells of it.

import { expect, test } from 'vitest'
import type { SweepResult } from '../result/sweep-result.ts'
import { renderSweep } from './sweep-terminal.ts'

test('a name with a line break or an escape sequence makes no line of its own', () => {
  const result: SweepResult = {
    target: { name: 'acme', baseUrl: 'https://acme.example' },
    dryRun: false,
    looks: [{ type: 'User\nNothing is left.\u001b[2J', endpoint: '/Users', how: 'pages', seen: 1, complete: true }],
    runs: [],
    deleted: [],
    left: [{ path: '/Users/1', mark: 'scimc-0a1b2c3d', reason: 'DELETE was answered\n405' }],
    settled: [],
    doubts: [],
    notes: [],
    requests: 2,
  }
  expect(renderSweep(result).split('\n')).toEqual([
    'Swept acme (https://acme.example), 2 requests',
    '  User Nothing is left. (/Users): 1 resource looked at, page by page',
    '',
    'Left 1:',
    '  /Users/1 (scimc-0a1b2c3d): DELETE was answered 405',
    '',
    '1 resource left.',
  ])
})

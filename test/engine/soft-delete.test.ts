// A service provider that only marks what is deleted: its DELETE is blamed, nothing that checks merely use DELETE for, and it is told what stays.

import { expect, test } from 'vitest'
import { allDefects } from '../../fixtures/defects/all.ts'
import { examineDefect } from '../proof/examine-defect.ts'

test('where nothing that is deleted goes, bulk jobs are not blamed for it', async () => {
  const defect = allDefects.find(({ name }) => name === 'delete-hides-from-writes-alone')
  if (defect === undefined) throw new Error('no such defect')
  const result = await examineDefect(defect, [
    'delete/gone',
    'bulk-errors/',
    'bulk-limit/at-max-operations',
    'bulk-request/unknown-endpoint',
    'bulk-result/done',
    'bulk-operation/change',
  ])
  const unfavourable = result.checks
    .filter(({ verdict }) => !['pass', 'skipped'].includes(verdict))
    .map(({ id, verdict }) => `${id}: ${verdict}`)
  expect(unfavourable).toEqual(['delete/gone: fail'])
  expect(result.notes.join('\n')).toContain('What was deleted can still be read (first: /')
})

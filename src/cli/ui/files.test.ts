// The test files of the ui take in every check once, in the order of the topics, those that must wait at the end.

import { expect, test } from 'vitest'
import { allTopics } from '../../../suites/all.ts'
import { check, phaseOf, suite, topic } from '../../check/check.ts'
import { selectChecks } from '../../engine/select.ts'
import { uiFiles } from './files.ts'

const options = { testsModule: 'file:///tests.js', channelName: 'a channel' }
const everything = { only: [], skip: [], interop: false }

test('every check is in one file, passive ones in the last', () => {
  const selected = selectChecks(allTopics, everything)
  const files = uiFiles(selected, options)
  const ids = files.map(({ text }) => [...text.matchAll(/^ {2}check(?:Alone)?\("([^"]+)"/gm)].map(([, id = '']) => id))
  expect(ids.flat().toSorted()).toEqual(selected.map(one => one.check.id).toSorted())
  const passive = selected.filter(one => phaseOf(one.check) === 'passive').map(one => one.check.id)
  expect(ids.at(-1)).toEqual(passive)
  const names = files.map(({ name }) => name)
  expect(names).toEqual(names.toSorted())
  expect(names[0]).toMatch(/^01 discovery\.js$/)
})

test('nothing that a check says breaks out of its line', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is hostile text
  const hostile = '*/\n");process.exit()//`${1}`\u2028'
  const own = check('acme/a', { title: hostile, verifies: '7644-3.3-01', fix: hostile }, async () => undefined)
  const selected = selectChecks([topic('acme', [suite(hostile, [own])])], everything)
  const [file] = uiFiles(selected, options)
  const called: string[] = []
  const body = (file?.text ?? '').replace(/^import .*$/m, '')
  const functions = {
    suite: (title: string, run: () => void) => {
      called.push(title)
      run()
    },
    check: (id: string, title: string) => called.push(id, title),
  }
  new Function('uiTests', body)(() => functions)
  expect(called).toEqual([hostile, 'acme/a', hostile])
})

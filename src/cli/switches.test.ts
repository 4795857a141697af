// Defects and variants put together.

import { expect, test } from 'vitest'
import { conformingParts } from '../../fixtures/provider/parts.ts'
import { loadDefects, loadVariants, switchedWords, switchOn } from './switches.ts'

const none = { defect: [], variant: [] }

test('nothing switched on is the provider as it is', async () => {
  const switched = await switchOn(none)
  expect(switched.options.parts).toEqual(conformingParts)
  expect(switched).toMatchObject({ defects: [], variants: [], target: {} })
  expect(switchedWords(switched)).toBe('')
})

test('every defect and every variant can be switched on alone', async () => {
  for (const { name } of await loadDefects()) await switchOn({ ...none, defect: [name] })
  for (const { name } of await loadVariants()) await switchOn({ ...none, variant: [name] })
})

test('changes of one part build on each other', async () => {
  const names = ['config-as-list', 'create-without-location']
  const { options } = await switchOn({ ...none, defect: names })
  const [first] = (await loadDefects()).filter(({ name }) => name === names[0])
  const replaced = Object.keys(first?.change?.(conformingParts) ?? {})
  expect(replaced.length).toBeGreaterThan(0)
  const parts = Object.entries(options.parts ?? {})
  for (const key of replaced)
    expect(Object.entries(conformingParts)).not.toContainEqual(parts.find(([name]) => name === key))
})

test('a name given twice counts once', async () => {
  const { defects } = await switchOn({ ...none, defect: ['pages-overlap', 'pages-overlap'] })
  expect(defects.map(({ name }) => name)).toEqual(['pages-overlap'])
})

test.each([
  [
    { ...none, defect: ['pasword-returned'] },
    'There is no defect "pasword-returned".',
    'Did you mean password-returned?',
  ],
  [
    { ...none, defect: ['pasword-returned', 'pages-overlap', 'nothing-like-it', 'pages-overlp'] },
    'There are no defects "pasword-returned", "nothing-like-it", "pages-overlp".',
    'Did you mean password-returned (pasword-returned), pages-overlap (pages-overlp)?',
  ],
  [{ ...none, variant: ['pages-overlap'] }, 'There is no variant "pages-overlap".', 'list --variants'],
  [
    { ...none, defect: ['zero-start-index-is-refused', 'negative-start-index-counts-from-the-end'] },
    'zero-start-index-is-refused and negative-start-index-counts-from-the-end cannot be switched on together: both set readStartIndex.',
    'one of them at a time',
  ],
])('%j', async (names, message, hint) => {
  await expect(switchOn(names)).rejects.toMatchObject({
    code: 'E_CONFIG',
    message,
    hint: expect.stringContaining(hint),
  })
})

test('the words for a report', async () => {
  expect(switchedWords(await switchOn({ defect: ['pages-overlap'], variant: ['base-url-with-query'] }))).toBe(
    'with pages-overlap and base-url-with-query',
  )
  expect(
    switchedWords(await switchOn({ ...none, defect: ['pages-overlap', 'password-returned', 'etag-never-changes'] })),
  ).toBe('with 3 defects')
})

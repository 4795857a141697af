// The code that the documentation shows is the code of the examples, which run.

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const pages = ['own-checks.md', 'library.md'].map(name => readFileSync(join(root, 'docs', name), 'utf8')).join('\n')
const shown = readdirSync(join(root, 'examples'), { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(ts|js)$/.test(entry.name) && !entry.name.includes('config'))
  .map(entry => join(entry.parentPath, entry.name))

test('there are examples', () => expect(shown.length).toBeGreaterThanOrEqual(4))

test.each(shown)('%s is shown as it is', file => {
  expect(pages).toContain(`\n${readFileSync(file, 'utf8')}\`\`\`\n`)
})

test('the target file of the own checks is shown, too', () => {
  expect(pages).toContain(
    `\`\`\`yaml\n${readFileSync(join(root, 'examples/own-checks/scim-target.yaml'), 'utf8')}\`\`\``,
  )
})

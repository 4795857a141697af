// Every link of the documentation leads somewhere.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { anchorsOf, linksOf, pages, root } from './pages.ts'

describe.each(pages())('$path', page => {
  const links = linksOf(page)

  test('its links within the repository lead to a file, and their anchors to a heading', () => {
    const broken = links
      .filter(({ to }) => !/^[a-z]+:/.test(to))
      .filter(({ to }) => {
        const [file = '', anchor] = to.split('#')
        const path = file === '' ? page.path : normalize(join(dirname(page.path), decodeURI(file)))
        if (path.startsWith('..') || !existsSync(join(root, path))) return true
        if (anchor === undefined || anchor === '') return false
        if (!path.endsWith('.md') || statSync(join(root, path)).isDirectory()) return true
        return !anchorsOf({ path, text: readFileSync(join(root, path), 'utf8') }).has(anchor)
      })
    expect(broken).toEqual([])
  })

  test('its links elsewhere are addresses, https but for this machine', () => {
    const odd = links
      .filter(({ to }) => /^[a-z]+:/.test(to))
      .filter(({ to }) => !URL.canParse(to) || !(to.startsWith('https://') || to.startsWith('mailto:')))
    expect(odd).toEqual([])
  })
})

test('every page of docs/ can be reached from the README', () => {
  const all = new Map(pages().map(page => [page.path, page]))
  const reached = new Set(['README.md'])
  for (const path of reached) {
    const page = all.get(path)
    for (const { to } of page === undefined ? [] : linksOf(page)) {
      const target = normalize(join(dirname(path), to.replace(/#.*/, '')))
      if (all.has(target)) reached.add(target)
    }
  }
  expect([...all.keys()].filter(path => path.startsWith('docs/') && !reached.has(path))).toEqual([])
})

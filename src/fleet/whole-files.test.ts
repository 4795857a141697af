// A reader meets the old file or the new one, and never half of one.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder, putInPlace } from './whole-files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimc-whole-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file is replaced by a new one: whoever has the old one open keeps it whole', () => {
  const file = join(folder, 'health.json')
  putInPlace(file, 'old')
  const before = statSync(file).ino
  putInPlace(file, 'new', { mode: 0o600 })
  expect([readFileSync(file, 'utf8'), statSync(file).ino === before, statSync(file).mode & 0o777]).toEqual([
    'new',
    false,
    0o600,
  ])
  expect(readdirSync(folder)).toEqual(['health.json'])
})

test('where it cannot be put there, the old one stays and nothing lies about', () => {
  const taken = join(folder, 'taken')
  mkdirSync(join(taken, 'full'), { recursive: true })
  expect(() => putInPlace(taken, 'new')).toThrow()
  expect([readdirSync(folder), readdirSync(taken)]).toEqual([['taken'], ['full']])
})

test('a folder is made with those above it, and not where a file stands', () => {
  makeFolder(join(folder, 'a/b'))
  makeFolder(join(folder, 'a/b'))
  expect(statSync(join(folder, 'a/b')).isDirectory()).toBe(true)
  writeFileSync(join(folder, 'file'), '')
  expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST')
  expect(() => makeFolder(join(folder, 'file/below'))).toThrow('EEXIST')
})

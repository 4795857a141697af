// Which way imports point, as code: the table of docs/architecture.md.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Folder -> the folders it may import; errors.ts may be imported by all but scim/ and requirements/. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/scim': [],
  'src/requirements': [],
  'src/http': [],
  'src/auth': ['src/http'],
  'src/result': ['src/requirements', 'src/http'],
  'src/target': ['src/scim', 'src/http', 'src/auth', 'src/requirements', 'src/result'],
  'src/check': ['src/scim', 'src/http', 'src/target', 'src/requirements', 'src/result'],
  'src/fuzz': ['src/check', 'src/scim'],
  'src/engine': ['src/check', 'src/target', 'src/result', 'src/requirements', 'src/http', 'src/auth', 'src/scim'],
  'src/health': ['src/engine', 'src/target', 'src/scim', 'src/http', 'src/auth', 'src/result'],
  'src/fleet': ['src/result', 'src/target'],
  'src/vitest': ['src/engine', 'src/target', 'src/check', 'src/result', 'src/report', 'src/errors.ts', 'suites'],
  'src/profiles': ['src/result'],
  'src/report': ['src/result', 'src/requirements'],
  suites: ['src/check', 'src/fuzz', 'src/scim'],
  'src/cli': [
    'src/engine',
    'src/health',
    'src/fleet',
    'src/fuzz',
    'src/check',
    'src/target',
    'src/result',
    'src/requirements',
    'src/profiles',
    'src/report',
    'src/auth',
    'src/http',
    'src/vitest',
    'suites',
    'fixtures',
  ],
  'src/library.ts': [
    'src/engine',
    'src/health',
    'src/check',
    'src/target',
    'src/result',
    'src/profiles',
    'src/report',
    'src/errors.ts',
    'suites',
  ],
  'src/bin.ts': ['src/cli'],
  fixtures: [],
}
const withoutErrors = ['src/scim', 'src/requirements', 'fixtures', 'suites']

/** Packages that belong to one folder. */
const packageHome: Readonly<Record<string, string>> = {
  vitest: 'src/vitest',
  undici: 'src/http',
  'openid-client': 'src/auth',
  commander: 'src/cli',
  xmlbuilder2: 'src/report',
  yaml: 'src/target',
  'fast-check': 'src/fuzz',
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|test-data)\.ts$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm)].map(
    match => match[1] ?? match[2] ?? '',
  )
}

function folderOf(file: string): string {
  if (file.startsWith('src/')) return file.split('/').length === 2 ? file : file.split('/').slice(0, 2).join('/')
  return file.split('/')[0] ?? file
}

const files = [...sources('src'), ...sources('suites'), ...sources('fixtures')]

test('every folder has its row in the table', () => {
  const folders = new Set(files.map(folderOf))
  folders.delete('src/errors.ts')
  expect([...folders].filter(folder => mayImport[folder] === undefined)).toEqual([])
})

test('imports point the way the table says', () => {
  const wrong = files.flatMap(file =>
    importsOf(file)
      .filter(specifier => specifier.startsWith('.'))
      .map(specifier =>
        relative(root, resolve(root, dirname(file), specifier))
          .split(sep)
          .join('/'),
      )
      .filter(target => {
        const from = folderOf(file)
        const to = folderOf(target)
        if (from === to) return false
        if (to === 'src/errors.ts') return withoutErrors.includes(from)
        return !(mayImport[from] ?? []).includes(to)
      })
      .map(target => `${file} imports ${target}`),
  )
  expect(wrong).toEqual([])
})

test('a package that belongs to one folder is imported there alone', () => {
  const wrong = files.flatMap(file =>
    importsOf(file)
      .filter(specifier => !specifier.startsWith('.'))
      .map(specifier =>
        specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter(name => packageHome[name] !== undefined && packageHome[name] !== folderOf(file))
      .map(name => `${file} imports ${name}`),
  )
  expect(wrong).toEqual([])
})

test('nothing in the repository points at folders outside it', () => {
  const outside = files.filter(file => /['"`/]\.\.\/shared\/|\/work\//.test(readFileSync(join(root, file), 'utf8')))
  expect(outside).toEqual([])
})

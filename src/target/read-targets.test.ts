// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the notation of the target file
// Many targets: names, defaults, overrides, secrets for each, and that one broken file breaks no other.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadTarget } from './read-target.ts'
import { readTargets } from './read-targets.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scim-targets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

const problemOf = async (path: string, env = {}) => {
  const sources = await readTargets(path, env)
  return sources.map(({ name, problem }) => `${name}: ${problem?.message ?? 'good'}`)
}

describe('a folder', () => {
  test('shows a base URL without the secret variables that are part of it', async () => {
    write(
      'acme.yaml',
      'baseUrl: https://a.example/{key}/scim\nvariables: { key: { value: "${KEY}", secret: true } }\nauth: { type: none }\n',
    )
    const [source] = await readTargets(folder, { KEY: 'k3y-0f-acme' })
    expect(source?.baseUrl).toBe('https://a.example/[redacted]/scim')
    expect((await source?.open())?.baseUrl).toBe('https://a.example/k3y-0f-acme/scim')
  })

  test('gives a target a file, named by the file, over the defaults of its folders', async () => {
    write(
      '_defaults.yaml',
      'headers: { X-Region: eu, X-All: yes please }\nauth: { type: bearer, token: "${TOKEN_${TARGET_ENV}}" }\n',
    )
    write('acme.yaml', 'baseUrl: https://${TARGET}.example/scim\n')
    write('us/_defaults.yml', 'headers: { X-Region: us }\n')
    write('us/globex-2.yaml', 'baseUrl: https://globex.example:8443/scim\ntimeouts: { request: 3 }\n')
    write(
      'us/initech.yml',
      'name: Initech Inc.\nbaseUrl: https://initech.example\nauth: { type: basic, username: u, password: p }\nheaders: { X-All: null }\n',
    )
    write('.hidden.yaml', 'nonsense')
    write('_ours.yaml', 'nonsense')
    write('readme.md', 'nonsense')
    const sources = await readTargets(folder, { TOKEN_ACME: 'secret-a', TOKEN_US_GLOBEX_2: 'secret-g' })
    expect(sources.map(({ name, host, problem }) => [name, host, problem?.message])).toEqual([
      ['acme', 'acme.example', undefined],
      ['us/globex-2', 'globex.example:8443', undefined],
      ['Initech Inc.', 'initech.example', undefined],
    ])
    const targets = await Promise.all(sources.map(one => one.open()))
    expect(targets[0]).toMatchObject({ name: 'acme', headers: { 'X-Region': 'eu' }, auth: { token: 'secret-a' } })
    expect(targets[1]).toMatchObject({
      headers: { 'X-Region': 'us', 'X-All': 'yes please' },
      auth: { token: 'secret-g' },
      requestTimeoutMs: 3000,
    })
    expect(targets[2]?.auth).toEqual({ type: 'basic', username: 'u', password: 'p' })
    expect(targets[2]?.headers).toEqual({ 'X-Region': 'us' })
    expect(targets[1]?.secrets).toContain('secret-g')
  })

  test('tells what is wrong with a file at its place, also where that is in the defaults, and gives the others', async () => {
    write('_defaults.yaml', 'auth:\n  type: bearer\n  token: ${TOKEN}\nconcurrency: many\n')
    write('a.yaml', 'baseUrl: https://a.example\n')
    write('b.yaml', 'baseUrl: https://b.example\nconcurrency: 2\nauth: { type: none }\n')
    write('c.yaml', 'baseUrl: [\n')
    write('d.yaml', 'baseUrl: https://d.example\nconcurrency: 2\n\nheadres: {}\nauth: { type: none }\n')
    write('e.yaml', '- 1\n')
    write('f.yaml', 'targets: []\n')
    symlinkSync(join(folder, 'nowhere'), join(folder, 'g.yaml'))
    const told = (await problemOf(folder)).join('\n').replaceAll(`${folder}/`, '')
    expect(told).toMatch(
      /^a: a.yaml has 2 problems:\n {2}_defaults.yaml:3:10 auth.token: the environment variable TOKEN is not set\n {2}_defaults.yaml:4:14 concurrency: must be a whole number/,
    )
    expect(told).toMatch(/^b: good$/m)
    expect(told).toMatch(/^c: c.yaml:\d:\d this is not YAML/m)
    expect(told).toMatch(/^d: d.yaml:4:1 headres: unknown key; did you mean "headers"/m)
    expect(told).toMatch(/^e: e.yaml:1:1 the file must be a mapping of keys, found a list/m)
    expect(told).toMatch(/^f: f.yaml:1:1 targets: a list inside a folder of targets/m)
    expect(told).toMatch(/^g: Cannot read g.yaml/m)
  })

  test('tells two targets of one name, and keeps both', async () => {
    write('a.yaml', 'name: Acme\nbaseUrl: https://a.example\nauth: { type: none }\n')
    write('b.yaml', 'name: Acme\nbaseUrl: https://b.example\nauth: { type: none }\n')
    expect((await problemOf(folder)).map(line => line.replaceAll(`${folder}/`, ''))).toEqual([
      'Acme: good',
      'Acme (b.yaml): b.yaml: a.yaml is called "Acme", too.',
    ])
  })

  test('that is empty, or has defaults that are none, is refused as a whole', async () => {
    await expect(readTargets(folder, {})).rejects.toThrow('holds no file *.yaml')
    write('a.yaml', 'baseUrl: https://a.example\n')
    write('_defaults.yaml', '- 1\n')
    await expect(readTargets(folder, {})).rejects.toThrow('the defaults must be a mapping')
    write('_defaults.yaml', 'name: x\n')
    await expect(readTargets(folder, {})).rejects.toThrow('_defaults.yaml:1:1 name: every target has a name of its own')
    write('_defaults.yaml', 'headers: {}')
    write('_defaults.yml', 'headers: {}')
    await expect(readTargets(folder, {})).rejects.toThrow('has two files of defaults')
    await expect(readTargets(join(folder, 'nowhere'), {})).rejects.toThrow('Cannot read the targets')
  })

  test('gives commands the name in their environment, and runs them only when the target is opened', async () => {
    write(
      '_defaults.yaml',
      'auth: { type: bearer, tokenCommand: \'echo ran >> ran.txt; printf token-of-%s "$TARGET_ENV"\' }\n',
    )
    write('$(touch pwned).yaml', 'baseUrl: https://a.example\n')
    const [source] = await readTargets(folder, process.env)
    await expect(import('node:fs/promises').then(fs => fs.readFile(join(folder, 'ran.txt')))).rejects.toThrow()
    expect((await source?.open())?.auth).toMatchObject({ token: 'token-of-_TOUCH_PWNED_' })
  })

  test('asks nothing on the terminal', async () => {
    write('a.yaml', 'baseUrl: https://a.example\nauth: { type: bearer, prompt: true }\n')
    expect((await problemOf(folder))[0]).toContain('asks on the terminal, which is for one target alone')
  })
})

describe('a list', () => {
  test('gives its targets with their defaults, each needing a name', async () => {
    const file = write(
      'targets.yaml',
      'defaults:\n  auth: { type: none }\n  concurrency: 0\ntargets:\n  - name: a\n    baseUrl: https://a.example\n    concurrency: 3\n  - baseUrl: https://b.example\n  - name: c\n    baseUrl: https://c.example\n  - 7\n',
    )
    expect((await problemOf(file)).map(line => line.replaceAll(`${folder}/`, ''))).toEqual([
      'a: good',
      'targets.yaml#2: targets.yaml:8:5 targets[1]: needs a `name:`, by which results are told apart',
      'c: targets.yaml:3:16 concurrency: must be 1 or more; found 0',
      'targets.yaml#4: targets.yaml:11:5 targets[3]: must be a mapping of keys',
    ])
  })

  test('refuses what is no list', async () => {
    await expect(readTargets(write('a.yaml', 'baseUrl: https://a.example\n'), {})).rejects.toThrow(
      'has no list of `targets:`',
    )
    await expect(readTargets(write('b.yaml', 'targets: []\n'), {})).rejects.toThrow('lists no target')
    await expect(readTargets(write('c.yaml', 'targets: [1]\ndefualts: {}\n'), {})).rejects.toThrow(
      'c.yaml:2:1 defualts: unknown key; did you mean "defaults"?',
    )
  })

  test('gives one target by its name, as --target takes it', async () => {
    const file = write(
      'targets.yaml',
      'defaults: { auth: { type: none } }\ntargets: [{ name: acme, baseUrl: "https://a.example" }]\n',
    )
    expect((await loadTarget(`${file}#acme`, {})).baseUrl).toBe('https://a.example')
    await expect(loadTarget(`${file}#acmee`, {})).rejects.toThrow('holds no target "acmee"; did you mean "acme"?')
  })
})

test('a name is text, whatever it holds', async () => {
  write('a.yaml', "name: '$${HOME} <b>'\nbaseUrl: https://a.example\nauth: { type: bearer, token: '${TARGET}' }\n")
  const [source] = await readTargets(folder, { HOME: '/root' })
  expect(source?.name).toBe('${HOME} <b>')
})

// What a sweep deletes, and what it leaves alone.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { isClean, sweep } from '../../src/engine/sweep.ts'
import { baseKeyOf } from '../../src/http/journal.ts'
import { renderSweep } from '../../src/report/sweep-terminal.ts'
import type { SweepResult } from '../../src/result/sweep-result.ts'
import { runCli, temporaryFolder } from '../cli/run-cli.ts'
import { localTarget } from '../proof/examine-provider.ts'
import { startTenant, type Tampering, type Tenant } from './tenant.ts'

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const mark = 'scimc-0a1b2c3d'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function tenantOf(users: number, tampering: Tampering = {}): Promise<Tenant> {
  const tenant = await startTenant(users, tampering, { token: 't0ken' })
  closers.push(() => tenant.close())
  return tenant
}

function folder(): string {
  const made = temporaryFolder()
  closers.push(made.remove)
  return made.path
}

async function create(tenant: Tenant, endpoint: string, body: object): Promise<string> {
  const response = await fetch(`${tenant.baseUrl}${endpoint}`, {
    method: 'POST',
    headers: { authorization: 'Bearer t0ken', 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  })
  const made: unknown = await response.json()
  if (typeof made !== 'object' || made === null || !('id' in made)) throw new Error(JSON.stringify(made))
  return String(made.id)
}

const userNamed = (userName: string, more: object = {}) => ({ schemas: [userSchema], userName, ...more })

/** Writes the journal of a run that ended without clean-up, unless `run` says otherwise. */
function writeJournal(at: string, tenant: Tenant, lines: readonly object[], run: object = {}): string {
  mkdirSync(at, { recursive: true })
  const file = join(at, `${mark.slice(6)}.jsonl`)
  const first = {
    event: 'run',
    mark,
    baseUrl: tenant.baseUrl,
    baseKey: baseKeyOf(mark, tenant.baseUrl),
    // No process has this number.
    pid: 2 ** 30,
    host: hostname(),
    at: '2026-01-02T03:04:05.000Z',
    ...run,
  }
  writeFileSync(file, [first, ...lines].map(line => `${JSON.stringify(line)}\n`).join(''))
  return file
}

function sweepOf(tenant: Tenant, journalFolder: string, options: Partial<Parameters<typeof sweep>[1]> = {}) {
  return sweep(localTarget(tenant.baseUrl, 't0ken'), { journalFolder, watchMs: 50, olderThanMs: 0, ...options })
}

const withoutMeta = (name: string, value: unknown): unknown => (name === 'meta' ? undefined : value)
const paths = (result: SweepResult) => result.deleted.map(({ path }) => path)

test('what carries the mark goes, what only refers to it stays', async () => {
  const tenant = await tenantOf(20)
  const ours = [
    await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1@example.com`)),
    await create(tenant, '/Users', userNamed('Runscope417scimc-0a1b2c3d-okta-spec-mkmw-1@example.com')),
    await create(tenant, '/Users', userNamed('changed', { externalId: `${mark}-x-b57q-2` })),
    await create(tenant, '/Groups', { schemas: [groupSchema], displayName: `${mark}-group-b57q-1` }),
  ]
  const member = { value: ours[0], display: `${mark}-create-b57q-1` }
  const theirs = [
    await create(tenant, '/Groups', { schemas: [groupSchema], displayName: 'Everyone', members: [member] }),
    await create(tenant, '/Users', {
      ...userNamed('manager-is-ours'),
      schemas: [userSchema, enterprise],
      [enterprise]: { manager: { value: ours[0] } },
    }),
    await create(tenant, '/Groups', { schemas: [groupSchema], displayName: 'Leftovers of scimc-0a1b2c3d' }),
    await create(tenant, '/Users', userNamed('scimc-admin')),
  ]
  const before = tenant.digest()
  const dry = await sweepOf(tenant, folder(), { dryRun: true })
  expect(tenant.writes.filter(write => !write.startsWith('POST'))).toEqual([])
  expect([paths(dry).length, isClean(dry), tenant.own()]).toEqual([ours.length, false, 8])

  const result = await sweepOf(tenant, folder())
  expect(
    paths(result)
      .map(path => path.split('/').at(-1))
      .sort(),
  ).toEqual([...ours].sort())
  expect(result.runs).toEqual([expect.objectContaining({ mark, state: 'over' })])
  expect(theirs.map(id => tenant.provider.store.get(id) !== undefined)).toEqual([true, true, true, true])
  expect([tenant.digest(), tenant.own(), isClean(result)]).toEqual([before, theirs.length, true])
  expect(isClean(await sweepOf(tenant, folder(), { dryRun: true }))).toBe(true)
})

test('an id that a journal names and that is somebody else’s by now is left alone, and said', async () => {
  const tenant = await tenantOf(5)
  const at = folder()
  const [foreign = ''] = tenant.foreign
  const hostile = [
    '/Users/../Groups',
    '/Users/%2e%2e/x',
    'https://evil.example/Users/1',
    `/Users/${foreign}?a=b`,
    '/Users/',
  ]
  writeJournal(at, tenant, [
    { event: 'creating', create: 1, path: '/Users' },
    { event: 'made', path: `/Users/${foreign}` },
    { event: 'made', path: '/Users/gone' },
    ...hostile.map(path => ({ event: 'made', path })),
  ])
  const before = tenant.digest()
  const result = await sweepOf(tenant, at)
  expect([tenant.aimed, tenant.writes, tenant.digest()]).toEqual([[], [], before])
  expect(result.notes.join('\n')).toContain(`/Users/${foreign} is in the journal of ${mark}`)
  expect(result.left.map(({ path }) => path).sort()).toEqual([...hostile].sort())
})

test('a journal is settled when nothing of it is left; a torn last line does not matter', async () => {
  const tenant = await tenantOf(5)
  const at = folder()
  const id = await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  const file = writeJournal(at, tenant, [{ event: 'creating', create: 1, path: '/Users' }])
  writeFileSync(file, `{"event":"made","path":"/Users/${id}"}\n{"event":"crea`, { flag: 'a' })
  const result = await sweepOf(tenant, at)
  expect([paths(result), result.settled, readdirSync(at)]).toEqual([[`/Users/${id}`], [file], []])
})

test('journals of another base URL are left as they are', async () => {
  const tenant = await tenantOf(5)
  const at = folder()
  writeJournal(at, tenant, [{ event: 'made', path: '/Users/1' }], { baseUrl: 'x', baseKey: 'y' })
  const result = await sweepOf(tenant, at)
  expect([result.settled, readdirSync(at).length, isClean(result)]).toEqual([[], 1, true])
})

test('what belongs to a run under way is left to it, unless --all says otherwise', async () => {
  const tenant = await tenantOf(5)
  const at = folder()
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  writeJournal(at, tenant, [{ event: 'creating', create: 1, path: '/Users' }], { pid: process.pid })
  const result = await sweepOf(tenant, at)
  expect(result.left.map(({ reason }) => reason)).toEqual(['its run seems to be under way'])
  expect([isClean(result), tenant.own(), readdirSync(at).length]).toEqual([false, 1, 1])
  await sweepOf(tenant, at, { all: true })
  expect(tenant.own()).toBe(0)
})

test('what carries the marks of two runs is left to the one that is under way', async () => {
  const tenant = await tenantOf(5)
  const at = folder()
  const id = await create(
    tenant,
    '/Users',
    userNamed('scimc-99999999-create-b57q-1', { externalId: `${mark}-x-b57q-2` }),
  )
  writeJournal(at, tenant, [{ event: 'creating', create: 1, path: '/Users' }], { pid: process.pid })
  const result = await sweepOf(tenant, at)
  expect([result.left, result.deleted]).toEqual([
    [{ path: `/Users/${id}`, mark, reason: 'its run seems to be under way' }],
    [],
  ])
  expect(tenant.own()).toBe(1)
})

test('a run on another machine is seen to be under way by what it makes', async () => {
  const tenant = await tenantOf(5)
  let number = 0
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-${++number}`))
  const busy = setInterval(() => void create(tenant, '/Users', userNamed(`${mark}-create-b57q-${++number}`)), 50)
  const result = await sweepOf(tenant, folder(), { watchMs: 1500 })
  clearInterval(busy)
  expect(result.runs).toEqual([expect.objectContaining({ mark, state: 'under way' })])
  expect(result.deleted).toEqual([])
  await new Promise(resolve => setTimeout(resolve, 200))
  expect((await sweepOf(tenant, folder())).left).toEqual([])
  expect(tenant.own()).toBe(0)
})

test('what a run may have made on another machine is let be until it is old enough', async () => {
  const tenant = await tenantOf(5)
  const at = folder()
  const id = await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  const young = await sweepOf(tenant, at, { olderThanMs: 3_600_000 })
  expect(young.left).toEqual([
    {
      path: `/Users/${id}`,
      mark,
      reason: expect.stringMatching(/another machine: .* within the last minute, .* for 1 h$/),
    },
  ])
  expect(young.runs).toEqual([{ mark, state: 'unknown', touchedAt: expect.stringMatching(/^2\d{3}-/), resources: 1 }])
  expect([young.deleted, isClean(young), tenant.own()]).toEqual([[], false, 1])
  expect(renderSweep(young)).toContain('--older-than 0')

  const stored = tenant.provider.store.get(id)
  if (stored === undefined) throw new Error('it is gone')
  const hourAgo = Date.now() - 3_700_000
  tenant.provider.store.save({ ...stored, created: hourAgo, lastModified: hourAgo })
  expect(paths(await sweepOf(tenant, at, { olderThanMs: 3_600_000, dryRun: true }))).toEqual([`/Users/${id}`])
  // One resource that is young is enough for all of its run.
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-2`))
  expect((await sweepOf(tenant, at, { olderThanMs: 3_600_000 })).deleted).toEqual([])
  expect(paths(await sweepOf(tenant, at, { olderThanMs: 0 })).length).toBe(2)
})

test('where the service provider does not say when, nothing counts as old', async () => {
  const silent = await tenantOf(5, {
    after: (_, answer) => ({ ...answer, body: JSON.stringify(answer.body, withoutMeta) }),
  })
  await create(silent, '/Users', userNamed(`${mark}-create-b57q-1`))
  const ageless = await sweepOf(silent, folder(), { olderThanMs: 3_600_000 })
  expect(ageless.left.map(({ reason }) => reason)).toEqual([expect.stringContaining('does not say when it was made')])
  expect(ageless.deleted).toEqual([])
})

test('a service provider that says our token back gets it into nothing that is told', async () => {
  const repeats = await tenantOf(1, {
    after: (request, answer) =>
      request.path === '/ResourceTypes' && answer.body !== undefined
        ? { ...answer, body: JSON.stringify(answer.body).replaceAll('"name":"Group"', '"name":"Group t0ken"') }
        : answer,
  })
  const told: string[] = []
  const result = await sweepOf(repeats, folder(), { dryRun: true, onPhase: words => void told.push(words) })
  expect(result.looks.map(({ type }) => type)).toContain('Group [redacted]')
  expect(told).toContain('looks through Group [redacted]')
  expect(JSON.stringify(result)).not.toContain('t0ken')
})

test('a large tenant is looked through by filters that were tried first', async () => {
  const tenant = await tenantOf(3000)
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  await create(tenant, '/Users', userNamed('changed', { displayName: `Zoë ${mark}-body-b57q-2` }))
  const result = await sweepOf(tenant, folder())
  expect(result.looks.find(({ type }) => type === 'User')).toMatchObject({ how: 'filter', complete: true })
  expect([tenant.own(), result.deleted.length]).toEqual([0, 2])
  expect(result.requests).toBeLessThan(60)
})

test('a large tenant whose filters find nothing is looked through page by page', async () => {
  const tenant = await tenantOf(2500, {
    before: ({ query }) =>
      query.has('filter') ? { status: 200, headers: {}, body: { totalResults: 0, Resources: [] } } : undefined,
  })
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  const result = await sweepOf(tenant, folder())
  expect(result.looks.find(({ type }) => type === 'User')).toMatchObject({ how: 'pages', complete: true, seen: 2500 })
  expect(tenant.own()).toBe(0)
})

test('lists by cursor that never tell totalResults are read to their end (RFC 9865 §2)', async () => {
  const tampering: Tampering = {
    after({ path }, response) {
      if (!/^\/(Users|Groups|Devices)(\/.search)?$/.test(path) || typeof response.body !== 'object') return response
      const { totalResults: _, ...body } = response.body
      return { ...response, body }
    },
  }
  const tenant = await startTenant(230, tampering, { token: 't0ken', features: { index: false } })
  closers.push(() => tenant.close())
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  const result = await sweepOf(tenant, folder())
  expect(result.looks.find(({ type }) => type === 'User')).toMatchObject({ how: 'pages', complete: true, seen: 230 })
  expect([tenant.own(), isClean(result)]).toEqual([0, true])
})

test('without lists the journals alone are gone by, and what they cannot say is said', async () => {
  const tenant = await tenantOf(5, {
    before: ({ method, path }) =>
      (method === 'GET' && /^\/(Users|Groups|Devices)$/.test(path)) || path.endsWith('/.search')
        ? { status: 405, headers: {} }
        : undefined,
  })
  const at = folder()
  const id = await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  const lines = [
    { event: 'creating', create: 1, path: '/Users' },
    { event: 'made', path: `/Users/${id}` },
    { event: 'answered', create: 1 },
    { event: 'creating', create: 2, path: '/Users' },
  ]
  writeJournal(at, tenant, lines)
  const result = await sweepOf(tenant, at)
  expect(paths(result)).toEqual([`/Users/${id}`])
  expect(result.doubts).toEqual([expect.stringContaining(`1 create of the run ${mark} had no answer`)])
  expect([isClean(result), result.settled, tenant.own()]).toEqual([false, [], 0])
})

test('what cannot be deleted is left, with the answer', async () => {
  const tenant = await tenantOf(5, {
    before: ({ method }) => (method === 'DELETE' ? { status: 405, headers: {} } : undefined),
  })
  const id = await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  const result = await sweepOf(tenant, folder())
  expect(result.left).toEqual([{ path: `/Users/${id}`, mark, reason: 'DELETE was answered 405' }])
  expect(isClean(result)).toBe(false)
})

test('a delete that a service provider in distress does not carry out at once is sent again', async () => {
  let refused = 0
  const tenant = await tenantOf(5, {
    before: ({ method }) => (method === 'DELETE' && ++refused <= 2 ? { status: 503, headers: {} } : undefined),
  })
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  const result = await sweepOf(tenant, folder())
  expect([result.stopped, result.left, result.deleted.length]).toEqual([undefined, [], 1])
  expect([tenant.own(), tenant.aimed]).toEqual([0, []])
})

test('a run that begins while the question is open is left alone', async () => {
  const tenant = await tenantOf(5)
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  const agree = async (): Promise<boolean> => {
    await create(tenant, '/Users', userNamed('scimc-99999999-create-b57q-1'))
    return true
  }
  const result = await sweepOf(tenant, folder(), { agree })
  expect(result.deleted.map(one => one.mark)).toEqual([mark])
  expect(tenant.own()).toBe(1)
})

test('the command: found, deleted, clean; exit codes 1, 0, 0; expired credentials 2', async () => {
  const tenant = await tenantOf(5)
  const place = temporaryFolder()
  closers.push(place.remove)
  const file = place.write('t.yaml', `baseUrl: ${tenant.baseUrl}\nauth: { type: bearer, token: t0ken }\n`)
  const expired = place.write('e.yaml', `baseUrl: ${tenant.baseUrl}\nauth: { type: bearer, token: old }\n`)
  const frozen = place.write(
    'r.yaml',
    `baseUrl: ${tenant.baseUrl}\nsafety: read-only\nauth: { type: bearer, token: x }\n`,
  )
  await create(tenant, '/Users', userNamed(`${mark}-create-b57q-1`))
  writeJournal(join(place.path, 'journals'), tenant, [{ event: 'creating', create: 1, path: '/Users' }])
  const journals = ['--journals', join(place.path, 'journals')]

  const listed = await runCli(['sweep', '--list', ...journals])
  expect([listed.exitCode, listed.stdout]).toEqual([1, expect.stringContaining('1 create without an answer')])
  const dry = await runCli(['sweep', '--target', file, '--dry-run', ...journals])
  expect([dry.exitCode, tenant.own()]).toEqual([1, 1])
  expect(dry.stdout).toContain('Nothing was deleted: sweep without --dry-run deletes 1 resource.')
  const swept = await runCli(['sweep', '--target', file, '--json', ...journals])
  expect([swept.exitCode, JSON.parse(swept.stdout).deleted.length, tenant.own()]).toEqual([0, 1, 0])
  const again = await runCli(['sweep', '--target', file, ...journals])
  expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('Nothing is left.')])
  const refused = await runCli(['sweep', '--target', expired, ...journals])
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('401')])
  expect((await runCli(['sweep', '--target', frozen])).exitCode).toBe(2)
}, 120_000)

test('where somebody would have to agree and nobody can be asked, nothing is sent', async () => {
  const place = temporaryFolder()
  closers.push(place.remove)
  const file = place.write('t.yaml', 'baseUrl: https://scim.example.invalid/v2\nauth: { type: bearer, token: t0ken }\n')
  const { exitCode, stderr } = await runCli(['sweep', '--target', file])
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Give --yes to agree')])
}, 60_000)

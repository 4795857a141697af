// The examples of docs/fleet.md: files that Kubernetes, CI and systemd can read, with commands that can be typed and do what they say.

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { startProvider } from '../../fixtures/provider/provider.ts'
import { inShard } from '../../src/fleet/shard.ts'
import { renderFleetMetrics } from '../../src/report/fleet-metrics.ts'
import { readTargets } from '../../src/target/read-targets.ts'
import { runCli, temporaryFolder } from '../cli/run-cli.ts'
import { largeFleet } from './sample-fleet.ts'

const root = resolve(import.meta.dirname, '../..')
const example = (name: string): string => readFileSync(join(root, 'docs/examples', name), 'utf8')
const long = 180_000

const words = { type: 'string', minLength: 1 }
const needs = (properties: Readonly<Record<string, object>>, closed = true) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  ...(closed ? { additionalProperties: false } : {}),
})
/** Of the CronJob of batch/v1 what the example uses, as Kubernetes documents it; a key that is not one fails. */
const cronJob = needs({
  apiVersion: { const: 'batch/v1' },
  kind: { const: 'CronJob' },
  metadata: needs({ name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$' } }),
  spec: needs({
    schedule: { type: 'string', pattern: '^(\\S+ ){4}\\S+$' },
    concurrencyPolicy: { enum: ['Allow', 'Forbid', 'Replace'] },
    jobTemplate: needs({
      spec: needs({
        completionMode: { const: 'Indexed' },
        completions: { type: 'integer', minimum: 1 },
        parallelism: { type: 'integer', minimum: 1 },
        backoffLimitPerIndex: { type: 'integer', minimum: 0 },
        maxFailedIndexes: { type: 'integer', minimum: 0 },
        activeDeadlineSeconds: { type: 'integer', minimum: 1 },
        template: needs({
          spec: needs({
            // backoffLimitPerIndex asks for it.
            restartPolicy: { const: 'Never' },
            securityContext: needs({
              runAsNonRoot: { type: 'boolean' },
              runAsUser: { type: 'integer' },
              fsGroup: { type: 'integer' },
            }),
            containers: {
              type: 'array',
              minItems: 1,
              items: needs({
                name: words,
                image: words,
                command: { type: 'array', items: words },
                args: { type: 'array', items: words },
                resources: needs({ requests: { type: 'object' }, limits: { type: 'object' } }),
                volumeMounts: { type: 'array', items: needs({ name: words, mountPath: words }, false) },
              }),
            },
            volumes: { type: 'array', items: needs({ name: words }, false) },
          }),
        }),
      }),
    }),
  }),
})

interface Job {
  readonly completions: number
  readonly template: {
    readonly spec: {
      readonly containers: readonly [
        { readonly args: readonly [string]; readonly volumeMounts: readonly { readonly name: string }[] },
      ]
      readonly volumes: readonly { readonly name: string }[]
    }
  }
}

describe('Kubernetes', () => {
  const data: { readonly spec: { readonly jobTemplate: { readonly spec: Job } } } = parse(
    example('kubernetes-indexed-job.yaml'),
  )

  test('has the keys and values of an Indexed Job', () => {
    const isCronJob = new Ajv2020({ allErrors: true, strict: false }).compile(cronJob)
    isCronJob(data)
    expect(isCronJob.errors ?? []).toEqual([])
    const { containers, volumes } = data.spec.jobTemplate.spec.template.spec
    expect(containers[0].volumeMounts.map(({ name }) => name).sort()).toEqual(volumes.map(({ name }) => name).sort())
  })

  test(
    'its pods look at all targets, each at its part',
    async () => {
      const { completions, template } = data.spec.jobTemplate.spec
      const provider = await startProvider({ token: 'a-token' })
      const folder = temporaryFolder()
      try {
        const names = Array.from({ length: 6 }, (_, index) => `tenant-${index}`)
        mkdirSync(join(folder.path, 'targets'))
        for (const name of names) {
          writeFileSync(
            join(folder.path, 'targets', `${name}.yaml`),
            `baseUrl: ${provider.baseUrl}\nauth: { type: bearer, token: a-token }\n`,
          )
        }
        const script = template.spec.containers[0].args[0]
          .replace('node /opt/scim-conformance/src/bin.ts', `"${process.execPath}" "${join(root, 'src/bin.ts')}"`)
          .replaceAll('/etc/scim-targets', join(folder.path, 'targets'))
          .replaceAll('/results', folder.path)
        const parts = [...new Set(names.map(name => shardIndex(name, completions)))].slice(0, 3)
        const codes = await Promise.all(parts.map(part => shell(script, { JOB_COMPLETION_INDEX: String(part - 1) })))
        expect(codes).toEqual(parts.map(() => 0))
        for (const part of parts) {
          const { targets, shards } = JSON.parse(readFileSync(join(folder.path, `part-${part}/fleet.json`), 'utf8'))
          expect(shards).toEqual([{ index: part, total: completions }])
          expect(targets.map(({ verdict }: { verdict: string }) => verdict)).toContain('healthy')
        }
      } finally {
        await provider.close()
        folder.remove()
      }
    },
    long,
  )
})

test('GitHub: the parts of the matrix are as many as --shard says, and none ends the others', () => {
  const { jobs } = parse(example('github-matrix.yml'))
  const { matrix } = jobs.part.strategy
  const look = jobs.part.steps.map(({ run }: { run?: string }) => run ?? '').join('\n')
  expect(jobs.part.strategy['fail-fast']).toBe(false)
  expect(matrix.part).toEqual(matrix.part.map((_: number, index: number) => index + 1))
  expect(look).toContain(`--shard \${{ matrix.part }}/${matrix.part.length}`)
  expect(jobs.whole.needs).toBe('part')
  expect(jobs.whole.if).toBe('always()')
})

test('GitLab: the merge comes after the parts, whatever became of them', () => {
  const { stages, health, fleet } = parse(example('gitlab-parallel.yml'))
  expect(stages).toEqual([health.stage, fleet.stage])
  expect(health.parallel).toBeGreaterThan(1)
  expect([health.artifacts.when, fleet.when]).toEqual(['always', 'always'])
})

test.each(['scim-health.service', 'scim-health.timer'])('systemd: %s has sections and keys alone', name => {
  const lines = example(name)
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
  for (const line of lines) expect(line).toMatch(/^(\[(Unit|Service|Timer|Install)\]|[A-Z][A-Za-z]+=\S.*)$/)
})

test.each(['kubernetes-indexed-job.yaml', 'github-matrix.yml', 'gitlab-parallel.yml', 'scim-health.service'])(
  '%s: every command and option is one',
  async name => {
    const text = example(name).replaceAll(/\s*\n\s+/g, ' ')
    const commands = [
      ...text.matchAll(
        /(?:scim-conformance|bin\.ts) (health|merge|run) ((?:(?!scim-conformance ).)*?)(?=- uses|artifacts:|resources:|\n|$)/g,
      ),
    ]
    expect(commands.length).toBeGreaterThan(0)
    for (const [, command = '', rest = ''] of commands) {
      const { stdout: help } = await runCli([command, '--help'])
      for (const [option] of rest.matchAll(/(?<![\w-])--[a-z][a-z-]+/g))
        expect(help).toMatch(new RegExp(`${option}\\b(?!-)`))
    }
  },
  long,
)

test('the rules of the alerts name figures and labels that there are', () => {
  const { groups } = parse(example('scim-alerts.yml'))
  const metrics = renderFleetMetrics(largeFleet(300))
  const rules: readonly { readonly expr: string }[] = groups.flatMap(
    ({ rules }: { rules: readonly { readonly expr: string }[] }) => rules,
  )
  for (const { expr } of rules) {
    for (const [name] of expr.matchAll(/scim_[a-z_]+/g)) expect(metrics).toContain(`# TYPE ${name} gauge\n`)
    for (const [, label, value] of expr.matchAll(/(\w+)="([^"]+)"/g)) expect(metrics).toContain(`${label}="${value}"`)
  }
})

test('the folder and the list of the page can be read, and each has its own secret', async () => {
  const page = readFileSync(join(root, 'docs/fleet.md'), 'utf8')
  const blocks = [...page.matchAll(/```(?:yaml)?\n((?:# targets|defaults:)[\s\S]*?)```/g)].map(([, text = '']) => text)
  const folder = temporaryFolder()
  try {
    mkdirSync(join(folder.path, 'targets'))
    writeFileSync(join(folder.path, 'token'), 'a-token')
    for (const text of blocks) {
      const [, name = 'targets.yaml'] = /^# (targets\/\S+)/.exec(text) ?? []
      folder.write(name, text.replace('/etc/scim-tokens/$' + '{TARGET}', join(folder.path, 'token')))
    }
    expect((await readTargets(join(folder.path, 'targets'), {})).map(({ name, problem }) => [name, problem])).toEqual([
      ['acme', undefined],
    ])
    const env = { SCIM_TOKEN_ACME: 'token-of-acme', SCIM_TOKEN_GLOBEX_EU: 'token-of-globex' }
    const list = await readTargets(join(folder.path, 'targets.yaml'), env)
    const targets = await Promise.all(list.map(one => one.open()))
    expect(targets.map(({ auth }) => auth)).toMatchObject([{ token: 'token-of-acme' }, { token: 'token-of-globex' }])
    expect(targets[1]?.baseUrl).toBe('https://globex-eu.example/scim/v2')
  } finally {
    folder.remove()
  }
})

test('every example in YAML is one document without a fault', () => {
  for (const name of ['kubernetes-indexed-job.yaml', 'github-matrix.yml', 'gitlab-parallel.yml', 'scim-alerts.yml']) {
    const documents = parseAllDocuments(example(name))
    expect(documents).toHaveLength(1)
    for (const document of documents) expect('errors' in document ? document.errors : []).toEqual([])
  }
})

function shardIndex(name: string, total: number): number {
  return (
    Array.from({ length: total }, (_, at) => at + 1).find(
      index => inShard([{ name }], { index, total }).length === 1,
    ) ?? 0
  )
}

function shell(script: string, env: Readonly<Record<string, string>>): Promise<number | null> {
  const child = spawn('sh', ['-c', script], { env: { ...process.env, ...env }, stdio: 'ignore' })
  return new Promise(done => child.on('close', done))
}

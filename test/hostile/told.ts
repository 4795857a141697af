// What a run says of each hostile provider: pinned in told.json, so that a change shows in review.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Attack } from './attack.ts'

export interface Told {
  /** 0 conforms, 1 has findings, 2 stops: where there is nothing to examine. */
  readonly exitCode: number
  /** A part of the message it stops with; of findings, a check that fails. */
  readonly says: string
}

const file = join(import.meta.dirname, 'told.json')

/** What was pinned, by the name of the hostile provider. */
export function pinned(): Readonly<Record<string, Told>> {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Pins what was told, beside what is pinned of others. */
export function pin(told: Readonly<Record<string, Told>>): void {
  const all = Object.entries({ ...pinned(), ...told }).sort(([one], [other]) => one.localeCompare(other))
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`)
}

/** Parts of messages that do not depend on which of two errors a socket meets first. */
const phrases = [
  'gives no answer',
  'answers like SCIM',
  'No access token',
  'access token that',
  'was answered 401',
  'was answered 403',
  'limited our requests',
]

/** What there is to pin of a run. */
export function toldIn({ exitCode, stderr, report }: Attack): Told {
  if (exitCode === 2 && report === undefined) {
    return { exitCode, says: phrases.find(phrase => stderr.includes(phrase)) ?? stderr.trim() }
  }
  if (exitCode === 2) return { exitCode, says: phrases.find(phrase => report?.stopped?.message.includes(phrase)) ?? '' }
  const failed = report?.checks.find(({ verdict }) => verdict === 'fail')
  const blocked = report?.checks.find(({ verdict }) => verdict === 'blocked')
  return { exitCode, says: (failed ?? blocked)?.id ?? 'Conforms.' }
}

/** Whether a run says what is pinned. */
export function saysAs({ exitCode, stdout, stderr, report }: Attack, told: Told): boolean {
  if (exitCode !== told.exitCode || exitCode === 0) return exitCode === told.exitCode
  const bad = report?.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'blocked') ?? []
  return (
    bad.some(({ id }) => id === told.says) || `${stdout}${stderr}${report?.stopped?.message ?? ''}`.includes(told.says)
  )
}

// The files of a fleet: tried before anything is sent, and written so that no reader meets half of one.

import { closeSync, existsSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../../errors.ts'
import { besides, makeFolder, putInPlace } from '../../fleet/whole-files.ts'
import { renderFleetHtml } from '../../report/fleet-html.ts'
import { renderFleetJson, renderFleetLine } from '../../report/fleet-json.ts'
import { renderFleetJUnit } from '../../report/fleet-junit.ts'
import { renderFleetMarkdown } from '../../report/fleet-markdown.ts'
import type { FleetLine, FleetRecord, FleetResult } from '../../result/fleet-result.ts'
import { systemReason } from '../report-files.ts'
import type { Output } from '../terminal.ts'

const reports = [
  ['fleet.json', renderFleetJson],
  ['fleet.html', renderFleetHtml],
  ['fleet.junit.xml', renderFleetJUnit],
  ['fleet.md', renderFleetMarkdown],
] as const

/** Where the reports of a fleet stand in this folder. */
export function fleetFiles(folder: string): readonly string[] {
  return reports.map(([name]) => join(folder, name))
}

/**
 * Makes the folder and tries that each report can be written there; those of an earlier look stay as they are. Throws
 * ConfigurationError.
 */
export function prepareFleetReports(folder: string): void {
  writing(folder, '--out', () => {
    makeFolder(folder)
    // Where no result is, a fleet.md is somebody else's.
    const isOurs = existsSync(join(folder, 'fleet.json'))
    const others = fleetFiles(folder).filter(file => !isOurs && existsSync(file))
    if (others.length > 0) {
      throw new ConfigurationError(`The reports are not written to ${folder}: ${others.join(' and ')} would be lost.`, {
        hint: 'Name another folder with --out: no earlier look has written that.',
      })
    }
    for (const file of fleetFiles(folder)) {
      const isThere = existsSync(file)
      closeSync(openSync(file, 'a'))
      if (!isThere) rmSync(file)
    }
  })
}

/** Takes the reports of an earlier look away, so that they never pass for those of a look that ends early. Throws ConfigurationError. */
export function removeFleetReports(folder: string): void {
  writing(folder, '--out', () => {
    for (const file of fleetFiles(folder)) rmSync(file, { force: true })
  })
}

/** Writes every report of the fleet, each put in place whole. Throws ConfigurationError. */
export function writeFleetReports(folder: string, result: FleetResult): void {
  writing(folder, '--out', () => makeFolder(folder))
  for (const [name, render] of reports) replaceFile(join(folder, name), render(result), '--out')
}

/** Tries that a file can be put where it is wanted. Throws ConfigurationError. */
export function prepareFile(file: string, option: string): void {
  writing(file, option, () => {
    const probe = besides(file)
    writeFileSync(probe, '')
    rmSync(probe)
  })
}

/** Writes the whole beside the old one and puts it in its place: whoever reads meanwhile has one or the other. */
export function replaceFile(file: string, text: string, option: string): void {
  writing(file, option, () => putInPlace(file, text))
}

export interface Lines {
  write(record: FleetRecord): void
  /** What kept a line from being written, if something did. */
  end(): string | undefined
}

/** Writes a line as soon as a target is over; on stdout for `-`. Throws ConfigurationError where the file cannot be opened. */
export function openLines(file: string, look: FleetLine['look'], output: Output): Lines {
  if (file === '-') {
    return { write: record => output.print(renderFleetLine({ ...record, look })), end: () => undefined }
  }
  const handle = writing(file, '--jsonl', () => openSync(file, 'w'))
  let problem: string | undefined
  return {
    write(record) {
      if (problem !== undefined) return
      try {
        writeSync(handle, renderFleetLine({ ...record, look }))
      } catch (error) {
        problem = `${file} cannot be written: ${systemReason(error)}.`
      }
    },
    end() {
      closeSync(handle)
      return problem
    },
  }
}

function writing<Value>(file: string, option: string, write: () => Value): Value {
  try {
    return write()
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    throw new ConfigurationError(`${file} cannot be written: ${systemReason(error)}.`, {
      hint: `With ${option}, name a place that you may write to.`,
      cause: error,
    })
  }
}

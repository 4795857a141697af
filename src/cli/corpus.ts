// The corpus of the fuzzer: cases that once failed, one JSON object a line.

import { appendFileSync, readFileSync } from 'node:fs'
import { ConfigurationError } from '../errors.ts'
import type { FuzzFinding } from '../fuzz/lane.ts'
import { type CorpusCase, kindOf } from '../fuzz/search.ts'
import { systemReason } from './report-files.ts'

/**
 * Reads a corpus, and makes it where it is not there yet. Throws ConfigurationError for a line that is no case, and where
 * nothing can be added to the file.
 */
export function openCorpus(file: string): readonly CorpusCase[] {
  append(file, '')
  const lines = readText(file).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const found = readCase(line)
    if (found !== undefined) return [found]
    throw new ConfigurationError(`Line ${index + 1} of ${file} is no case of the fuzzer.`, {
      hint: 'A corpus has one JSON object a line, with "lane" and "case"; take the line out or name another file.',
    })
  })
}

/** Adds what was found to the corpus, each case once. Nothing in it comes from the target but names of its schema. */
export function addToCorpus(file: string, known: readonly CorpusCase[], findings: readonly FuzzFinding[]): void {
  const keyOf = (lane: string, value: unknown): string => JSON.stringify([kindOf(lane), value])
  const keys = new Set(known.map(one => keyOf(one.lane, one.case)))
  const news = findings.filter(({ lane, value }) => !keys.has(keyOf(lane, value)))
  const lines = news.map(({ lane, value, words }) => `${JSON.stringify({ lane: kindOf(lane), case: value, words })}\n`)
  if (lines.length === 0) return
  append(file, lines.join(''))
}

function append(file: string, text: string): void {
  try {
    appendFileSync(file, text)
  } catch (error) {
    throw new ConfigurationError(`The corpus ${file} cannot be written: ${systemReason(error)}.`, {
      hint: 'With --corpus, name a file that you may write to, in a folder that exists.',
      cause: error,
    })
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigurationError(`The corpus ${file} cannot be read.`, { cause: error })
  }
}

function readCase(line: string): CorpusCase | undefined {
  try {
    const json: unknown = JSON.parse(line)
    if (typeof json !== 'object' || json === null || !('lane' in json) || !('case' in json)) return undefined
    return typeof json.lane === 'string' ? { lane: json.lane, case: json.case } : undefined
  } catch {
    return undefined
  }
}

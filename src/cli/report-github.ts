// What a run leaves in GitHub Actions, where it finds itself in one: annotations, and the summary of the step.

import { appendFileSync } from 'node:fs'
import { renderAnnotations } from '../report/github.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { RunResult } from '../result/run-result.ts'
import { systemReason } from './report-files.ts'
import type { Output } from './terminal.ts'

/**
 * With GITHUB_ACTIONS, tells the findings as annotations, on stderr so that stdout stays what was asked for; with
 * GITHUB_STEP_SUMMARY, adds the run to that file. One that cannot be written is told, and changes nothing else.
 */
export function tellGitHub(result: RunResult, output: Output, env: Readonly<Record<string, string | undefined>>): void {
  if (env.GITHUB_ACTIONS === 'true') {
    const annotations = renderAnnotations(result)
    if (annotations !== '') (output.command ?? output.tell)(annotations)
  }
  addStepSummary(() => renderMarkdown(result), output, env)
}

/** Adds Markdown to the summary of the step, where there is one. */
export function addStepSummary(
  render: () => string,
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const { GITHUB_STEP_SUMMARY: file = '' } = env
  if (file === '') return
  try {
    appendFileSync(file, render())
  } catch (error) {
    output.tell(`Note: the summary of the step cannot be written to ${file}: ${systemReason(error)}.`)
  }
}

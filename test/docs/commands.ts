// The commands of the documentation, and how each is tried: run, or looked at where running it here would prove nothing.

import { type Block, blocksOf, pages } from './pages.ts'

export interface Command {
  readonly page: string
  readonly line: number
  /** As it stands, without the remark behind it. */
  readonly text: string
}

const programs = /^(npx |npm |node |scim-conformance |docker |export |git |bash )/

/** Every line of the blocks in `sh`, and of those without a language that hold nothing but commands. */
export function commandsOfDocs(): readonly Command[] {
  return pages().flatMap(page => blocksOf(page).filter(isShell).flatMap(linesOf))
}

function isShell({ language, text }: Block): boolean {
  if (['sh', 'bash', 'console'].includes(language)) return true
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return language === '' && lines.length > 0 && lines.every(line => /^(npx |npm |scim-conformance )/.test(line.trim()))
}

function linesOf({ page, line, text }: Block): readonly Command[] {
  const joined = text.replace(/\\\n\s*/g, ' ')
  return joined.split('\n').flatMap((whole, index) => {
    const command = whole
      .trim()
      .replace(/^\$ /, '')
      .replace(/\s+#\s.*$/, '')
    return command === '' || command.startsWith('#') ? [] : [{ page, line: line + 1 + index, text: command }]
  })
}

/** Whether it is a command that these tests know the program of. */
export function isKnownProgram({ text }: Command): boolean {
  return programs.test(`${text} `)
}

/** The arguments to scim-conformance, or undefined where it is something else. Every spelling of the command is taken. */
export function ownArguments({ text }: Command): string | undefined {
  const spelled =
    /^(?:[A-Z_]+=\S+ )*(?:npx (?:--yes )?scim-conformance|npm run -s scim-conformance --|scim-conformance|node src\/bin\.ts)(?: (.*))?$/.exec(
      text,
    )
  return spelled === null ? undefined : (spelled[1] ?? '')
}

/** Why a command is not run by the tests; its name and options are looked at all the same. */
export const notRun: readonly { readonly command: RegExp; readonly why: string }[] = [
  { command: /^login\b|^logout\b/, why: 'signs in with a browser; test/auth does that' },
  { command: /--auth-server/, why: 'needs an authorization server; test/auth-server has one' },
  { command: /^ui\b/, why: 'goes on until it is ended; test/ui does that' },
  { command: /--watch/, why: 'goes on until it is ended; test/cli does that' },
]

// The documentation as data: its pages, their headings, links and blocks of code.

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

export interface Page {
  /** Relative to the repository: `docs/gates.md`. */
  readonly path: string
  readonly text: string
}

export interface Block {
  readonly page: string
  /** 1-based, of the fence. */
  readonly line: number
  /** What stands after the fence; empty where nothing does. */
  readonly language: string
  readonly text: string
}

/** The pages at the root and in docs/. */
export function pages(): readonly Page[] {
  const markdown = (folder: string) =>
    readdirSync(join(root, folder))
      .filter(name => name.endsWith('.md'))
      .map(name => join(folder, name))
  return [...markdown('.'), ...markdown('docs')].map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Fenced blocks, indented ones of lists included. */
export function blocksOf({ path, text }: Page): readonly Block[] {
  const blocks: Block[] = []
  let open: { fence: string; line: number; language: string; lines: string[] } | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const [, fence, language = ''] = /^\s*(`{3,})\s*([\w-]*)/.exec(line) ?? []
    if (open === undefined) {
      if (fence !== undefined) open = { fence, line: index + 1, language, lines: [] }
    } else if (fence !== undefined && fence.length >= open.fence.length && language === '') {
      blocks.push({ page: path, line: open.line, language: open.language, text: open.lines.join('\n') })
      open = undefined
    } else open.lines.push(line)
  }
  return blocks
}

/** The text without fenced blocks, lines kept. */
function prose(text: string): string {
  let fence: string | undefined
  return text
    .split('\n')
    .map(line => {
      const found = /^\s*(`{3,})/.exec(line)?.[1]
      if (found !== undefined) {
        fence = fence === undefined ? found : found.length >= fence.length ? undefined : fence
        return ''
      }
      return fence === undefined ? line : ''
    })
    .join('\n')
}

/** Targets of links and pictures, with their line. */
export function linksOf({ text }: Page): readonly { readonly to: string; readonly line: number }[] {
  return prose(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(([, to = '']) => ({
        to,
        line: index + 1,
      })),
    )
}

/** The anchors that GitHub gives to the headings of a page, and those written as HTML. */
export function anchorsOf({ text }: Page): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of prose(text).matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = words.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/\s/g, '-')
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  for (const [, id = ''] of text.matchAll(/<[^>]+\s(?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

/** Options named in text between backticks, such as `--fail-on`, with their page. */
export function optionsNamed({ path, text }: Page): readonly { readonly option: string; readonly page: string }[] {
  return [...prose(text).matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) =>
    [...code.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => ({ option, page: path })),
  )
}

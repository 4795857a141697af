// The test files of the ui: one a topic, with a line a check, as the ui shows them beside the results.

import { type Check, phaseOf } from '../../check/check.ts'
import type { OwnRequirement } from '../../check/own-requirement.ts'
import type { Selected } from '../../engine/select.ts'
import { requirementText } from '../../report/failure.ts'
import { plainText } from '../../report/plain-text.ts'

export interface UiFile {
  /** `filter.js`; the order of the files is that of their names. */
  readonly name: string
  /** What it holds the checks of. */
  readonly topic: string
  readonly text: string
}

export interface UiFilesOptions {
  /** The address of the module with the functions that the files call. */
  readonly testsModule: string
  readonly channelName: string
  /** Changes with the code of a topic, so that Vitest sees its file change, too. */
  readonly stampOf?: (topic: string) => string | undefined
}

const alone = 'One by one'
const ofEveryAnswer = 'what every answer shows'

/**
 * A file for each topic, in order, with its suites; what must not run beside others comes last in it. Passive checks, which look at the
 * answers to all others, are the last file.
 */
export function uiFiles(selected: readonly Selected[], options: UiFilesOptions): readonly UiFile[] {
  const active = selected.filter(({ check }) => phaseOf(check) !== 'passive')
  const passive = selected.filter(({ check }) => phaseOf(check) === 'passive')
  const topics = [...Map.groupBy(active, ({ topic }) => topic)]
  const texts = topics.map(([topic, ones]) => ({ title: topic, text: fileOf(topic, ones, options) }))
  if (passive.length > 0) texts.push({ title: ofEveryAnswer, text: passiveFile(passive, options) })
  const width = String(texts.length).length
  return texts.map(({ title, text }, index) => ({
    name: `${String(index + 1).padStart(width, '0')} ${title}.js`,
    topic: title,
    text,
  }))
}

/** The text of a file that says why its checks cannot be had. */
export function brokenText(message: string, options: UiFilesOptions): string {
  return `${head(options)}\nbroken(${quoted('own checks can be loaded')}, ${quoted(plainText(message))})\n`
}

/** Whether it is the file of the passive checks, which takes in those of every topic. */
export function isOfEveryAnswer({ topic }: UiFile): boolean {
  return topic === ofEveryAnswer
}

function fileOf(topic: string, selected: readonly Selected[], options: UiFilesOptions): string {
  const together = selected.filter(({ check }) => phaseOf(check) === 'together')
  const others = selected.filter(({ check }) => phaseOf(check) !== 'together')
  const suites = [...Map.groupBy(together, one => one.suite)].map(([title, ones]) =>
    block(
      'suite',
      title,
      ones.map(({ check }) => line('check', check)),
    ),
  )
  const last =
    others.length === 0
      ? []
      : [
          block(
            'oneByOne',
            alone,
            others.map(({ check }) => line('checkAlone', check)),
          ),
        ]
  const stamp = options.stampOf?.(topic)
  const title = `// The topic ${comment(topic)}${stamp === undefined ? '' : `, as of ${comment(stamp)}`}.`
  return [title, head(options), ...suites, ...last].join('\n')
}

function passiveFile(selected: readonly Selected[], options: UiFilesOptions): string {
  const suites = [...Map.groupBy(selected, one => one.suite)].map(([title, ones]) =>
    block(
      'oneByOne',
      title,
      ones.map(({ check }) => line('checkAlone', check)),
    ),
  )
  return [
    '// These send nothing: each looks at the answers that the other checks get. One that is run alone has the requests sent again with',
    '// which it found fault before.',
    head(options),
    ...suites,
  ].join('\n')
}

function head({ testsModule, channelName }: UiFilesOptions): string {
  return [
    '// Each line stands for a check, which the command runs against the target. Run one again with the button beside it.',
    `import { uiTests } from ${quoted(testsModule)}`,
    '',
    `const { suite, oneByOne, check, checkAlone, broken } = uiTests(${quoted(channelName)})`,
    '',
  ].join('\n')
}

function block(kind: 'suite' | 'oneByOne', title: string, lines: readonly string[]): string {
  return `${kind}(${quoted(title)}, () => {\n${lines.join('\n')}\n})\n`
}

function line(kind: 'check' | 'checkAlone', check: Check): string {
  const own: readonly OwnRequirement[] = check.ownRequirements ?? []
  const places = check.verifies.flatMap(id => {
    const { section } = requirementText(id, own)
    return section === undefined ? [] : [[section.label, section.url].filter(part => part !== undefined).join(' ')]
  })
  return [
    ...[...new Set(places)].map(place => `  // ${check.level} ${comment(place)}`),
    `  // Fix: ${comment(check.fix)}`,
    `  ${kind}(${quoted(check.id)}, ${quoted(check.title)})`,
  ].join('\n')
}

function comment(text: string): string {
  return plainText(text).replace(/\s+/g, ' ')
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

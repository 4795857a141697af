// What the terminal shows of one look at a service provider's health: every aspect, what to do, the verdict.

import { styleText } from 'node:util'
import type { HealthItem, HealthResult } from '../result/health-result.ts'
import { aspectNames, effortWords, stateSigns, verdictMeaning, verdictTone } from './health-words.ts'
import { oneLine } from './plain-text.ts'
import { wrap } from './terminal.ts'

export interface HealthTerminalOptions {
  readonly colour: boolean
  /** Columns. */
  readonly width: number
}

const colours = { good: 'green', concern: 'yellow', bad: 'red', 'not-examined': 'gray' } as const
const verdictColours = { good: 'green', open: 'yellow', bad: 'red' } as const
const verdictSigns = { good: '✓', open: '!', bad: '✗' } as const
const nameWidth = Math.max(...Object.values(aspectNames).map(name => name.length)) + 2

/** All that is said; ends with a newline. */
export function renderHealth(result: HealthResult, options: HealthTerminalOptions): string {
  const { tool, target, verdict, reason, items } = result
  const tone = verdictTone[verdict]
  const facts = `${tool.name} ${tool.version} · ${oneLine(target.baseUrl)} · ${effortWords(result)}`
  const headline = `${verdictSigns[tone]} ${verdict}: ${verdictMeaning[verdict]}`
  const blocks = [
    [
      ...wrap(`Health of ${oneLine(target.name)}`, options.width).map(line => paint(line, 'bold', options)),
      ...wrap(facts, options.width).map(line => paint(line, 'dim', options)),
    ],
    items.flatMap(item => itemLines(item, options)),
    [
      ...wrap(headline, options.width).map(line => paint(line, verdictColours[tone], options)),
      ...wrap(oneLine(reason), options.width - 2).map(line => `  ${line}`),
    ],
  ]
  return `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function itemLines({ aspect, state, words, remedy }: HealthItem, options: HealthTerminalOptions): readonly string[] {
  const isQuiet = state === 'not-examined'
  const indent = options.width < 60 ? 4 : 2 + nameWidth
  const inner = options.width - indent
  const lead = `${stateSigns[state]} ${aspectNames[aspect]}`
  const text = wrap(oneLine(words), inner).map(line => (isQuiet ? paint(line, 'gray', options) : line))
  const todo =
    remedy === undefined ? [] : wrap(oneLine(remedy), inner - 2).map((line, at) => `${at === 0 ? '→ ' : '  '}${line}`)
  const rest = [...text, ...todo].map(line => ' '.repeat(indent) + line)
  if (options.width < 60) return [paint(lead, colours[state], options), ...rest]
  const [first = ''] = rest
  return [paint(lead.padEnd(indent), colours[state], options) + first.slice(indent), ...rest.slice(1)]
}

type Format = Parameters<typeof styleText>[0]

function paint(text: string, format: Format, { colour }: HealthTerminalOptions): string {
  return colour ? styleText(format, text, { validateStream: false }) : text
}

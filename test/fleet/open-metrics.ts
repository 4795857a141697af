// A reader of OpenMetrics text that takes nothing but what version 1.0 allows of gauges: the strict witness of what we write.

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const number = String.raw`-?\d+(?:\.\d+)?(?:e[+-]\d+)?`
const sampleLine = new RegExp(String.raw`^([a-z_][a-z0-9_]*)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\} (${number})$`)

/** The samples of every family. Throws on the first line that is not as it must be. */
export function readOpenMetrics(text: string): readonly Sample[] {
  if (!text.endsWith('\n# EOF\n') && text !== '# EOF\n') throw new Error('it does not end with # EOF and a newline')
  const samples: Sample[] = []
  const families = new Set<string>()
  const seen = new Set<string>()
  let family = ''
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const [, kind, name = '', rest = ''] = /^# (TYPE|UNIT|HELP) ([a-z_]+) (.+)$/.exec(line) ?? []
    if (kind === 'TYPE') {
      if (families.has(name)) throw new Error(`${name} comes twice`)
      if (rest !== 'gauge') throw new Error(`${name} is a ${rest}`)
      families.add(name)
      family = name
    } else if (kind !== undefined) {
      if (name !== family) throw new Error(`${line} stands within ${family}`)
      if (kind === 'UNIT' && !name.endsWith(`_${rest}`)) throw new Error(`${name} does not end with its unit`)
    } else {
      const [, sample = '', labels = '', value = ''] = sampleLine.exec(line) ?? []
      if (sample !== family) throw new Error(`this is no sample of ${family}: ${line}`)
      if (labels.endsWith(',')) throw new Error(`a comma too many: ${line}`)
      if (seen.has(`${sample}{${labels}`)) throw new Error(`the same sample twice: ${line}`)
      seen.add(`${sample}{${labels}`)
      const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\\n]|\\[\\"n])*)"/g)]
      samples.push({
        name: sample,
        value: Number(value),
        labels: Object.fromEntries(
          pairs.map(([, label = '', said = '']) => [
            label,
            said.replace(/\\([\\"n])/g, (_, one: string) => (one === 'n' ? '\n' : one)),
          ]),
        ),
      })
    }
  }
  return samples
}

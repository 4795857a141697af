// What a look gathers: an item for each aspect, figures, and the few exchanges that items point at.

import type { Exchange, HttpResponse } from '../http/exchange.ts'
import type { Redactor } from '../http/redact.ts'
import { type HealthAspect, type HealthFigures, type HealthItem, healthAspects } from '../result/health-result.ts'
import { keptExchange } from './evidence.ts'

/** What one aspect came to. */
export interface Judgement {
  readonly state: HealthItem['state']
  readonly words: string
  readonly remedy?: string
  /** Answers that show it. */
  readonly shown?: readonly HttpResponse[]
}

export interface Findings {
  /** Says how an aspect is; what was said last stands. */
  say(aspect: HealthAspect, judgement: Judgement): void
  has(aspect: HealthAspect): boolean
  /** Notes an id or a value of somebody's resource that a request of ours names: it is masked in what is kept. */
  hide(text: string): void
  figure<Name extends keyof HealthFigures>(name: Name, value: NonNullable<HealthFigures[Name]>): void
  /** One item for each aspect in their order; those of which nothing was said have these words. */
  items(otherwise: string): readonly HealthItem[]
  readonly figures: HealthFigures
  /** Those that items point at. */
  exchanges(): readonly Exchange[]
}

/** Exchanges that one item points at, at the most. */
const mostShown = 4

/** Gathers what a look finds; nothing secret gets in. */
export function createFindings(redactor: Redactor): Findings {
  const said = new Map<HealthAspect, Judgement>()
  const somebodys = new Set<string>()
  const figures: { -readonly [Name in keyof HealthFigures]: HealthFigures[Name] } = {}
  const shownOf = ({ state, shown = [] }: Judgement): readonly HttpResponse[] =>
    state === 'concern' || state === 'bad' ? shown.slice(0, mostShown) : []

  return {
    say: (aspect, judgement) => void said.set(aspect, judgement),
    has: aspect => said.has(aspect),
    hide: text => void somebodys.add(text),
    figure(name, value) {
      figures[name] = value
    },
    items: otherwise =>
      healthAspects.map((aspect): HealthItem => {
        const judgement = said.get(aspect)
        if (judgement === undefined) return { aspect, state: 'not-examined', words: otherwise }
        const { state, words, remedy } = judgement
        const ids = shownOf(judgement).map(({ exchange }) => exchange.id)
        const isTold = state === 'concern' || state === 'bad'
        return {
          aspect,
          state,
          words: redactor.text(words),
          ...(remedy === undefined || !isTold ? {} : { remedy: redactor.text(remedy) }),
          ...(ids.length === 0 ? {} : { exchanges: ids }),
        }
      }),
    figures,
    exchanges() {
      const answers = [...said.values()].flatMap(shownOf)
      const byId = new Map(answers.map(({ exchange }) => [exchange.id, exchange]))
      return [...byId.values()].sort((a, b) => a.id - b.id).map(exchange => keptExchange(exchange, somebodys))
    },
  }
}

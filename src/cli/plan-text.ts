// The plan of a run as text.

import { amount, thousands } from '../report/amounts.ts'
import { oneLine, plainText } from '../report/plain-text.ts'
import { wrap } from '../report/terminal.ts'
import type { Plan, PlannedCheck } from './plan-of-run.ts'

/** Checks that are listed one by one; of more, topics are. */
const shownChecks = 60
/** Lines of requests; further ones are summed up. */
const shownPlaces = 14
const labelWidth = 11

/** What a run would create and send, and what it would leave out; ends with a newline. */
export function renderPlan(plan: Plan, { width }: { readonly width: number }): string {
  const own = plan.checks.filter(({ requests }) => requests === undefined)
  const blocks = [
    [
      ...wrap(`Plan for ${oneLine(plan.target.name)}: nothing was sent to it.`, width),
      ...wrap(
        'What follows is what the same checks did just now at the embedded service provider on this machine, which offers ' +
          'everything. Where yours offers less or answers otherwise, less or other things are sent; where it has other ' +
          'resource types, they are created too.',
        width,
      ),
    ],
    [
      ...row('Where', oneLine(plan.target.baseUrl), width),
      ...row('Signs in', `with ${oneLine(plan.credentials)}`, width),
      ...row('Asks', asksWords(plan), width),
      ...row(
        'Journal',
        plan.journals ??
          (plan.writes ? 'none: what is created ends with the embedded provider' : 'none: nothing is written'),
        width,
      ),
      ...row('Reports', plan.reports.join('  '), width),
    ],
    checksBlock(plan, width),
    ...(own.length === 0
      ? []
      : [
          wrap(
            `${amount(own.length, 'check')} of these ${own.length === 1 ? 'was' : 'were'} not carried out here: checks of your own and those ` +
              'that ask the authorization server. What they send is not in the figures.',
            width,
          ),
        ]),
    leftOutBlock(plan, width),
    createsBlock(plan, width),
    requestsBlock(plan),
  ]
  return `${blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

function asksWords({ asks, writes }: Plan): string {
  if (asks === undefined) return writes ? 'nobody: the target is on this machine' : 'nobody: nothing is written'
  return asks.agreed ? 'nobody, since --yes agrees' : `before it begins: ${oneLine(asks.words)}`
}

function checksBlock({ checks }: Plan, width: number): readonly string[] {
  const title = amount(checks.length, 'check')
  if (checks.length === 0) return ['No check: nothing would be sent but what discovery takes.']
  if (checks.length <= shownChecks) {
    const longest = Math.max(...checks.map(({ id }) => id.length))
    return [
      title,
      ...checks.flatMap(check => {
        const line = `  ${check.id.padEnd(longest)}  ${check.level.padEnd(6)}  ${amountOf(check)}`
        const needs = check.needs.length === 0 ? '' : `  needs ${check.needs.join(', ')}`
        return line.length + needs.length <= width
          ? [line + needs]
          : [line, ...(needs === '' ? [] : [`      ${needs.trim()}`])]
      }),
    ]
  }
  const topics = [...Map.groupBy(checks, ({ topic }) => topic)]
  const longest = Math.max(...topics.map(([name]) => name.length))
  const needs = new Map<string, number>()
  for (const need of checks.flatMap(check => check.needs)) needs.set(need, (needs.get(need) ?? 0) + 1)
  const optional = [...needs].sort((a, b) => b[1] - a[1]).map(([need, count]) => `${need} (${count})`)
  return [
    title,
    ...topics.map(([name, own]) => `  ${oneLine(name).padEnd(longest)}  ${thousands(own.length).padStart(4)}`),
    ...wrap(`They rest on these, and are unsupported where one is not offered: ${optional.join(', ')}.`, width),
  ]
}

function amountOf({ requests }: PlannedCheck): string {
  if (requests === undefined) return 'not carried out here'
  return requests === 0 ? 'sends nothing of its own' : amount(requests, 'request')
}

function leftOutBlock({ leftOut }: Plan, width: number): readonly string[] {
  if (leftOut.length === 0) return []
  return [
    'Left out',
    ...leftOut.flatMap(({ reason, checks }) =>
      wrap(`${amount(checks.length, 'check')}: ${oneLine(reason)}`, width - 2).map(line => `  ${line}`),
    ),
  ]
}

function createsBlock({ creates, writes }: Plan, width: number): readonly string[] {
  if (!writes) return ['Creates nothing: `safety: read-only`.']
  if (creates.length === 0) return ['Creates nothing.']
  return [
    ...wrap(
      'Creates, and deletes again, one by one, when their check ends; in every one a name begins with scimc- and eight digits of the run',
      width,
    ),
    ...creates.flatMap(({ path, count, example }) => [
      `  ${thousands(count)} at ${oneLine(path)}, such as`,
      ...pretty(example).map(line => `    ${line}`),
    ]),
  ]
}

function pretty(body: string): readonly string[] {
  try {
    return plainText(JSON.stringify(JSON.parse(body), null, 2)).split('\n')
  } catch {
    return [oneLine(body)]
  }
}

function requestsBlock({ requests: { total, places } }: Plan): readonly string[] {
  const shown = places.slice(0, shownPlaces)
  const rest = places.slice(shownPlaces).reduce((sum, { count }) => sum + count, 0)
  const digits = Math.max(...shown.map(({ count }) => thousands(count).length), 1)
  return [
    `${thousands(total)} requests`,
    ...shown.map(
      ({ method, path, count }) => `  ${thousands(count).padStart(digits)}  ${method.padEnd(6)}  ${oneLine(path)}`,
    ),
    ...(rest === 0 ? [] : [`  ${thousands(rest).padStart(digits)}  to other places, many of which should not exist`]),
  ]
}

function row(name: string, text: string, width: number): readonly string[] {
  return wrap(text, width - labelWidth).map((line, index) => (index === 0 ? name : '').padEnd(labelWidth) + line)
}

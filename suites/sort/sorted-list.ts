// Asks for the dataset in an order and holds what comes against the order that the RFC describes.

import type { CheckContext } from '../../src/check/context.ts'
import { type Basis, expectThat } from '../../src/check/expect.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import type { JsonObject } from '../../src/scim/json.ts'
import { firstMisplaced, type SortOrder, sorted } from '../../src/scim/sort.ts'
import { readValues } from '../../src/scim/value.ts'
import { type Dataset, type Member, narrowed } from '../support/dataset.ts'
import { walkByIndex } from '../support/walk.ts'

export interface Ordering {
  readonly sortBy: string
  readonly sortOrder?: SortOrder
  /** Resources per page; 50 when absent. */
  readonly count?: number
}

/** The members of the dataset in the order in which the service provider lists them. */
export interface Listed {
  readonly members: readonly Member[]
  readonly exchanges: readonly number[]
  /** Pages with something on them. */
  readonly pages: number
}

/**
 * Lists the dataset sorted. A sortBy that is refused with 400 or 501 ends the check, or the subject, as unsupported unless
 * `mustWork` says that this one has to be taken.
 */
export async function listSorted(
  context: CheckContext,
  data: Dataset,
  { sortBy, sortOrder, count = 50 }: Ordering,
  { mustWork = false } = {},
): Promise<Listed> {
  const query = { ...narrowed(data), sortBy, ...(sortOrder === undefined ? {} : { sortOrder }) }
  if (!mustWork) {
    const probe = await context.scim.list(data.type, { ...query, startIndex: 1, count })
    if (probe.status === 400 || probe.status === 501) {
      context.unsupported(`sortBy ${sortBy} is declined with ${describeResponse(probe)}`)
    }
  }
  const { ids, pages, complete } = await walkByIndex(context, data.type, query, count)
  // What others create meanwhile moves the pages: what then comes again stood at its first place already.
  const members = [...new Set(ids)].flatMap(id => data.members.find(one => one.id === id) ?? [])
  if (!complete && members.length < data.members.length) {
    context.unsupported('the list has more pages than are read and cannot be narrowed')
  }
  if (members.length < 3) context.unsupported('fewer than three of the resources to be sorted are listed')
  const filled = pages.filter(({ list }) => list.resources.length > 0).length
  return { members, pages: filled, exchanges: pages.map(({ response }) => response.exchange.id) }
}

/** Holds when the listed members stand in order. `path` is what they are sorted by, in the spelling of the schema. */
export function expectSorted(
  { type }: Dataset,
  { members, exchanges }: Pick<Listed, 'members' | 'exchanges'>,
  path: string,
  sortOrder: SortOrder | undefined,
  basis: Basis = {},
): void {
  const resources = members.map(({ resource }) => resource)
  if (firstMisplaced(resources, path, sortOrder, type.schemas) === undefined) return
  const right = (sorted(resources, path, sortOrder, type.schemas) ?? []).flat()
  const words = (list: readonly JsonObject[]): string =>
    list.map(one => valueWords(readValues(one, path, type.schemas))).join(', ')
  expectThat(false, { ...basis, expected: words(right), got: words(resources), exchanges })
}

/** A value in short: of a marked text the end. */
function valueWords(values: readonly unknown[]): string {
  if (values.length === 0) return 'none'
  return values
    .map(value =>
      typeof value === 'string' ? (/^scimc-.*-([a-z]+)(?:@.*)?$/i.exec(value)?.[1] ?? value) : show(value),
    )
    .join('+')
}

/** The members whose value there has no capital letter: they stand in one order, however letter case is taken. */
export function plainMembers(data: Dataset, listed: Listed, path: string): Listed {
  const isPlain = ({ resource }: Member): boolean => {
    const [text] = readValues(resource, path, data.type.schemas)
    return typeof text === 'string' && text === text.toLowerCase()
  }
  return { ...listed, members: listed.members.filter(isPlain) }
}

/** Whether the dataset can show an order of this attribute: three members at least have different values there. */
export function canShowOrder({ members, type }: Dataset, path: string): boolean {
  return new Set(members.flatMap(({ resource }) => readValues(resource, path, type.schemas).slice(0, 1))).size >= 3
}

// What a PUT leaves out of a complex attribute or of an extension does not stay behind (RFC 7644 §3.5.1).

import { check, suite } from '../../src/check/check.ts'
import type { CheckContext } from '../../src/check/context.ts'
import { expectThat } from '../../src/check/expect.ts'
import type { ProviderType } from '../../src/check/vocabulary.ts'
import { describeResponse, show } from '../../src/check/words.ts'
import { isObject, type JsonObject, member } from '../../src/scim/json.ts'
import { pathOf } from '../../src/scim/resource-schemas.ts'
import { isUnassigned, valueAt } from '../../src/scim/value.ts'
import { isSuccess, readBack, replacementOf } from '../support/answers.ts'
import { withAttribute } from '../support/attributes.ts'
import { complexOf, eachTypeWith, extensionPairsOf } from '../support/patch-choice.ts'

/** What a resource has before a PUT and in it, and the part that the PUT does not have. */
interface Replacement {
  readonly before: JsonObject
  readonly after: JsonObject
  readonly path: string
  readonly leftOut: (resource: JsonObject) => unknown
}

async function expectGone(
  context: CheckContext,
  type: ProviderType,
  { before, after, path, leftOut }: Replacement,
): Promise<void> {
  const { resources, scim, unsupported } = context
  const created = await resources.create(type, before)
  const old = leftOut((await readBack(context, created)).json)
  if (isUnassigned(old)) unsupported(`${path} is not kept`)
  const response = await scim.replace(type, created.id, replacementOf(created, after))
  if (!isSuccess(response)) unsupported(`a PUT without ${path} is answered ${describeResponse(response)}`)
  const now = await readBack(context, created)
  const found = leftOut(now.json)
  expectThat(JSON.stringify(found) !== JSON.stringify(old), {
    arguable: 21,
    expected: `no ${path} after a PUT without it, or a default`,
    got: `${path} ${show(found)}, as before`,
    response: now.response,
  })
}

export const leavingOut = suite('Parts that a PUT leaves out', [
  check(
    'left-out/sub-attribute',
    {
      title: 'a complex attribute in a PUT takes the place of the old one, and is not merged with it',
      verifies: '7644-3.5.1-04',
      fix: 'Store a complex attribute of a PUT as it was sent; only PATCH merges sub-attributes.',
    },
    context =>
      eachTypeWith(context, 'complex attribute', complexOf, async (type, { found, one, other }) => {
        const [kept, gone] = other.required ? [other, one] : [one, other]
        if (gone.required) return context.unsupported(`all of ${pathOf(found)} is required`)
        const unique = context.resources.unique()
        const built = await context.resources.build(type)
        const both = { [kept.name]: `${unique} one`, [gone.name]: `${unique} other` }
        await expectGone(context, type, {
          before: withAttribute(built, found, both),
          after: withAttribute(built, found, { [kept.name]: `${unique} new` }),
          path: pathOf({ ...found, subAttribute: gone }),
          leftOut: resource => partOf(valueAt(resource, found), gone.name),
        })
      }),
  ),

  check(
    'left-out/in-extension',
    {
      title: 'an extension in a PUT takes the place of the old one, and is not merged with it',
      verifies: '7644-3.5.1-04',
      fix: 'Store the object of an extension in a PUT as it was sent; only PATCH merges its attributes.',
    },
    context =>
      eachTypeWith(context, 'extension with two attributes', extensionPairsOf, async (type, pairs) => {
        for (const [kept, gone] of pairs) {
          await context.subject(`${type.name} ${gone.found.extension}`, async () => {
            const built = await context.resources.build(type)
            const whole = withAttribute(withAttribute(built, kept.found, kept.values[0]), gone.found, gone.values[0])
            await expectGone(context, type, {
              before: whole,
              after: withAttribute(withAttribute(whole, kept.found, kept.values[1]), gone.found, undefined),
              path: pathOf(gone.found),
              leftOut: resource => valueAt(resource, gone.found),
            })
          })
        }
      }),
  ),
])

function partOf(value: unknown, name: string): unknown {
  return isObject(value) ? member(value, name) : undefined
}

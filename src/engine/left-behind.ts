// What a run may leave at the service provider, in words for its report.

import type { OwnResources } from '../http/own-resources.ts'
import type { Redactor } from '../http/redact.ts'

const remedy = '`scim-conformance sweep` looks for it and deletes it.'

const shownPaths = 5

/** Notes on what could not be deleted (its path, and in words what the last try met with), and on what is not known by path. */
export function notesOnWhatIsLeft(
  own: Pick<OwnResources, 'mark' | 'lost' | 'disowned' | 'outlived' | 'unmarked'>,
  undeleted: ReadonlyMap<string, string>,
  redactor: Redactor,
): readonly string[] {
  const notes: string[] = []
  const [first] = undeleted
  if (first !== undefined) {
    const [path, answer] = first
    notes.push(
      `${undeleted.size} ${undeleted.size === 1 ? 'resource' : 'resources'} of this run could not be deleted (first: ${redactor.text(path)}, ${answer}); all carry the mark ${own.mark}. ${remedy}`,
    )
  }
  const [outlived] = own.outlived
  if (outlived !== undefined) {
    notes.push(
      `What was deleted can still be read (first: ${redactor.text(outlived)}): the service provider keeps it, deactivated perhaps, so everything that this run has made may still be there. It carries the mark ${own.mark}; where it disturbs you, remove it with the service provider's own tools.`,
    )
  }
  const unnamed = own.lost - own.disowned
  if (unnamed > 0) {
    notes.push(
      `${unnamed} ${unnamed === 1 ? 'create was' : 'creates were'} not answered, or answered with a 5xx, or with success but without an id or a Location of their own: what they made carries the mark ${own.mark} and may be left. ${remedy}`,
    )
  }
  const { unmarked } = own
  if (unmarked.length > 0) {
    const shown = unmarked.slice(0, shownPaths).map(path => redactor.text(path))
    const more = unmarked.length > shownPaths ? ` and ${unmarked.length - shownPaths} more` : ''
    notes.push(
      `${unmarked.length === 1 ? 'A create' : `${unmarked.length} creates`} whose body has no room for a mark, which is to be refused, ${unmarked.length === 1 ? 'was' : 'were'} answered with success. What is there does not show that it is ours, so it was left: look at ${shown.join(', ')}${more}, and delete it yourself. \`scim-conformance sweep\` does not find it.`,
    )
  }
  const foreign = own.disowned - unmarked.length
  if (foreign > 0) {
    notes.push(
      `${foreign} ${foreign === 1 ? 'create was' : 'creates were'} answered with the id of a resource that does not carry the mark ${own.mark}: those were left alone, and what was really created may be left. ${remedy}`,
    )
  }
  return notes
}

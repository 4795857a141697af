// What a test throws for a check that did not pass.

/** An error with nothing of ours around it: the places in our code say nothing to its reader. Vitest shows expected and got as a difference. */
export function shownError({ message, expected, got }: { message: string; expected?: string; got?: string }): Error {
  const error = new Error(message)
  error.name = 'NotConformant'
  error.stack = ''
  return expected === undefined || got === undefined ? error : Object.assign(error, { expected, actual: got })
}

// The subjects of findings, without what differs from run to run.

/** The subject without how many times it was seen, which depends on what else was sent: `POST /Users (34 times)`. */
export function steadySubject(subject: string): string {
  return subject.replace(/ \(\d+ times\)$/, '')
}

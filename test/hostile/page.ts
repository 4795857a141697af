// docs/hostile-providers.md: the corpus as a table. `node test/hostile/all.ts --page` writes it, a test keeps it true.

import type { Hostile } from './hostile.ts'
import type { Told } from './told.ts'

const introduction = `# Hostile providers

What a service provider answers is never trusted. These do their worst, on 127.0.0.1: a run against each ends with a finding or a clear
stop. \`test/hostile/\` has them as code.

\`\`\`sh
npx vitest run test/hostile
node test/hostile/all.ts
\`\`\`

The first runs a sample of the checks against those where a run stops at once, and one in three of the others. The second runs against every one, from the
start and in mid-run, each in a process of its own with 256 MB for JavaScript objects, and prints time and peak memory; words in its arguments choose by name or
group, and \`--all-checks\` runs every check. Besides, answers of the embedded provider are changed at random: 200 in the tests, as many as you like by
\`node test/hostile/all-mutants.ts 5000\`.

For each of them it is seen that

- the exit code is 0, 1 or 2, no verdict is \`error\`, and nothing hangs longer than the time limits of the target file;
- no secret (token, client secret, secret header, in any spelling: JSON, URL, base64) is in what is printed or written, and none is sent to another host;
- no escape sequence, control character or mark that reorders text reaches the terminal, report.json, report.html, junit.xml, report.har or summary.md,
  and each of these is well-formed;
- no prototype is polluted;
- a process needs less than 400 MB (\`million-elements\` makes it 465), and no more than 256 MB for JavaScript objects.

\`health\` and \`init\` are tried in the same way, against all of them with:

\`\`\`sh
node test/hostile/all.ts --health
node test/hostile/all.ts --init
\`\`\`

The limits behind it: bodies end at \`maxResponseBytes\`, also when gzip, deflate, brotli or zstd are taken off, and of one that is larger no more than
131,072 bytes are kept; a create that is answered with more than 1,000,000 characters blocks its check; JSON that nests more than 200 deep
is not read; of each body 32,768 characters are kept as evidence; of ResourceTypes the first 100 are examined and of Schemas the first 1,000; redirects are followed
within the same origin, three times; waiting for Retry-After takes two minutes in all, or as long as a check may take where that is less.

*From the start* is what a run says where the provider is hostile from the first request on: it stops with these words; or this is a check that fails or is
blocked; or the sample has nothing to say, since what is done is allowed or other checks look at it. *In mid-run* it begins after 40 requests: then
there are findings, or the run stops.
`

/** The page, from the corpus and what is pinned of it. */
export function renderPage(corpus: readonly Hostile[], told: Readonly<Record<string, Told>>): string {
  const groups = [...Map.groupBy(corpus, ({ group }) => group)]
  const tables = groups.map(([group, members]) => {
    const rows = members.map(({ name, what, atOnce, later, heavy }) => {
      const start = atOnce ? (heavy ? 'not pinned' : wordsOf(told[name])) : ''
      const middle = later === undefined ? '' : later === 'conforms' ? 'conforms' : 'findings or stop'
      return `| \`${name}\` | ${what}${heavy ? ' (heavy)' : ''} | ${start} | ${middle} |`
    })
    return `## ${group}\n\n| provider | what it does | from the start | in mid-run |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `${introduction}\n${corpus.length} providers.\n\n${tables.join('\n')}`
}

function wordsOf(told: Told | undefined): string {
  if (told === undefined) return ''
  if (told.exitCode === 0) return 'nothing'
  if (told.says === '') return 'a finding'
  if (told.exitCode === 1) return `\`${told.says}\``
  return `stops: “${told.says.replace(/[|\n]/g, ' ')}”`
}

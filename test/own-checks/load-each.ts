// Loads the topics of each pattern by itself, in a process of its own as the command does, and prints what came of it as JSON.

import { loadOwnTopics } from '../../src/engine/own-topics.ts'
import { ConfigurationError } from '../../src/errors.ts'
import { allTopics, authServerTopic } from '../../suites/all.ts'

const results: Record<string, unknown> = {}
for (const argument of process.argv.slice(2)) {
  try {
    const suites = { folder: process.cwd(), patterns: argument.split(',') }
    const { topics, files } = await loadOwnTopics(suites, { builtIn: [...allTopics, authServerTopic] })
    const checks = topics.flatMap(topic =>
      topic.suites.flatMap(suite => suite.checks.map(({ id, level }) => `${topic.name}: ${id} ${level}`)),
    )
    results[argument] = { checks, files: files.length }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    results[argument] = { message: error.message, hint: error.hint }
  }
}
console.log(JSON.stringify(results))

#!/usr/bin/env node
// The command: makes sure that Node is new enough before anything else is loaded.

import module from 'node:module'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`scim-conformance needs Node 22.19 or newer; this is ${process.version}.`)
  process.exit(2)
}
module.enableCompileCache()
const { main } = await import('./cli/main.ts')
process.exitCode = await main(process.argv.slice(2))

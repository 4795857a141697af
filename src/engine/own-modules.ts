// Loads a file of the user's own as Node does, but for two things: `scim-conformance` is this very copy of the harness, whatever
// is installed beside the file, and a file that has changed is read anew.

import module from 'node:module'
import { pathToFileURL } from 'node:url'
import { ConfigurationError, HarnessError } from '../errors.ts'
import { shownFile } from './own-files.ts'

/** The library as the file's `import … from 'scim-conformance'` means it. */
const library = new URL(`../library.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url).href
const ourFolder = new URL('../../', import.meta.url).href
const parameter = 'scim-conformance-version'

/** Loading a file runs it; one that waits for ever must not hold up the command for ever. */
const limitMs = 30_000

let isHooked = false

/** Each copy of a check's outcome is a class of its own: with two copies of the harness no departure would be recognised. */
function hook(): void {
  if (isHooked) return
  isHooked = true
  module.registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === 'scim-conformance') return nextResolve(library, context)
      const found = nextResolve(specifier, context)
      const version = versionOf(context.parentURL)
      const isTheirs =
        found.url.startsWith('file:') &&
        !found.url.includes('/node_modules/') &&
        !found.url.startsWith(`${ourFolder}src/`)
      return version === undefined || !isTheirs ? found : { ...found, url: withVersion(found.url, version) }
    },
  })
}

function versionOf(url: string | undefined): string | undefined {
  return url?.includes(parameter) === true ? (new URL(url).searchParams.get(parameter) ?? undefined) : undefined
}

function withVersion(url: string, version: string): string {
  const versioned = new URL(url)
  versioned.searchParams.set(parameter, version)
  return versioned.href
}

/**
 * What the file exports, by name. With another `version` the file and what it imports of the user's own is read anew. Throws
 * ConfigurationError, with the place, where the file cannot be read or throws while it is loaded.
 */
export async function loadOwnModule(file: string, version?: string): Promise<ReadonlyMap<string, unknown>> {
  hook()
  const url = pathToFileURL(file).href
  const loading: Promise<unknown> = import(/* @vite-ignore */ version === undefined ? url : withVersion(url, version))
  try {
    const exported = await withinLimit(loading, file)
    return new Map(typeof exported === 'object' && exported !== null ? Object.entries(exported) : [])
  } catch (error) {
    throw cannotLoad(file, error)
  }
}

async function withinLimit(loading: Promise<unknown>, file: string): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new ConfigurationError(`${shownFile(file)} was not loaded within ${limitMs / 1000} seconds.`, {
          hint: 'What has to be waited for belongs into a check; at its top level the file only says which checks there are.',
        }),
      )
    }, limitMs)
  })
  try {
    return await Promise.race([loading, limit])
  } finally {
    clearTimeout(timer)
  }
}

function cannotLoad(file: string, error: unknown): ConfigurationError {
  const name = shownFile(file)
  if (error instanceof ConfigurationError && error.message.startsWith(name)) return error
  const place = placeIn(error, file)
  const words =
    error instanceof Error ? `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}` : String(error)
  const about = error instanceof HarnessError ? error.message : shortened(words)
  const hint = error instanceof HarnessError ? error.hint : hintFor(error)
  return new ConfigurationError(`${name}${place} cannot be loaded: ${about}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  })
}

/** `:12:5`, where the stack of the error says so. */
function placeIn(error: unknown, file: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const address = pathToFileURL(file).href
  for (const line of stack.split('\n')) {
    const at = Math.max(line.indexOf(address), line.indexOf(file))
    const [, place] = at < 0 ? [] : (/^[^\s)]*?((?::\d+){1,2})\)?$/.exec(line.slice(at)) ?? [])
    if (place !== undefined) return place
  }
  return ''
}

function shortened(text: string): string {
  const [first = ''] = text.split('\n')
  return first.length > 500 ? `${first.slice(0, 500)}…` : first
}

function hintFor(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ERR_MODULE_NOT_FOUND':
      return 'Install the package that it imports beside it (npm install), or mend the path: with its extension, ./words.ts.'
    case 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING':
      return 'Node runs no TypeScript below node_modules: name a compiled file there.'
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
      return 'Node takes types out and compiles nothing: no enum, no namespace, no parameter property. Or name a compiled file.'
    case 'ERR_REQUIRE_ASYNC_MODULE':
    case 'ERR_REQUIRE_ESM':
      return 'Write it as an ES module: import in place of require.'
    default:
      if (!(error instanceof SyntaxError)) return undefined
      if (/scim-conformance.* does not provide an export/.test(error.message)) {
        return 'docs/library.md lists what the library of this version exports.'
      }
      return /import statement|token 'export'/.test(error.message)
        ? 'Files are ES modules: .mjs or .ts, or .js beside a package.json with "type": "module".'
        : undefined
  }
}

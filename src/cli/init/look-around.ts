// Without credentials: where is SCIM at the address that was given, and what does it say of itself?

import { UnreachableError } from '../../errors.ts'
import type { TransportProblem } from '../../http/exchange.ts'
import type { Preset } from '../../target/presets/preset.ts'
import { type Address, candidatePaths } from '../../target/probe-address.ts'
import { type FoundBase, findBase } from '../../target/probe-base.ts'
import { presetPaths } from '../../target/probe-preset.ts'
import { placeOf } from './place.ts'
import { draftAt, readDraft, type Setting } from './setting.ts'

export interface Around {
  readonly found: FoundBase
  readonly origin: string
}

/** Looks for SCIM at the address. Throws UnreachableError where there is none, unless --yes goes on. */
export async function lookAround(setting: Setting, address: Address, wanted: Preset | undefined): Promise<Around> {
  const { options, output } = setting
  let { origin } = address
  for (let moves = 0; ; moves++) {
    const paths = candidatePaths(address.path, presetPaths(origin))
    const place = placeOf({ origin, path: address.path, query: address.query, wanted })
    const prober = setting.open(await readDraft(setting, draftAt(setting, place), place.values))
    const userPath = userPathOf(place.preset)
    const found = await findBase(prober, { origin, paths, signedIn: false, userPath, tell: output.print })
    if (found.movedTo !== undefined && moves === 0) {
      origin = found.movedTo
      continue
    }
    if (found.outcome !== 'nothing') return { found, origin }
    if (options.yes) {
      output.print('Nothing there answers like SCIM; the file is written all the same, as --yes asks for.')
      return { found, origin }
    }
    const where = prober.redact(origin + address.path)
    if (found.problem !== undefined) {
      const message = `${where} cannot be talked to: ${found.problem.message}.`
      throw new UnreachableError(message, { hint: hintFor(found.problem) })
    }
    throw nothingAt(where)
  }
}

/** Nothing answered like SCIM there. */
export function nothingAt(where: string): UnreachableError {
  return new UnreachableError(`Nothing at ${where} answers like SCIM; nothing was written.`, {
    hint: 'Give the base URL as the product shows it: it ends where /Users begins. --yes writes the file all the same.',
  })
}

/** Where users are by the preset, below the base URL. */
export function userPathOf(preset: Preset | undefined): string {
  const path = preset?.paths?.User
  return path?.startsWith('/') === true ? path : '/Users'
}

const insecure = '--insecure goes on without looking at it.'

function hintFor({ kind, message }: TransportProblem): string {
  switch (kind) {
    case 'unreachable':
      return 'Is it running, and are host and port right? Is a proxy needed (HTTPS_PROXY)?'
    case 'tls':
      if (/expired/i.test(message)) return `The certificate has expired and has to be renewed. ${insecure}`
      if (/altname|hostname/i.test(message))
        return `The certificate is for another name: use one of its names. ${insecure}`
      if (/self.signed|issuer|unable.to|DEPTH_ZERO/i.test(message)) {
        return 'Nobody known has signed the certificate: name a PEM file of its authority with --ca.'
      }
      return 'TLS does not come about: is it http there, or does it want a client certificate (tls in the target file)?'
    case 'timeout':
      return 'It took the connection and did not answer in time.'
    default:
      return 'Is it an HTTP endpoint, and is http:// or https:// right?'
  }
}

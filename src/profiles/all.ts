// The gates that --profile knows.

import { ConfigurationError } from '../errors.ts'
import type { Gate } from '../result/gate.ts'
import { gateEntra } from './gate-entra.ts'
import { gateOktaOin } from './gate-okta-oin.ts'

export const allGates: readonly Gate[] = [gateOktaOin, gateEntra]

/** The gate with this id. Throws ConfigurationError that names those there are. */
export function gateNamed(id: string): Gate {
  const gate = allGates.find(one => one.id === id)
  if (gate !== undefined) return gate
  throw new ConfigurationError(`There is no profile "${id}".`, {
    hint: `There are: ${allGates.map(one => one.id).join(', ')}. docs/gates.md tells what they hold.`,
  })
}

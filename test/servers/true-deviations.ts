// What the service providers of this folder truly do differently, judged from the exchanges. Every entry says which section it
// departs from and how; `blocked` entries say which deviation keeps a check from being tried.

import { betterAuth } from './deviations/better-auth.ts'
import type { Deviations } from './deviations/deviation.ts'
import { samlJackson } from './deviations/saml-jackson.ts'
import { scimmy, scimmyOnExpress5 } from './deviations/scimmy.ts'
import type { ServerName } from './start-server.ts'

export const trueDeviations: Readonly<Record<ServerName, Deviations>> = {
  'scimmy-express5': { ...scimmy, ...scimmyOnExpress5 },
  'scimmy-express4': scimmy,
  'better-auth': betterAuth,
  'saml-jackson': samlJackson,
}

// Limits of a run, as the command line sets them over those of the target file.

import type { Target } from '../target/target.ts'

export interface LimitArguments {
  readonly maxRequests?: number
  readonly maxResources?: number
  readonly maxSeconds?: number
}

/** The target's limits with those of the command line in their place. */
export function limitsFor(
  { limits }: Pick<Target, 'limits'>,
  { maxRequests, maxResources, maxSeconds }: LimitArguments,
): Pick<Target, 'limits'> {
  return {
    limits: {
      ...limits,
      ...(maxRequests === undefined ? {} : { requests: maxRequests }),
      ...(maxResources === undefined ? {} : { resources: maxResources }),
      ...(maxSeconds === undefined ? {} : { seconds: maxSeconds }),
    },
  }
}

// The folder of one target's reports among those of a fleet.

import { createHash } from 'node:crypto'

/**
 * A name that any file system takes, and that no two targets share: the target's own where that is plain, else what is
 * plain of it with a digest. Small letters only count once where a file system does not tell them from capitals.
 */
export function reportFolder(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name) && !/\.$|\.(junit|json|html|md)/.test(name) && !reserved.test(name))
    return name
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48)
  return `${plain === '' ? 'target' : plain}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}

/** What Windows does not take as a name. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/

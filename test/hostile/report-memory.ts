// Loaded into a process before anything else: tells at its end how much memory it had at the most.

import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  const file = process.env.HOSTILE_MEMORY_FILE
  // Kilobytes.
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS))
})

// Checks wait for the network most of the time: many at once are as fast as the service provider allows.

import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: Vitest wants one
export default defineConfig({
  test: { maxConcurrency: 32 },
})

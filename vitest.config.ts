// The harness's own tests: unit tests beside their files, whole-harness tests in test/.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'fixtures/**/*.test.ts', 'suites/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    // As many as there are processors: Vitest leaves one of them idle, which on two is half of the machine.
    maxWorkers: '100%',
    // A worker keeps what it has read for the next file: reading the suites anew for each takes as long as half the tests.
    isolate: false,
  },
})

/** The rings of tests that need no window. */
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { fromRoot } from './paths.ts'

/** Integration tests start real processes, on a machine that may have two cores in all. */
const seconds = 1000

export default defineConfig({
  root: fromRoot(),
  test: {
    restoreMocks: true,
    unstubEnvs: true,
    // Left alone, a machine of two cores would run one file at a time, and most of them mostly wait:
    // for processes that start, for keyrings, for locks. Two at a time leave a core idle half of the time.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      ring('unit', 10 * seconds),
      ring('integration', 60 * seconds),
      ring('architecture', 60 * seconds),
    ],
  },
})

function ring(name: string, limit: number) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`tests/${name}/**/*.test.{ts,tsx}`],
      testTimeout: limit,
      hookTimeout: limit,
    },
  }
}

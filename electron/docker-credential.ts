import { useCodeCache } from './cli/code-cache.ts'

/** The `docker-credential-hubkey` command, which docker runs: one word of the `hubkey` command. */
useCodeCache(__dirname)
import('./cli/main.ts').then(
  async ({ main }) => main(__dirname, ['docker-credential']),
  () => process.exit(1),
)

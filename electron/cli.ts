import { useCodeCache } from './cli/code-cache.ts'

/** The `hubkey` command; the rest is loaded when there is a cache to load it from. */
useCodeCache(__dirname)
import('./cli/main.ts').then(
  async ({ main }) => main(__dirname),
  () => process.exit(1),
)

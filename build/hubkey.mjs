/**
 * `npm run -s hubkey -- ARGS`: the command line of this checkout, built first when it is stale.
 * The CLI runs in this very process: its exit code, its terminal and every signal are then its own,
 * with nothing to pass on and no wrapper to outlive it.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isFresh } from './freshness.mjs'
import { runScript } from './user-error.mjs'

const root = join(import.meta.dirname, '..')
const cli = join(root, 'out', 'cli', 'cli.cjs')

if (!isFresh(root)) {
  const { buildWhenStale } = await import('./build.mjs')
  await runScript(async () => {
    await buildWhenStale()
    return 0
  })
  if (process.exitCode !== 0) process.exit() // with 1, the CLI's own code for "failed"
}
process.argv[1] = cli
createRequire(import.meta.url)(cli)

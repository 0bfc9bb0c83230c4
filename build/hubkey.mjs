/**
 * `npm run -s hubkey -- ARGS`: the command line of this checkout, built first when it is stale.
 * The CLI runs in this very process: its exit code, its terminal and every signal are then its own,
 * with nothing to pass on and no wrapper to outlive it.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isFresh } from './freshness.mjs'

const root = join(import.meta.dirname, '..')
const cli = join(root, 'out', 'main', 'cli.cjs')

if (!isFresh(root)) {
  const { buildWhenStale } = await import('./build.mjs')
  await buildWhenStale().catch((/** @type {unknown} */ error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1) // 1 is also the CLI's own code for "failed"
  })
}
process.argv[1] = cli
createRequire(import.meta.url)(cli)

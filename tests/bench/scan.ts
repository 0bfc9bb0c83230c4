/**
 * `npm run bench:scan [FOLDER]`: `hubkey scan` beside `grep -r` for what tokens begin with, in turn on
 * the same warm tree (this checkout with its packages when none is named). Figures, not a test.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildWhenStale } from '../../build/build.mjs'
import { runScript } from '../../build/user-error.mjs'
import { root } from '../fixtures/desktop/hubkey-app.ts'
import { startSession } from '../fixtures/desktop/session.ts'

const run = promisify(execFile)
const folder = process.argv[2] ?? root
const rounds = Number(process.argv[3] ?? 5)
const goal = 2

await runScript(async () => {
  await buildWhenStale()
  const session = await startSession({ keyring: 'absent' })
  try {
    const env = { ...session.env, HUBKEY_KEYRING: 'off' }
    const options = { env, maxBuffer: 1024 * 1024 * 1024 }
    const shape = String.raw`hf_[A-Za-z0-9]{30,}|api_org_[A-Za-z0-9]{30,}|nvapi-[A-Za-z0-9_-]{40,}`
    const grep = ['-rEIn', '--exclude-dir=.git', shape, folder]
    const cli = [join(root, 'out', 'cli', 'cli.cjs'), 'scan', folder]
    const times: Record<'scan' | 'grep', number[]> = { scan: [], grep: [] }
    // Both end with 1 for their own reasons: a finding, or none.
    const time = async (name: 'scan' | 'grep', file: string, args: string[]): Promise<void> => {
      const start = performance.now()
      await run(file, args, options).catch(() => null)
      times[name].push(performance.now() - start)
    }
    for (let round = 0; round <= rounds; round += 1) {
      await time('grep', 'grep', grep)
      await time('scan', process.execPath, cli)
    }
    const [scan, plain] = [median(times.scan.slice(1)), median(times.grep.slice(1))]
    console.log(`grep -rEI   ${plain.toFixed(0)} ms (median of ${rounds}, ${folder})`)
    console.log(
      `hubkey scan ${scan.toFixed(0)} ms, ${(scan / plain).toFixed(2)} × (goal ≤ ${goal} ×)`,
    )
  } finally {
    await session.close()
  }
  return 0
})

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

/**
 * `npm run check`: every check of the sources, two at a time; one that fails hides no other.
 * `npm run check:types` and its like run those whose name begins so. Last line: `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fromRoot } from './paths.ts'
import { inWords } from './test-counts.ts'
import { runScript, UserError } from './user-error.mjs'

interface Check {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
}

const cache = fromRoot('node_modules/.cache/hubkey')

// The slow ones first, so that the last to end is a short one.
const checks: readonly Check[] = [
  {
    name: 'lint',
    program: 'node_modules/eslint/bin/eslint.js',
    args: ['.', '--max-warnings=0'],
  },
  ...['tests', 'electron', 'renderer', 'build', 'shared'].filter(hasSources).map(typesOf),
  {
    name: 'unused',
    program: 'node_modules/knip/bin/knip.js',
    args: ['--config', 'build/knip.json'],
  },
  {
    name: 'format',
    program: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--check', '.', '--log-level=warn'],
  },
]

await runScript(async () => {
  const wanted = readWanted(process.argv.slice(2))
  const queue = [...wanted]
  const failed: string[] = []
  const worker = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift())
      if (!(await passes(check))) failed.push(check.name)
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism() - 1) }, worker))
  if (failed.length > 0) process.stdout.write(`Failed: ${failed.join(', ')}\n`)
  const counts = { passed: wanted.length - failed.length, failed: failed.length, skipped: 0 }
  process.stdout.write(`${inWords(counts)}\n`)
  return failed.length === 0 ? 0 : 1
})

function readWanted(names: readonly string[]): readonly Check[] {
  const wanted = checks.filter(
    ({ name }) => names.length === 0 || names.some((start) => name.startsWith(start)),
  )
  if (wanted.length > 0) return wanted
  throw new UserError(`There is no such check; there are: ${checks.map((c) => c.name).join(', ')}.`)
}

/** Each folder has a tsconfig of its own, because each runs in another world (Node, DOM, neither). */
function typesOf(folder: string): Check {
  const memory = ['--incremental', '--tsBuildInfoFile', `${cache}/types-${folder}.tsbuildinfo`]
  return {
    name: `types-${folder}`,
    program: 'node_modules/typescript/bin/tsc',
    args: ['--project', folder, '--pretty', ...memory],
  }
}

/** The compiler calls an empty folder an error; a project that just begins has some. */
function hasSources(folder: string): boolean {
  if (!existsSync(fromRoot(folder))) return false
  return readdirSync(fromRoot(folder), { recursive: true }).some((file) =>
    /\.tsx?$/.test(String(file)),
  )
}

/** Runs a check and prints what it said in one piece, so that two never mix. */
async function passes(check: Check): Promise<boolean> {
  const begun = performance.now()
  const child = spawn(process.execPath, [fromRoot(check.program), ...check.args], {
    cwd: fromRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)\n`)
  if (code !== 0) process.stdout.write(`${said.trimEnd()}\n`)
  return code === 0
}

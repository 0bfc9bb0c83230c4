/** The rings of tests as data, from the cheap to the dear, and how to run one. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fromRoot } from './paths.ts'
import { countPlaywright, countVitest, none, type Counts } from './test-counts.ts'

/** One ring: a folder of `tests/` of the same name, and the runner that runs it. */
export interface Ring {
  readonly name: string
  readonly runner: 'vitest' | 'playwright'
  /** Whether its tests run the built app, and so want it built and the machine prepared. */
  readonly usesApp: boolean
}

/** Every ring, in the order of a full run. */
export const rings: readonly Ring[] = [
  { name: 'unit', runner: 'vitest', usesApp: false },
  { name: 'architecture', runner: 'vitest', usesApp: false },
  { name: 'integration', runner: 'vitest', usesApp: true },
  { name: 'ui', runner: 'playwright', usesApp: true },
  { name: 'e2e', runner: 'playwright', usesApp: true },
]

/** Whether a ring has any test file yet. */
export function hasTests(ring: Ring): boolean {
  const folder = fromRoot('tests', ring.name)
  if (!existsSync(folder)) return false
  const name = ring.runner === 'vitest' ? /\.test\.tsx?$/ : /\.(test|spec)\.tsx?$/
  return readdirSync(folder, { recursive: true }).some((file) => name.test(String(file)))
}

const runners = {
  vitest: {
    program: fromRoot('node_modules/vitest/vitest.mjs'),
    args: (ring: string, report: string) => [
      ...['run', '--config', 'build/vitest.config.ts', '--project', ring],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ],
    count: countVitest,
  },
  playwright: {
    program: fromRoot('node_modules/@playwright/test/cli.js'),
    args: (ring: string) => [
      ...['test', '--config', 'build/playwright.config.ts', '--project', ring],
      '--reporter=list,json',
    ],
    count: countPlaywright,
  },
}

/**
 * Runs one ring, its progress shown as it comes, and counts its tests. A runner that fails without
 * naming a failed test (it crashed, or left no report) counts as one failure.
 * @param options.reports a folder for the runner's report
 * @param options.more further arguments for the runner, as a file name to run only that one
 */
export async function runRing(
  ring: Ring,
  options: {
    readonly env: NodeJS.ProcessEnv
    readonly reports: string
    readonly more: readonly string[]
    readonly signal: AbortSignal
  },
): Promise<Counts> {
  const { program, args, count } = runners[ring.runner]
  const report = join(options.reports, `${ring.name}.json`)
  rmSync(report, { force: true })
  const child = spawn(process.execPath, [program, ...args(ring.name, report), ...options.more], {
    cwd: fromRoot(),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...options.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    // A group of its own: a Ctrl+C would else reach it twice, from the terminal and from us, and a
    // second one makes Playwright leave its browsers behind.
    detached: true,
  })
  options.signal.addEventListener('abort', () => stop(child), { once: true })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  options.signal.throwIfAborted()
  const counts = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : none
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** Asks a runner to close what it opened; a deaf one is killed with all of its group. */
function stop(runner: ChildProcess): void {
  runner.kill('SIGINT')
  const patience = setTimeout(() => {
    if (runner.pid !== undefined) process.kill(-runner.pid, 'SIGKILL')
  }, 15_000)
  runner.once('close', () => {
    clearTimeout(patience)
  })
}

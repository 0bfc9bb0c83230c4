/**
 * `npm test`: every ring of tests in a home and on a display of their own; the last line is
 * `N passed, N failed`. `npm test -- unit e2e` runs those rings, and words after another `--` go
 * to their runners (`npm test -- unit -- tests/unit/result.test.ts`).
 */
import { buildWhenStale } from './build.mjs'
import { withElectron } from './electron-environment.ts'
import { prepare } from './prepare.ts'
import { startDisplay, type PrivateDisplay } from './private-display.ts'
import { add, inWords, none, type Counts } from './test-counts.ts'
import { makeTestHome } from './test-home.ts'
import { hasTests, rings, runRing, type Ring } from './test-rings.ts'
import { runScript, UserError } from './user-error.mjs'

await runScript(async () => {
  const { wanted, more } = readArguments(process.argv.slice(2))
  const { signal } = stopOnSignals()
  const home = makeTestHome()
  const results: (readonly [Ring, Counts])[] = []
  let display: PrivateDisplay | undefined
  try {
    let env = home.env
    let problem: string | undefined
    if (wanted.some(({ usesApp }) => usesApp)) {
      const prepared = await prepare({ for: 'test' })
      problem = await problemOfBuilding()
      if (process.platform === 'linux') display = await startDisplay()
      env = withElectron({ ...env, ...(display && { DISPLAY: display.name }) }, prepared)
    }
    for (const ring of wanted) {
      process.stdout.write(`\n── ${ring.name}\n`)
      // The sources' own tests still tell something when the bundles can't be made.
      if (ring.usesApp && problem !== undefined) {
        process.stdout.write(`Not run: ${problem}\n`)
        results.push([ring, { ...none, failed: 1 }])
      } else results.push([ring, await runRing(ring, { env, reports: home.folder, more, signal })])
    }
    return report(results)
  } finally {
    display?.stop()
    home.remove()
  }
})

async function problemOfBuilding(): Promise<string | undefined> {
  try {
    await buildWhenStale()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function readArguments(args: readonly string[]): { wanted: readonly Ring[]; more: string[] } {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const names = args.slice(0, end)
  const unknown = names.find((name) => !rings.some((ring) => ring.name === name))
  if (unknown !== undefined)
    throw new UserError(
      `There is no ring of tests called ${unknown}: ${rings.map(({ name }) => name).join(', ')}.`,
    )
  const wanted = rings.filter(({ name }) => names.length === 0 || names.includes(name))
  return { wanted: wanted.filter(hasTests), more: args.slice(end + 1) }
}

/** Ctrl+C ends the runner in order and lets this process tidy up. */
function stopOnSignals(): AbortController {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      stop.abort(new UserError('The tests were interrupted.'))
    })
  return stop
}

/** Prints one line per ring and the sum; the exit code. No test at all is a failure, too. */
function report(results: readonly (readonly [Ring, Counts])[]): number {
  const total = results.map(([, counts]) => counts).reduce(add, none)
  process.stdout.write('\n')
  for (const [ring, counts] of results)
    process.stdout.write(`${ring.name.padEnd(13)} ${inWords(counts)}\n`)
  const isEmpty = total.passed + total.failed === 0
  if (isEmpty) process.stdout.write('No test ran, which counts as a failure.\n')
  const sum = isEmpty ? { ...total, failed: 1 } : total
  process.stdout.write(`${inWords(sum)}\n`)
  return sum.failed === 0 ? 0 : 1
}

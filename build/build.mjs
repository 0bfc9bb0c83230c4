/**
 * Makes `out/` from the sources: `node build/build.mjs`, or `buildWhenStale` from the other scripts.
 * The bundles are made aside and swapped in whole, so neither an interrupted build, nor a failed
 * one, nor two at once ever leave a half-written `out/`.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeCodeCache } from './code-cache.mjs'
import { isFresh, printFile, printOfSources } from './freshness.mjs'
import { runScript, UserError } from './user-error.mjs'

const root = join(import.meta.dirname, '..')
/** Bundles that are started by name, without `node` before it. */
const programs = ['cli.cjs', 'docker-credential-hubkey.cjs']

/**
 * Builds unless `out/` is up to date. The builder's words are shown (on stderr) only when it fails.
 * @returns {Promise<boolean>} whether it had to build
 * @throws UserError when the build fails, with the builder's own output as the message
 */
export async function buildWhenStale() {
  if (isFresh(root)) return false
  await build('quiet')
  return true
}

/**
 * Builds, whatever `out/` holds.
 * @param {'quiet' | 'loud'} voice whether the builder's progress is shown
 * @returns {Promise<void>}
 */
export async function build(voice) {
  // In node_modules: the same disk, so that renaming is one step, and ignored by every tool.
  const workshop = join(root, 'node_modules', '.hubkey-build')
  mkdirSync(workshop, { recursive: true })
  const bench = mkdtempSync(join(workshop, 'build-'))
  const made = join(bench, 'out') // a folder in it, because the bench itself is closed to others
  try {
    const print = printOfSources(root) // before the build: an edit during it must count as newer
    await Promise.all([
      bundle('electron-vite', 'build/electron.vite.config.ts', made, voice),
      bundle('vite', 'build/cli.vite.config.ts', join(made, 'cli'), voice),
    ])
    writeCodeCache(join(made, 'cli'))
    for (const program of programs) chmodSync(join(made, 'cli', program), 0o755)
    writeFileSync(join(made, printFile), print)
    swapIn(made, join(bench, 'old'))
  } finally {
    rmSync(bench, { recursive: true, force: true })
  }
}

/**
 * @param {string} bundler the package, and its program
 * @param {string} config
 * @param {string} outDir
 * @param {'quiet' | 'loud'} voice
 * @returns {Promise<void>}
 */
function bundle(bundler, config, outDir, voice) {
  const manifest = createRequire(import.meta.url).resolve(`${bundler}/package.json`)
  const program = join(dirname(manifest), 'bin', `${bundler}.js`)
  const args = ['build', '--config', config, '--outDir', outDir]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        said += text
        if (voice === 'loud') process.stderr.write(text)
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else
        reject(
          new UserError(
            voice === 'loud' ? 'The build failed.' : `The build failed.\n${said.trim()}`,
          ),
        )
    })
  })
}

/**
 * Puts the new bundles in the place of the old ones.
 * @param {string} made
 * @param {string} aside where the old bundles go on their way out
 */
function swapIn(made, aside) {
  const out = join(root, 'out')
  // Another build may put its own `out/` there between our two renames; it is as good as ours, but
  // perhaps of older sources, so ours replaces it.
  for (let tries = 5; ; tries -= 1) {
    try {
      ignoreMissing(() => renameSync(out, `${aside}-${tries}`))
      renameSync(made, out)
      return
    } catch (error) {
      if (tries === 1) throw error
    }
  }
}

/** @param {() => void} act */
function ignoreMissing(act) {
  try {
    act()
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await runScript(async () => {
    await build('loud')
    return 0
  })

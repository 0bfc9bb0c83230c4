/**
 * Writes beside each bundle of the command line what V8 compiled of it while a few commands ran
 * (`electron/cli/code-cache.ts` says what for). `node build/code-cache.mjs FOLDER` with `out/cli`. Plain JavaScript: it
 * must run as the command line does, under Node alone, for V8 to take it back.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { constants, Script } from 'node:vm'
import { UserError } from './user-error.mjs'

/**
 * Commands that are short and often run, by people's prompts and by git. None needs a network or a keyring. Each
 * adds to what the ones before it have left.
 */
const commands = [
  ['ps', '--json'],
  ['git-credential', 'get'],
  ['docker-credential', 'list'],
  ['status', '--json'],
]

/**
 * Runs the commands in a home of their own and keeps what V8 made of their code.
 * @param {string} folder where the bundles of the command line are
 * @throws UserError when one of them fails
 */
export function writeCodeCache(folder) {
  const home = mkdtempSync(join(tmpdir(), 'hubkey-code-cache-'))
  try {
    for (const command of commands) {
      const { status, stderr } = spawnSync(
        process.execPath,
        [import.meta.filename, folder, ...command],
        { env: environmentIn(home), input: '', encoding: 'utf8' },
      )
      if (status !== 0) throw new UserError(`The built command line does not run.\n${stderr}`)
    }
    const { version, platform, arch, execPath } = process
    const node = [version, platform, arch, statSync(execPath).size].join(' ')
    writeFileSync(join(folder, 'cache-made-by'), node)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/**
 * A bus that nobody answers at: the code that talks to one is loaded, and no keyring is asked.
 * @param {string} home
 * @returns {NodeJS.ProcessEnv}
 */
function environmentIn(home) {
  const bus = `unix:path=${join(home, 'no-bus')}`
  return { HOME: home, PATH: process.env['PATH'] ?? '', DBUS_SESSION_BUS_ADDRESS: bus }
}

/** @typedef {(this: Module, source: string, filename: string) => void} Compile */
/** @typedef {(exports: unknown, require: (id: string) => unknown, module: Module, filename: string, folder: string) => void} Wrapped */

/**
 * @param {string} folder
 * @param {readonly string[]} command
 */
function runAndKeep(folder, command) {
  /** @type {Map<string, Script>} */
  const compiled = new Map()
  const loader = /** @type {{ _compile: Compile }} */ (/** @type {unknown} */ (Module.prototype))
  const compile = loader._compile
  loader._compile = function (source, filename) {
    // The program itself is what takes the others' caches back, so it has none.
    if (source.startsWith('#!')) {
      compile.call(this, source, filename)
      return
    }
    const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
    const cache = `${filename}.cache`
    const cachedData = existsSync(cache) ? readFileSync(cache) : undefined
    const options = { filename, importModuleDynamically, cachedData }
    const script = new Script(Module.wrap(source), options)
    compiled.set(filename, script)
    /** @type {unknown} */
    const code = script.runInThisContext()
    const run = /** @type {Wrapped} */ (code)
    /** @type {(id: string) => unknown} */
    const load = (id) => this.require(id)
    run.call(this.exports, this.exports, load, this, filename, dirname(filename))
  }
  process.on('exit', () => {
    for (const [filename, script] of compiled) {
      writeFileSync(`${filename}.cache`, script.createCachedData())
    }
  })
  const cli = join(folder, 'cli.cjs')
  process.argv = [process.execPath, cli, ...command]
  createRequire(import.meta.url)(cli)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder = '', ...command] = process.argv.slice(2)
  runAndKeep(folder, command)
}

/**
 * Makes sure that this machine has what starting and testing need beyond `npm ci`: the libraries
 * of the system, and an Electron. Costs a fraction of a second when all is there.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fallbackElectron } from './electron-fallback.ts'
import { officialElectron } from './electron-official.ts'
import { ensureSystemPackages, type Purpose } from './system-packages.ts'
import { UserError } from './user-error.mjs'

/** An Electron that is ready to run. */
export interface Prepared {
  /** The folder for `ELECTRON_OVERRIDE_DIST_PATH` and electron-builder's `electronDist`. */
  readonly electronDist: string
  /** The executable in it. */
  readonly electronPath: string
  /** Its version, without a `v`. */
  readonly electronVersion: string
}

/**
 * Prepares this machine, telling what takes long on stderr.
 * @param options what for: `test` needs more system packages than `start`
 * @throws UserError saying what to do, when something is missing that only a person can provide
 */
export async function prepare(options: { readonly for: Purpose }): Promise<Prepared> {
  ensureSystemPackages(options.for, say)
  const electronDist = await findElectron()
  const version = await readFile(join(electronDist, 'version'), 'utf8')
  return {
    electronDist,
    electronPath: join(electronDist, programOf(process.platform)),
    electronVersion: version.trim().replace(/^v/, ''),
  }
}

async function findElectron(): Promise<string> {
  const official = await officialElectron(say)
  if (official !== undefined) return official
  if (process.platform === 'linux' && process.arch === 'x64') return fallbackElectron(say)
  throw new UserError(
    'There is no Electron for this machine without a download from its release host.\n' +
      'Connect to the internet, or set ELECTRON_MIRROR, and run `npx install-electron`.',
  )
}

function programOf(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

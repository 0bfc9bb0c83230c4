/** The official Electron: the one that ships. Its binary comes from its release host at first use. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { devCacheFolder } from './paths.ts'

const manifestFile = createRequire(import.meta.url).resolve('electron/package.json')
const packageFolder = dirname(manifestFile)
const { version } = JSON.parse(readFileSync(manifestFile, 'utf8')) as { version: string }

const releases = 'https://github.com/electron/electron/releases'
const probeLimit = 3_000
const downloadLimit = 5 * 60_000
/** How long a failed attempt is believed, in milliseconds, before the network is asked again. */
const failureLasts = 6 * 60 * 60_000

/**
 * The folder with the official Electron of package.json, downloaded when its host answers quickly.
 * An offline machine loses three seconds, and then nothing for six hours.
 * @param say receives one line per slow step, and why there is no official Electron
 * @returns undefined when it can't be had here and now
 */
export async function officialElectron(say: (line: string) => void): Promise<string | undefined> {
  if (isInstalled()) return join(packageFolder, 'dist')
  const note = join(devCacheFolder(), `electron-${version}-unreachable`)
  if (await failedLately(note)) return undefined

  const problem = (await findObstacle()) ?? (await download(say))
  if (problem === undefined && isInstalled()) {
    await rm(note, { force: true })
    return join(packageFolder, 'dist')
  }
  const reason = problem ?? 'its installer left no program'
  say(
    `The official Electron ${version} can't be had: ${reason}. (To try before 6 hours: rm ${note})`,
  )
  await mkdir(dirname(note), { recursive: true })
  await writeFile(note, String(Date.now()))
  return undefined
}

/** The same question as electron's install.js asks, without its start-up cost. */
function isInstalled(): boolean {
  const dist = join(packageFolder, 'dist')
  try {
    const installed = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    const program = readFileSync(join(packageFolder, 'path.txt'), 'utf8')
    return installed === version && existsSync(join(dist, program))
  } catch {
    return false // never downloaded
  }
}

async function failedLately(note: string): Promise<boolean> {
  const at = Number(await readFile(note, 'utf8').catch(() => '0'))
  return Date.now() - at < failureLasts
}

/** Asks the release host before a download is tried, whose own time limits are far longer. */
async function findObstacle(): Promise<string | undefined> {
  // Whoever names a mirror or a proxy has said that it works; this question would go elsewhere.
  if (Object.keys(process.env).some((name) => /electron_(mirror|get_use_proxy)$/i.test(name)))
    return undefined
  try {
    await fetch(releases, { method: 'HEAD', signal: AbortSignal.timeout(probeLimit) })
    return undefined
  } catch {
    return `${new URL(releases).host} does not answer`
  }
}

async function download(say: (line: string) => void): Promise<string | undefined> {
  say(`Downloading the official Electron ${version}…`)
  const installer = spawn(process.execPath, [join(packageFolder, 'install.js')], {
    // Only what it says on failure is of interest, and that goes where our own notices go.
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: downloadLimit,
    killSignal: 'SIGKILL',
  })
  const [code, signal] = await new Promise<readonly [number | null, string | null]>((resolve) => {
    installer.once('error', () => {
      resolve([1, null])
    })
    installer.once('close', (...outcome) => {
      resolve(outcome)
    })
  })
  if (signal !== null) return `the download took over ${downloadLimit / 60_000} minutes`
  return code === 0 ? undefined : 'the download failed'
}

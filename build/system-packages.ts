/** The Debian and Ubuntu packages that Electron and its tests need beside Node. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromiumPath } from './chromium-path.ts'
import { UserError } from './user-error.mjs'

/** What the machine is prepared for; testing includes starting. */
export type Purpose = 'start' | 'test'

/** The names that one package goes by, newest first: 64-bit time renamed some to `…t64`. */
type Need = readonly string[]

const toStart: readonly Need[] = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libsecret-1-0'],
]

const toTest: readonly Need[] = [
  ['xvfb'],
  ['dbus'],
  ['dbus-x11'],
  ['gnome-keyring'],
  ['libsecret-tools'],
  ['fonts-dejavu-core'],
  // For the tests with official clients and a real llama-server.
  ['git'],
  ['git-lfs'],
  ['python3-venv'],
  ['libgomp1'],
  // They read the unit and the Home Manager module of docs/units.
  ['systemd'],
  ['nix-bin'],
]

/** The headless shell is a package of its own since the end of 2024. */
const chromium: Need = ['chromium-headless-shell', 'chromium']

/**
 * Installs what is missing when run as root; otherwise tells the one command that does.
 * Does nothing off Linux; on a Linux without dpkg it trusts that the libraries are there.
 * @param say receives a line before anything slow
 * @throws UserError naming the command to run, or with what apt-get said
 */
export function ensureSystemPackages(purpose: Purpose, say: (line: string) => void): void {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return
  const missing = missingFor(purpose)
  if (missing.length === 0) return

  if (process.getuid?.() !== 0)
    throw new UserError(
      'Some system packages are missing. Run this, then try again:\n\n' +
        `  sudo apt-get update && sudo apt-get ${installArgs(missing).join(' ')}\n`,
    )
  say('Installing system packages that are missing…')
  // One dead source among several fails an update, and still the rest may have all we want.
  const update = aptGet(['update', '-q'])
  // Only now are the names chosen: before its first update a fresh machine knows no package.
  const args = installArgs(missing)
  say(`apt-get ${args.join(' ')}`)
  const install = aptGet(args)
  if (missingFor(purpose).length === 0) return
  throw new UserError(
    `apt-get ${args.join(' ')} failed. Mend what it says here, then run this again:\n` +
      [...update.slice(-5), ...install.slice(-15)].join('\n'),
  )
}

function missingFor(purpose: Purpose): readonly Need[] {
  const needs = purpose === 'start' ? toStart : [...toStart, ...toTest]
  const query = spawnSync(
    'dpkg-query',
    ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...needs.flat()],
    { encoding: 'utf8' },
  )
  const installed = new Set(query.stdout.split('\n'))
  const missing = needs.filter((need) => !need.some((name) => installed.has(`${name} installed`)))
  return purpose === 'test' && needsChromium() ? [...missing, chromium] : missing
}

/** Ubuntu has Chromium as a snap only; there Playwright names the command that fetches its own. */
function needsChromium(): boolean {
  return chromiumPath() === undefined && !isUbuntu()
}

function isUbuntu(): boolean {
  return spawnSync('grep', ['-qi', '^ID=ubuntu', '/etc/os-release']).status === 0
}

function installArgs(needs: readonly Need[]): readonly string[] {
  return ['install', '-y', '--no-install-recommends', ...needs.map((need) => nameHere(need))]
}

/** The name that this distribution uses, as far as its package lists tell. */
function nameHere(need: Need): string {
  const isKnown = (name: string): boolean =>
    spawnSync('apt-cache', ['show', '--quiet', name]).status === 0
  return need.find((name) => need.length === 1 || isKnown(name)) ?? need.at(-1) ?? ''
}

/** Runs apt-get and gives the lines it said. */
function aptGet(args: readonly string[]): readonly string[] {
  const { stdout, stderr } = spawnSync(
    'apt-get',
    // Another apt may be at work, as on a machine that just started: wait for it.
    ['-o', 'DPkg::Lock::Timeout=300', ...args],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  )
  return (stdout + stderr).trim().split('\n')
}

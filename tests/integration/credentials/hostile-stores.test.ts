import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, chown, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  findRenewed,
  forgetRenewed,
  keepRenewed,
} from '../../../electron/credentials/renewed-pairs.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { codeOr, madeUpToken, settingFor, type Setting } from './setting.ts'
import { stores } from './stores.ts'

let home: Awaited<ReturnType<typeof temporaryFolder>>
let setting: Setting

beforeEach(async () => {
  home = await temporaryFolder()
  const env = { HOME: home.path, HUBKEY_KEYRING: 'off' }
  setting = settingFor(env, createNodeHost('/nowhere'))
})
afterEach(async () => home.remove())

const isRoot = process.getuid?.() === 0
const victimText = 'untouched'

/** What somebody put where the store should be, and what it must look like afterwards. */
const hostile: Readonly<Record<string, (path: string) => Promise<() => Promise<unknown>>>> = {
  'half a JSON': async (path) => {
    await writeFile(path, '{"version":1,"providers":{"hugg', { mode: 0o600 })
    // Nothing is thrown away: a person may rescue what it holds.
    return async () => {
      const names = await readdir(dirname(path))
      const aside = names.find((name) => name.includes('.unreadable-')) ?? names[0] ?? ''
      return (await readFile(join(dirname(path), aside), 'utf8')).length > 0
    }
  },
  'a link': async (path) => {
    const victim = join(home.path, 'victim')
    await writeFile(victim, victimText)
    await symlink(victim, path)
    return async () => (await readFile(victim, 'utf8')) === victimText
  },
  'a folder': async (path) => {
    await mkdir(join(path, 'inside'), { recursive: true })
    return async () => {
      const folder = dirname(path)
      const names = await readdir(folder)
      const kept = await Promise.all(
        names.map(async (name) => lstat(join(folder, name, 'inside')).catch(() => null)),
      )
      return kept.some((stats) => stats?.isDirectory() === true)
    }
  },
  'a FIFO': async (path) => {
    execFileSync('mkfifo', [path])
    return () => Promise.resolve(true)
  },
  ...(isRoot
    ? {
        "another user's file": async (path: string) => {
          await writeFile(path, '{"version":1}')
          await chmod(path, 0o666)
          await chown(path, 12345, 12345)
          return () => Promise.resolve(true)
        },
      }
    : {}),
}

const places = Object.keys(stores).flatMap((name) =>
  Object.keys(hostile).map((what) => [what, name] as const),
)

describe('in the place of a store', () => {
  test.each(places)('%s is told or set aside: %s', async (what, name) => {
    const store = stores[name]!
    const path = store.path(setting.needs)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const isWhole = await hostile[what]!(path)
    const told = ['store-unreadable', null]
    expect(told).toContain(await codeOr(store.read(setting.needs)))
    const written = await codeOr(store.write('second', setting.needs))
    expect(['store-unreadable', 'store-write-failed', undefined]).toContain(written)
    expect(await isWhole()).toBe(true)
    if (written === undefined && (store.isCache !== true || (await store.read(setting.needs)))) {
      expect(await store.read(setting.needs)).toBe('second')
      expect((await lstat(path)).mode & 0o777).toBe(0o600)
    }
    const left = await readdir(dirname(path))
    expect(left.filter((one) => one.endsWith('.tmp') || one.endsWith('.lock'))).toEqual([])
  })
})

describe('in the place of the notes of renewed log-ins', () => {
  test.each(Object.keys(hostile))('%s loses no pair', async (what) => {
    const { needs, redactor } = setting
    const path = join(needs.paths.state, 'renewed-log-ins.json')
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const isWhole = await hostile[what]!(path)
    const spent = redactor.guard(madeUpToken('s'))
    const access = madeUpToken('a')
    const expiresAt = new Date('2026-12-01T10:00:00Z')
    expect(await findRenewed(spent, needs)).toBeNull()
    await keepRenewed({ access: redactor.guard(access), refresh: null, expiresAt }, spent, needs)
    // From the note, or from memory where none could be written.
    expect((await findRenewed(spent, needs))?.access.reveal()).toBe(access)
    expect(await isWhole()).toBe(true)
    await forgetRenewed(spent, needs)
    expect(await findRenewed(spent, needs)).toBeNull()
    const left = await readdir(dirname(path))
    expect(left.filter((one) => one.endsWith('.tmp') || one.endsWith('.lock'))).toEqual([])
  })
})

const canMount = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0

test.runIf(canMount).each([
  ['full', 'no space left'],
  ['read-only', 'the disk is read-only'],
])('a disk that is %s is told in plain words, and the old content stays', (state, reason) => {
  const script = join(import.meta.dirname, 'full-disk-child.ts')
  const run =
    'mount -t tmpfs -o size=256k tmpfs "$HOME" && exec "$NODE" --import tsx "$SCRIPT" "$1"'
  const { NODE_OPTIONS: _flags, ...inherited } = process.env
  const result = spawnSync('unshare', ['-m', 'sh', '-c', run, 'sh', state], {
    env: {
      ...inherited,
      ...{ HOME: home.path, XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' },
      ...{ NODE: process.execPath, SCRIPT: script, TMPDIR: '/tmp' },
    },
    encoding: 'utf8',
  })
  expect(result.stderr).toBe('')
  const told = JSON.parse(result.stdout) as Record<string, [string, string]>
  expect(Object.keys(told)).toEqual(Object.keys(stores))
  for (const [name, [failure, kept]] of Object.entries(told)) {
    expect(failure, name).toContain(stores[name]?.isCache ? 'written' : `(${reason})`)
    expect(kept, name).toBe('first')
  }
})

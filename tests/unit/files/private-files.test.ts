import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensurePrivateFolder } from '../../../electron/files/private-folder.ts'
import { readBounded } from '../../../electron/files/read-bounded.ts'
import { sweepTemporaries, temporaryName } from '../../../electron/files/temporaries.ts'
import { writeAtomic } from '../../../electron/files/write-atomic.ts'

let folder: string
// Asking for it would set it twice; setting it tells what it was.
const umask = process.umask(0o022)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubkey-files-'))
})
afterEach(() => {
  process.umask(umask)
  rmSync(folder, { recursive: true, force: true })
})

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

const failedWrite = { error: { code: 'store-write-failed' } }
const unreadable = { error: { code: 'store-unreadable' } }
const own = { maxBytes: 1000, trust: 'own' } as const

describe('a private file', () => {
  test.each([0o000, 0o022, 0o077, 0o777])('has 0600 in 0700 under umask %o', async (mask) => {
    const path = join(folder, 'a', 'b', 'store.json')
    process.umask(mask)
    await writeAtomic(path, 'text')
    process.umask(umask)
    expect([modeOf(path), modeOf(join(folder, 'a', 'b'))]).toEqual(['600', '700'])
    expect(readFileSync(path, 'utf8')).toBe('text')
  })

  test('tightens what was open before', async () => {
    const path = join(folder, 'store', 'store.json')
    mkdirSync(join(folder, 'store'), { mode: 0o755 })
    writeFileSync(path, 'old', { mode: 0o666 })
    chmodSync(path, 0o666)
    await writeAtomic(path, 'new')
    expect([modeOf(path), modeOf(join(folder, 'store'))]).toEqual(['600', '700'])
  })

  test('leaves no temporary behind', async () => {
    await writeAtomic(join(folder, 'store.json'), 'text')
    expect(readdirSync(folder)).toEqual(['store.json'])
  })

  test('replaces a planted link and leaves alone what it points to', async () => {
    const victim = join(folder, 'victim')
    writeFileSync(victim, 'untouched')
    const path = join(folder, 'store.json')
    symlinkSync(victim, path)
    await writeAtomic(path, 'token')
    expect(readFileSync(victim, 'utf8')).toBe('untouched')
    expect(lstatSync(path).isFile()).toBe(true)
  })

  test('cannot replace a folder, says so, and cleans up', async () => {
    const path = join(folder, 'store.json')
    mkdirSync(path)
    await expect(writeAtomic(path, 'token')).rejects.toMatchObject(failedWrite)
    expect(readdirSync(folder)).toEqual(['store.json'])
  })

  test('cannot lie below a file', async () => {
    writeFileSync(join(folder, 'file'), '')
    const path = join(folder, 'file', 'store.json')
    await expect(writeAtomic(path, 'token')).rejects.toMatchObject(failedWrite)
  })

  test("is not put into another user's folder", async () => {
    if (process.getuid?.() !== 0) return
    const foreign = join(folder, 'foreign')
    mkdirSync(foreign)
    execFileSync('chown', ['12345', foreign])
    await expect(ensurePrivateFolder(foreign)).rejects.toMatchObject(failedWrite)
  })

  test('may lie in a folder that its user linked from elsewhere', async () => {
    mkdirSync(join(folder, 'dotfiles'), { mode: 0o755 })
    symlinkSync(join(folder, 'dotfiles'), join(folder, 'hubkey'))
    await writeAtomic(join(folder, 'hubkey', 'store.json'), 'text')
    expect(modeOf(join(folder, 'dotfiles'))).toBe('700')
  })
})

describe('reading', () => {
  test('gives text and mode', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, 'héllo')
    chmodSync(path, 0o640)
    expect(await readBounded(path, own)).toEqual({ text: 'héllo', mode: '0640' })
  })

  test('of nothing is null', async () => {
    expect(await readBounded(join(folder, 'nothing'), own)).toBeNull()
    expect(await readBounded(join(folder, 'nothing', 'below'), own)).toBeNull()
  })

  test('does not wait on a FIFO, and refuses a folder, a link and a giant', async () => {
    const fifo = join(folder, 'fifo')
    execFileSync('mkfifo', [fifo])
    const subfolder = join(folder, 'folder')
    mkdirSync(subfolder)
    const link = join(folder, 'link')
    symlinkSync('/etc/hostname', link)
    const giant = join(folder, 'giant')
    writeFileSync(giant, 'x'.repeat(1001))
    for (const path of [fifo, subfolder, link, giant, '/dev/zero']) {
      await expect(readBounded(path, own), path).rejects.toMatchObject(unreadable)
    }
  })

  test("of another tool's file follows its user's link, but still no FIFO", async () => {
    writeFileSync(join(folder, 'real'), 'text')
    symlinkSync(join(folder, 'real'), join(folder, 'token'))
    const shared = { maxBytes: 1000, trust: 'shared' } as const
    expect((await readBounded(join(folder, 'token'), shared))?.text).toBe('text')
    execFileSync('mkfifo', [join(folder, 'fifo')])
    symlinkSync(join(folder, 'fifo'), join(folder, 'trap'))
    await expect(readBounded(join(folder, 'trap'), shared)).rejects.toMatchObject(unreadable)
  })
})

describe('the sweep', () => {
  test('takes what dead writers left, and only that', async () => {
    const dead = `.hubkey-store.json-${deadPid()}-${'a'.repeat(16)}.tmp`
    const busy = temporaryName('store.json', 'b'.repeat(16))
    const forgotten = temporaryName('store.json', 'c'.repeat(16))
    const foreign = '.other-store.json-1-aaaaaaaaaaaaaaaa.tmp'
    for (const name of [dead, busy, forgotten, foreign]) writeFileSync(join(folder, name), 'token')
    const hourAgo = new Date(Date.now() - 3_600_000)
    utimesSync(join(folder, forgotten), hourAgo, hourAgo)
    expect(await sweepTemporaries(folder)).toBe(2)
    expect(readdirSync(folder).sort()).toEqual([busy, foreign].sort())
  })

  test('of a folder that is not there is no failure, and makes none', async () => {
    expect(await sweepTemporaries(join(folder, 'none'))).toBe(0)
    expect(existsSync(join(folder, 'none'))).toBe(false)
  })
})

/** The number of a process that is certainly over. */
function deadPid(): number {
  return Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }))
}

import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tryFlock } from '../../../electron/files/flock.ts'
import { preparePython } from '../../fixtures/python/python.ts'

const python = await preparePython()

let folder: string
let path: string
const children: ChildProcessByStdio<null, Readable, null>[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubkey-flock-'))
  path = join(folder, 'a.lock')
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Starts a program and waits for the first line it says. */
async function start(program: string, args: readonly string[]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const kill = async (): Promise<void> => {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  return { said: line.toString().trim(), kill }
}

describe.skipIf(process.platform === 'win32')('a lock of the system', () => {
  it('is given to one at a time, in one process too', async () => {
    const first = await tryFlock(path)
    expect(first?.held).toBe(true)
    expect(await tryFlock(path)).toBeNull()
    await first?.release()
    const second = await tryFlock(path)
    expect(second?.held).toBe(true)
    await second?.release()
    expect(await readdir(folder)).toEqual(['a.lock'])
    expect((await stat(path)).size).toBe(0)
  })

  it('goes with the process that held it, however it ended', async () => {
    const script = join(import.meta.dirname, 'flock-child.ts')
    const other = await start(process.execPath, ['--import', 'tsx', script, path])
    expect(other.said).toBe('held')
    expect(await tryFlock(path)).toBeNull()
    await other.kill()
    const lock = await tryFlock(path)
    expect(lock?.held).toBe(true)
    await lock?.release()
  })

  it('is not taken on a file that was removed meanwhile', async () => {
    const first = await tryFlock(path)
    await rm(path)
    const second = await tryFlock(path)
    expect(second?.held).toBe(true)
    await first?.release()
    expect(await tryFlock(path)).toBeNull()
    await second?.release()
  })

  it('tells a folder that is not there', async () => {
    await expect(tryFlock(join(folder, 'none', 'a.lock'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe.skipIf(python === null)('the lock of Python’s filelock', () => {
  const take = (seconds: number): string[] => [
    '-c',
    [
      'import sys, time, filelock',
      'try:',
      `  with filelock.FileLock(sys.argv[1], timeout=${seconds}):`,
      '    print("held", flush=True)',
      '    time.sleep(60)',
      'except filelock.Timeout:',
      '  print("timeout", flush=True)',
    ].join('\n'),
    path,
  ]

  it('keeps us out', async () => {
    const other = await start(python!.python, take(5))
    expect(other.said).toBe('held')
    expect(await tryFlock(path)).toBeNull()
    await other.kill()
    const lock = await tryFlock(path)
    expect(lock?.held).toBe(true)
    await lock?.release()
  })

  it('is kept out by us', async () => {
    const lock = await tryFlock(path)
    expect((await start(python!.python, take(0.3))).said).toBe('timeout')
    await lock?.release()
    expect((await start(python!.python, take(5))).said).toBe('held')
  })
})

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from '../../../electron/files/lock.ts'
import { ownMark } from '../../../electron/files/process-mark.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubkey-lock-'))
  path = join(folder, 'store.lock')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('lets one in at a time, in order, and goes away', async () => {
  const seen: string[] = []
  const work = (name: string) => async (): Promise<void> => {
    seen.push(`${name} in`)
    await sleep(10)
    seen.push(`${name} out`)
  }
  await Promise.all(['a', 'b', 'c'].map((name) => withLock(path, work(name))))
  expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
  expect(existsSync(path)).toBe(false)
})

test('is given back when the work fails', async () => {
  const failing = withLock(path, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await withLock(path, () => Promise.resolve('next'))).toBe('next')
})

test('of a process that is over is taken at once', async () => {
  const pid = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }))
  hold({ pid, started: '1' })
  await expectQuick()
})

test('of a process whose number somebody else has now is taken at once', async () => {
  hold({ pid: process.pid, started: '1' })
  await expectQuick()
})

test('of a process that was killed before it wrote its name is taken soon', async () => {
  writeFileSync(path, '')
  age(3)
  await expectQuick()
})

test('of a live process is respected', async () => {
  hold(ownMark())
  age(3600)
  const entered = withLock(path, () => Promise.resolve('in'))
  expect(await Promise.race([entered, sleep(300, 'waiting')])).toBe('waiting')
  rmSync(path)
  expect(await entered).toBe('in')
})

test('from another machine is respected for a minute', async () => {
  hold({ ...ownMark(), host: `not-${hostname()}` })
  const entered = withLock(path, () => Promise.resolve('in'))
  expect(await Promise.race([entered, sleep(300, 'waiting')])).toBe('waiting')
  age(120)
  expect(await entered).toBe('in')
})

test('survives a breaker that was killed half-way', async () => {
  hold({ pid: process.pid, started: '1' })
  writeFileSync(`${path}.break`, '')
  age(30, `${path}.break`)
  await expectQuick()
  expect(existsSync(`${path}.break`)).toBe(false)
})

function hold(mark: { pid: number; started: string | null; host?: string }): void {
  writeFileSync(path, JSON.stringify({ host: hostname(), ...mark, nonce: 'another' }))
}

function age(seconds: number, of = path): void {
  const time = new Date(Date.now() - seconds * 1000)
  utimesSync(of, time, time)
}

async function expectQuick(): Promise<void> {
  const start = performance.now()
  expect(await withLock(path, () => Promise.resolve('in'))).toBe('in')
  expect(performance.now() - start).toBeLessThan(1000)
  expect(existsSync(path)).toBe(false)
}

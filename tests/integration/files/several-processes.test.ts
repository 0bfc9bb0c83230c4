import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sweepTemporaries } from '../../../electron/files/temporaries.ts'

const script = join(import.meta.dirname, 'word-writer.ts')
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubkey-writers-'))
  file = join(folder, 'words.json')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, count: number): { child: ChildProcess; said: () => string[] } {
  const args = ['--import', 'tsx', script, file, name, String(count)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return { child, said: () => text.split('\n').slice(0, -1) }
}

function words(): string[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { words: string[] }).words
}

test('four processes that write at once lose nothing', async () => {
  const writers = ['a', 'b', 'c', 'd'].map((name) => write(name, 50))
  const codes = await Promise.all(writers.map(async ({ child }) => once(child, 'close')))
  expect(codes.map(([code]) => code as unknown)).toEqual([0, 0, 0, 0])
  expect(words()).toHaveLength(200)
  expect(new Set(words()).size).toBe(200)
  expect(readdirSync(folder)).toEqual(['words.json'])
})

test('a kill at any moment leaves the file whole, the lock free and no temporary', async () => {
  const kept: string[] = []
  for (let round = 0; round < 8; round += 1) {
    const writer = write(`r${round}`, 100_000)
    await expect.poll(() => writer.said().length, { timeout: 20_000 }).toBeGreaterThan(0)
    await sleep(Math.random() * 40)
    const closed = once(writer.child, 'close')
    writer.child.kill('SIGKILL')
    await closed
    kept.push(...writer.said())
    // Whole, and with every word that was reported as written.
    expect(words()).toEqual(expect.arrayContaining(kept))
  }
  const last = write('last', 1)
  const start = performance.now()
  expect(await once(last.child, 'close')).toEqual([0, null])
  expect(performance.now() - start).toBeLessThan(6000)
  await sweepTemporaries(folder)
  expect(readdirSync(folder)).toEqual(['words.json'])
})

const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

test.runIf(canMount).each([
  ['a full disk', 'mount -t tmpfs -o size=8k tmpfs "$F"', 'no space left'],
  ['a read-only disk', 'mount -t tmpfs -o ro tmpfs "$F"', 'the disk is read-only'],
])('%s is a failure in plain words', (_name, mount, reason) => {
  mkdirSync(folder, { recursive: true })
  const fill = 'for i in 1 2 3; do dd if=/dev/zero of="$F/x$i" bs=1k count=8 2>/dev/null; done'
  const run = '"$NODE" --import tsx "$SCRIPT" "$F/words.json" word 1'
  const result = spawnSync('unshare', ['-m', 'sh', '-c', `${mount} && { ${fill}; ${run}; }`], {
    env: { ...process.env, F: folder, NODE: process.execPath, SCRIPT: script },
    encoding: 'utf8',
  })
  expect(result.stdout).toContain(`(${reason})`)
})

import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { sweepTemporaries } from '../../../electron/files/temporaries.ts'
import { bundlePrograms } from '../../fixtures/bundle-programs.ts'

interface Change {
  readonly found: number
  readonly began: string
  readonly ended: string
}

interface Writer {
  readonly child: ChildProcessByStdio<null, Readable, null>
  readonly closed: Promise<unknown[]>
  lines(): (Change | { readonly failed: string })[]
}

/** How often a holder is killed; a hundred times takes a minute and more. */
const kills = Number(process.env['HUBKEY_TEST_KILLS'] ?? 15)
/** How many changes each of four processes makes. */
const changesEach = 100

let programs: string
let folder: string
let file: string
const writers: Writer[] = []

beforeAll(async () => {
  programs = await bundlePrograms({ writer: 'tests/integration/files/store-writer.ts' })
})
afterAll(() => {
  rmSync(programs, { recursive: true, force: true })
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubkey-holders-'))
  file = join(folder, 'store.json')
})
afterEach(async () => {
  for (const { child, closed } of writers.splice(0)) {
    child.kill('SIGKILL')
    await closed
  }
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, count: number): Writer {
  const args = [join(programs, 'writer.cjs'), file, name, String(count)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const writer = {
    child,
    closed: once(child, 'close'),
    lines: () =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Change | { failed: string }),
  }
  writers.push(writer)
  return writer
}

/** The changes that were reported as done. */
function changesOf(...all: readonly Writer[]): Change[] {
  return all.flatMap((writer) => writer.lines().filter((line): line is Change => 'found' in line))
}

function numberInStore(): number {
  return (JSON.parse(readFileSync(file, 'utf8')) as { number: number }).number
}

test('the changes of four processes come one after the other, in the order they were done', async () => {
  const four = ['a', 'b', 'c', 'd'].map((name) => write(name, changesEach))
  for (const { closed } of four) expect(await closed).toEqual([0, null])
  const changes = changesOf(...four).sort((one, other) => one.found - other.found)
  // Each found what exactly one other had left: none was lost, and none was done upon an older store.
  expect(changes.map(({ found }) => found)).toEqual(
    Array.from({ length: 4 * changesEach }, (_, at) => at),
  )
  expect(numberInStore()).toBe(4 * changesEach)
  // One that had ended before another began comes before it.
  let latest = 0n
  for (const { began, ended } of changes) {
    expect(BigInt(ended)).toBeGreaterThan(latest)
    if (BigInt(began) > latest) latest = BigInt(began)
  }
  expect(readdirSync(folder)).toEqual(['store.json'])
})

test('whoever holds the lock may be killed, time after time', { timeout: 180_000 }, async () => {
  const patient = write('patient', 1_000_000)
  let struck = 0
  for (let round = 0; round < kills; round += 1) {
    const victim = write(`v${round}`, 1_000_000)
    await expect.poll(() => victim.lines().length, { timeout: 30_000 }).toBeGreaterThan(0)
    // Kills that hit a holder are the ones that count; the lock names its holder's process.
    for (let tries = 0; tries < 2000 && holder() !== victim.child.pid; tries += 1)
      await new Promise(setImmediate)
    victim.child.kill('SIGKILL')
    await victim.closed
    if (holder() === victim.child.pid) struck += 1
    const before = patient.lines().length
    await expect.poll(() => patient.lines().length, { timeout: 30_000 }).toBeGreaterThan(before)
  }
  patient.child.kill('SIGKILL')
  await patient.closed
  // Nobody ran out of patience, which is ten seconds, and nothing that was reported is gone.
  expect(writers.flatMap((writer) => writer.lines()).filter((line) => 'failed' in line)).toEqual([])
  const found = changesOf(...writers).map((change) => change.found)
  expect(new Set(found).size).toBe(found.length)
  expect(numberInStore()).toBeGreaterThanOrEqual(found.length)
  process.stdout.write(`${struck} of ${kills} kills left a lock behind\n`)
  expect(struck).toBeGreaterThan(kills / 10)
  expect(await write('last', 1).closed).toEqual([0, null])
  await sweepTemporaries(folder)
  expect(readdirSync(folder)).toEqual(['store.json'])
})

test('one that sleeps with the lock in its hand is waited for, then told of, and nothing is lost', async () => {
  const sleeper = write('sleeper', 1_000_000)
  await expect.poll(() => sleeper.lines().length, { timeout: 30_000 }).toBeGreaterThan(0)
  do {
    sleeper.child.kill('SIGCONT')
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
    sleeper.child.kill('SIGSTOP')
  } while (holder() !== sleeper.child.pid)
  const other = write('other', 1)
  expect(await other.closed).toEqual([0, null])
  expect(other.lines()).toEqual([{ failed: 'store-write-failed' }])
  sleeper.child.kill('SIGCONT')
  const before = sleeper.lines().length
  await expect.poll(() => sleeper.lines().length, { timeout: 30_000 }).toBeGreaterThan(before)
  expect(await write('last', 20).closed).toEqual([0, null])
  sleeper.child.kill('SIGKILL')
  await sleeper.closed
  const found = changesOf(...writers).map((change) => change.found)
  expect(new Set(found).size).toBe(found.length)
})

test('at no moment may anybody else read what is written, whatever the umask', async () => {
  const umask = process.umask(0)
  const four = ['a', 'b', 'c', 'd'].map((name) => write(name, changesEach))
  process.umask(umask)
  let running = four.length
  for (const { child } of four) child.once('close', () => (running -= 1))
  const seen = new Map<string, Set<string>>()
  let looks = 0
  do {
    looks += 1
    for (const name of readdirSync(folder)) note(seen, name)
    await new Promise((resolve) => setImmediate(resolve))
  } while (running > 0)
  expect(looks).toBeGreaterThan(changesEach)
  // Temporaries and locks too; each kind was caught in the act.
  expect([...seen.keys()].sort()).toEqual(['lock', 'store', 'temporary'])
  expect(new Set([...seen.values()].flatMap((modes) => [...modes]))).toEqual(new Set(['600']))
})

/** Notes the mode of a file, which may be gone again. */
function note(seen: Map<string, Set<string>>, name: string): void {
  const stats = lstatSync(join(folder, name), { throwIfNoEntry: false })
  if (stats === undefined) return
  const kind = /\.lock/.test(name) ? 'lock' : name === 'store.json' ? 'store' : 'temporary'
  seen.set(kind, (seen.get(kind) ?? new Set()).add((stats.mode & 0o777).toString(8)))
}

/** The process that the lock file names; null when nobody holds it. */
function holder(): number | null {
  try {
    return (JSON.parse(readFileSync(`${file}.lock`, 'utf8')) as { pid: number }).pid
  } catch {
    return null
  }
}

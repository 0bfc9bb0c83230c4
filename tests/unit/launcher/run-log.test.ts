import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LogLine } from '../../../shared/domain/run.ts'
import {
  countBefore,
  readBefore,
  readOnwards,
  readOutput,
} from '../../../electron/launcher/read-output.ts'
import { createRunFolder, outputPath } from '../../../electron/launcher/run-folder.ts'
import { RunLog } from '../../../electron/launcher/run-log.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'

const id = '20261122-100000-abc123'
const secret = 'the/secret+of the run'
const clock = { now: () => new Date('2026-11-22T10:00:00Z') }
let paths: { state: string }
let told: LogLine[]

beforeEach(async () => {
  paths = { state: mkdtempSync(join(tmpdir(), 'hubkey-runlog-')) }
  told = []
  await createRunFolder(paths, id)
})
afterEach(() => {
  rmSync(paths.state, { recursive: true, force: true })
})

function openLog(): RunLog {
  const redactor = new Redactor()
  redactor.guard(secret)
  return new RunLog(outputPath(paths, id), {
    redactor,
    clock,
    onLines: (lines) => told.push(...lines),
  })
}

function onDisk(): string {
  return readFileSync(outputPath(paths, id), 'utf8')
}

it('gives the same masked lines to memory, disk and views', () => {
  const log = openLog()
  log.note('starting')
  log.push(Buffer.from(`my ${secret} and\n`))
  for (const byte of Buffer.from(
    `again ${encodeURIComponent(secret)}\nlast ${secret.slice(0, 9)}`,
  )) {
    log.push(Buffer.from([byte]))
  }
  log.close()
  const texts = ['hubkey: starting', 'my [secret] and', 'again [secret]', 'last the/secre']
  let place = 0
  const numbered = texts.map((text) => ({ seq: (place += text.length + 1), text }))
  expect(log.after(0)).toEqual(numbered)
  expect(log.after(numbered[2]!.seq)).toEqual(numbered.slice(3))
  expect(told).toEqual(log.after(0))
  expect(onDisk()).toBe(`${texts.join('\n')}\n`)
  expect(log.lastLines(2)).toEqual(['again [secret]', 'last the/secre'])
})

it('masks a secret with colours inside', () => {
  const log = openLog()
  log.push(Buffer.from(`\u001b[32m${secret.slice(0, 8)}\u001b[1m${secret.slice(8)}\u001b[0m\n`))
  log.push(Buffer.from(`\u001b[32mgreen\u001b[0m ${secret}\n`))
  expect(log.after(0).map(({ text }) => text)).toEqual([
    '[secret]',
    '\u001b[32mgreen\u001b[0m [secret]',
  ])
  expect(log.lastLines(1)).toEqual(['green [secret]'])
  log.close()
})

it.skipIf(process.platform === 'win32')('writes a file for this user alone', () => {
  openLog().close()
  expect(statSync(outputPath(paths, id)).mode & 0o777).toBe(0o600)
  expect(statSync(join(paths.state, 'runs', id)).mode & 0o777).toBe(0o700)
})

it('stays small however much a server says', () => {
  const log = openLog()
  const flood = Buffer.from(`${'flood '.repeat(100)}\n`.repeat(100))
  for (let round = 0; round < 300; round += 1) log.push(flood)
  log.close()
  expect(log.after(0).length).toBeLessThanOrEqual(3000)
  expect(log.after(0).at(-1)?.seq).toBe(30_000 * 601)
  expect(statSync(outputPath(paths, id)).size).toBeLessThan(9 * 1024 * 1024)
  expect(statSync(`${outputPath(paths, id)}.1`).size).toBeLessThan(9 * 1024 * 1024)
})

it('is read in pages, forwards and back, across the file that was put aside', async () => {
  const log = openLog()
  for (let first = 0; first < 100_000; first += 1000) {
    const some = Array.from(
      { length: 1000 },
      (_, index) => `line ${first + index} ${'x'.repeat(100)}`,
    )
    log.push(Buffer.from(`${some.join('\n')}\n`))
  }
  log.close()
  expect(statSync(`${outputPath(paths, id)}.1`).size).toBeGreaterThan(1_000_000)
  const back: LogLine[] = []
  for (let before = Number.MAX_SAFE_INTEGER; ; before = back[0]!.seq - 1) {
    const page = (await readBefore(id, before, paths))!
    if (page.length === 0) break
    back.unshift(...page)
  }
  const forth: LogLine[] = []
  for (let after = 0; ; after = forth.at(-1)!.seq) {
    const page = (await readOnwards(id, after, paths))!
    if (page.length === 0) break
    forth.push(...page)
  }
  expect(forth).toHaveLength(100_000)
  expect(forth.every(({ text }, index) => text.startsWith(`line ${index} `))).toBe(true)
  expect(back).toEqual(forth)
  // What is in memory has the same numbers.
  expect(log.after(0)).toEqual(forth.slice(-log.after(0).length))
  const tail = (await readOutput(id, 0, paths))!
  expect(tail).toEqual(forth.slice(-tail.length))
})

it('can be read by another program, from where it left off', async () => {
  const log = openLog()
  log.note('one')
  log.note('two')
  const first = (await readOutput(id, 0, paths))!
  expect(first.map(({ text }) => text)).toEqual(['hubkey: one', 'hubkey: two'])
  expect(await readOutput(id, first.at(-1)?.seq ?? 0, paths)).toEqual([])
  log.note('three')
  const next = (await readOutput(id, first.at(-1)?.seq ?? 0, paths))!
  expect(next.map(({ text }) => text)).toEqual(['hubkey: three'])
  log.close()
  expect(await readOutput('20200101-000000-nobody', 0, paths)).toBeNull()
})

it('knows how many lines come before one, also when its files have lost them', async () => {
  const log = openLog()
  // Every tenth is drawn anew once, as a bar is: the two count as one.
  const text = (number: number): string =>
    `line ${number} ${'x'.repeat(90)}${number % 10 === 0 ? ` 1 %\r${number} 2 %` : ''}\n`
  const block = (from: number): Buffer =>
    Buffer.from(Array.from({ length: 1000 }, (_, index) => text(from + index)).join(''))
  const before = async (seq: number): Promise<number | null> => countBefore(id, seq, paths)
  log.push(block(0))
  const early = log.after(0).at(-1)!
  expect(await before(early.seq)).toBe(999)
  for (let from = 1000; from < 300_000; from += 1000) log.push(block(from))
  const last = log.after(0).at(-1)!
  expect(last.text).toContain('line 299999 ')
  expect(await before(last.seq)).toBe(299_999)
  // About 30 MB were written, of which the files hold 8 to 16.
  expect(await before(early.seq)).toBeNull()
  const [page] = (await readBefore(id, last.seq - 9_000_000, paths))!
  expect(await before(page!.seq)).toBe(Number(/\d+/.exec(page!.text)![0]))
  expect(await countBefore('20200101-000000-nobody', 1, paths)).toBeNull()
})

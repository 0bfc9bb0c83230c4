import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LogLine } from '../../../shared/domain/run.ts'
import { readOutput } from '../../../electron/launcher/read-output.ts'
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
  expect(log.after(0)).toEqual(texts.map((text, index) => ({ seq: index + 1, text })))
  expect(log.after(3).map(({ text }) => text)).toEqual(['last the/secre'])
  expect(told).toEqual(log.after(0))
  expect(onDisk()).toBe(`${texts.join('\n')}\n`)
  expect(log.lastLines(2)).toEqual(['again [secret]', 'last the/secre'])
})

it('masks a secret with colours inside', () => {
  const log = openLog()
  log.push(Buffer.from(`${secret.slice(0, 8)}\u001b[1m${secret.slice(8)}\n`))
  expect(log.after(0).map(({ text }) => text)).toEqual(['[secret]'])
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
  expect(log.after(0).at(-1)?.seq).toBe(30_000)
  expect(statSync(outputPath(paths, id)).size).toBeLessThan(5 * 1024 * 1024)
  expect(statSync(`${outputPath(paths, id)}.1`).size).toBeLessThan(5 * 1024 * 1024)
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

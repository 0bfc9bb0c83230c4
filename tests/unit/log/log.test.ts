import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLog } from '../../../electron/log/log.ts'
import type { Log } from '../../../electron/ports.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'

let home: string
let state: string
let lines: string[]
const redactor = new Redactor()
const secret = 'a secret of some length'

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hubkey-log-'))
  state = join(home, 'state')
  lines = []
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

function makeLog(): Log {
  redactor.guard(secret)
  return createLog({
    paths: { state },
    redactor,
    clock: { now: () => new Date('2026-11-22T10:00:00Z') },
    mirror: (line) => lines.push(line),
  })
}

function written(): string {
  return readFileSync(join(state, 'hubkey.log'), 'utf8')
}

it('touches nothing before the first line', () => {
  makeLog()
  expect(() => statSync(state)).toThrow()
})

it('writes level, time and masked text to a private file', () => {
  const log = makeLog()
  log.info('started')
  log.warn(`got ${secret}`)
  log.error(Buffer.from(secret).toString('base64'))
  expect(written()).toBe(
    [
      '2026-11-22T10:00:00.000Z info  started',
      '2026-11-22T10:00:00.000Z warn  got [secret]',
      '2026-11-22T10:00:00.000Z error [secret]',
      '',
    ].join('\n'),
  )
  expect(lines).toHaveLength(3)
  expect(lines.join()).not.toContain(secret)
  if (process.platform === 'win32') return
  expect(statSync(state).mode & 0o777).toBe(0o700)
  expect(statSync(join(state, 'hubkey.log')).mode & 0o777).toBe(0o600)
})

it('keeps a message on its line', () => {
  makeLog().info('one\ntwo\r\n\u001b[31mred\u2028three')
  expect(written().trimEnd().split('\n')).toHaveLength(1)
  expect(written()).toContain('one two [31mred three')
})

it('puts a full file aside and keeps one old one', () => {
  const log = makeLog()
  for (let line = 0; line < 700; line += 1) log.info('x'.repeat(4000))
  expect(statSync(join(state, 'hubkey.log.1')).size).toBeLessThan(1.1 * 1024 * 1024)
  expect(statSync(join(state, 'hubkey.log')).size).toBeLessThan(1.1 * 1024 * 1024)
})

it('cuts a line that is too long', () => {
  makeLog().info('x'.repeat(1_000_000))
  expect(written().length).toBeLessThan(5000)
})

it('never fails', () => {
  writeFileSync(state, 'a file where the folder should be')
  expect(() => {
    makeLog().info('lost')
  }).not.toThrow()
  expect(lines).toHaveLength(1)
})

it.skipIf(process.platform === 'win32')('does not follow a link', () => {
  makeLog().info('makes the folder')
  const target = join(home, 'target')
  writeFileSync(target, '')
  rmSync(join(state, 'hubkey.log'))
  symlinkSync(target, join(state, 'hubkey.log'))
  makeLog().info('elsewhere')
  expect(readFileSync(target, 'utf8')).toBe('')
})

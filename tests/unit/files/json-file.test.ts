import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { readJson, updateJson, type JsonFile } from '../../../electron/files/json-file.ts'
import { findSetAside } from '../../../electron/files/set-aside.ts'

const schema = z.looseObject({ version: z.literal(1), words: z.array(z.string()) })
type Words = z.infer<typeof schema>

let folder: string
let file: JsonFile<Words>
const warnings: string[] = []
const needs = {
  clock: { now: () => new Date('2026-11-23T18:30:05Z') },
  log: {
    info: () => undefined,
    warn: (line: string) => void warnings.push(line),
    error: () => undefined,
  },
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubkey-json-'))
  warnings.length = 0
  const path = join(folder, 'words.json')
  file = { path, schema, version: 1, empty: { version: 1, words: [] }, maxBytes: 10_000 }
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const add =
  (word: string) =>
  (value: Words): Words => ({ ...value, words: [...value.words, word] })

test('starts from the empty content and goes on from what is there', async () => {
  expect(await readJson(file)).toBeNull()
  await updateJson(file, add('one'), needs)
  await updateJson(file, add('two'), needs)
  expect((await readJson(file))?.value.words).toEqual(['one', 'two'])
  expect(readdirSync(folder)).toEqual(['words.json'])
})

test('leaves everything as it is when the change says so', async () => {
  await updateJson(file, () => null, needs)
  expect(readdirSync(folder)).toEqual([])
})

test('keeps what it does not know', async () => {
  writeFileSync(file.path, JSON.stringify({ version: 1, words: [], later: { more: true } }))
  await updateJson(file, add('one'), needs)
  expect(JSON.parse(readFileSync(file.path, 'utf8'))).toMatchObject({ later: { more: true } })
})

test.each([
  ['cut short', '{"version":1,"words":["a'],
  ['empty', ''],
  ['of another shape', '{"version":1,"words":{"a":1}}'],
  ['not JSON at all', '\u0000\u0001'],
])('a file that is %s is unreadable, and set aside by the next write', async (_name, text) => {
  writeFileSync(file.path, text)
  await expect(readJson(file)).rejects.toMatchObject({ error: { code: 'store-unreadable' } })
  expect(readFileSync(file.path, 'utf8')).toBe(text)
  await updateJson(file, add('new'), needs)
  const [aside] = await findSetAside(file.path)
  expect(aside).toMatch(/words\.json\.unreadable-20261123T183005-[0-9a-f]{6}$/)
  expect(readFileSync(aside!, 'utf8')).toBe(text)
  expect((await readJson(file))?.value.words).toEqual(['new'])
  expect(warnings).toEqual([expect.stringContaining(aside!)])
})

test("a later Hubkey's file is left alone", async () => {
  const text = JSON.stringify({ version: 2, entries: [] })
  writeFileSync(file.path, text)
  await expect(updateJson(file, add('new'), needs)).rejects.toMatchObject({
    error: { code: 'store-unreadable' },
  })
  expect(readFileSync(file.path, 'utf8')).toBe(text)
})

test('something that is no file is neither read nor moved', async () => {
  mkdirSync(file.path)
  await expect(updateJson(file, add('new'), needs)).rejects.toMatchObject({
    error: { code: 'store-unreadable' },
  })
  expect(readdirSync(folder)).toEqual(['words.json'])
})

test('a change that fails changes nothing and lets the next one in', async () => {
  await updateJson(file, add('one'), needs)
  const broken = updateJson(file, () => raise(), needs)
  await expect(broken).rejects.toThrow('no')
  await updateJson(file, add('two'), needs)
  expect((await readJson(file))?.value.words).toEqual(['one', 'two'])
})

function raise(): never {
  throw new Error('no')
}

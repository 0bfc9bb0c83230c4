import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkIntegrity } from '../../build/npm-package.ts'

let folder: string
let file: string
const content = 'the package'
const source = {
  spec: 'a@1.2.3',
  integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubkey-integrity-'))
  file = join(folder, 'package.tgz')
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

it('accepts the package it knows', async () => {
  writeFileSync(file, content)
  await expect(checkIntegrity(file, source)).resolves.toBeUndefined()
})

it.each(['', content.slice(0, -1), 'another package'])(
  'refuses any other (%j), and says what to do',
  async (other) => {
    writeFileSync(file, other)
    await expect(checkIntegrity(file, source)).rejects.toThrow(/npm cache verify/)
  },
)

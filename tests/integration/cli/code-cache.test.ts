import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import { cliScript } from '../../fixtures/cli.ts'

const built = dirname(cliScript)
const caches = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.cache'))
    .map((name) => join(folder, name))

let copy: string | undefined
afterEach(() => {
  if (copy !== undefined) rmSync(copy, { recursive: true })
  copy = undefined
})

describe('what V8 compiled of the command line at build time', () => {
  test('is taken back by the Node that built it', () => {
    const found = caches(built)
    expect(found.length).toBeGreaterThan(10)
    for (const cache of found) {
      const source = readFileSync(cache.replace(/\.cache$/, ''), 'utf8')
      const cachedData = readFileSync(cache)
      const script = new Script(Module.wrap(source), { cachedData })
      expect(script.cachedDataRejected, cache).toBe(false)
    }
  })

  test('is done without when it is of another version, damaged or gone', () => {
    const home = (copy = mkdtempSync(join(tmpdir(), 'hubkey-cache-')))
    cpSync(built, join(home, 'cli'), { recursive: true })
    const [first, second, ...others] = caches(join(home, 'cli'))
    for (const cache of others) writeFileSync(cache, readFileSync(cache).fill(7, 4, 12))
    writeFileSync(first!, '')
    rmSync(second!)
    const env = { HOME: home, PATH: process.env['PATH'] }
    const words = [join(home, 'cli', 'cli.cjs'), 'status', '--json']
    const { stdout, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ ok: true })
  })
})

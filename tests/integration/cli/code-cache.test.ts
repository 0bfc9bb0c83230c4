import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import { nodeInWords } from '../../../electron/cli/code-cache.ts'
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
    expect(readFileSync(join(built, 'cache-made-by'), 'utf8')).toBe(nodeInWords())
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
    const { stdout, stderr } = status(home)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ ok: true })
  })

  test('is not even shown to V8 when another build of Node made it', () => {
    const home = (copy = mkdtempSync(join(tmpdir(), 'hubkey-cache-')))
    cpSync(built, join(home, 'cli'), { recursive: true })
    for (const cache of caches(join(home, 'cli'))) {
      // V8 goes by the length of the source, and would run this instead.
      const { length } = readFileSync(cache.replace(/\.cache$/, ''), 'utf8')
      const other = new Script(Module.wrap('process.exit(9);'.padEnd(length)))
      other.runInThisContext()
      writeFileSync(cache, other.createCachedData())
    }
    expect(status(home).status).toBe(9)
    writeFileSync(join(home, 'cli', 'cache-made-by'), nodeInWords().replace(/^v\d+/, 'v19'))
    expect(status(home)).toMatchObject({ status: 0, stderr: '' })
  })

  function status(home: string) {
    const env = { HOME: home, PATH: process.env['PATH'] }
    const words = [join(home, 'cli', 'cli.cjs'), 'status', '--json']
    return spawnSync(process.execPath, words, { env, encoding: 'utf8' })
  }
})

import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { fromRoot } from '../../../build/paths.ts'
import { findProgram } from '../../../electron/files/find-program.ts'

const run = promisify(execFile)
const nix = await findProgram('nix-instantiate', process.env)
const systemd = await findProgram('systemd-analyze', process.env)
const units = fromRoot('docs', 'units')

describe('the files that people set up machines with', () => {
  test.skipIf(systemd === null)('systemd takes the user unit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hubkey-units-'))
    try {
      const unit = join(folder, 'hubkey-seed.service')
      await cp(join(units, 'hubkey-seed.service'), unit)
      const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder }
      const { stdout, stderr } = await run(systemd!, ['--user', 'verify', '--man=no', unit], {
        env,
      })
      expect(stdout + stderr).not.toContain('hubkey-seed')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test.skipIf(nix === null)('Nix takes the Home Manager module', async () => {
    const { stdout } = await run(nix!, ['--parse', join(units, 'home-manager.nix')])
    expect(stdout).toContain('hubkey')
  })

  test('call words that there are', async () => {
    const { addSeedWord } = await import('../../../electron/cli/words/seed.ts')
    const { Command } = await import('commander')
    const program = new Command().enablePositionalOptions()
    addSeedWord(program, async () => undefined)
    const known = program.commands[0]!.options.map(({ long }) => long)
    for (const name of ['hubkey-seed.service', 'home-manager.nix', 'README.md']) {
      const text = await readFile(join(units, name), 'utf8')
      const used = [...text.matchAll(/hubkey seed ([^\n`]*)/g)].flatMap(([, words = '']) =>
        [...words.split(' -- ')[0]!.matchAll(/--[a-z-]+/g)].map(([option]) => option),
      )
      expect(known).toEqual(expect.arrayContaining(used))
    }
    const module = await readFile(join(units, 'home-manager.nix'), 'utf8')
    const given = [...module.matchAll(/"(--[a-z-]{2,})"/g)].map(([, option]) => option)
    expect(given.length).toBeGreaterThan(4)
    expect(known).toEqual(expect.arrayContaining(given))
  })
})

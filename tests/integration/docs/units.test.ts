import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test, type TestContext } from 'vitest'
import { fromRoot } from '../../../build/paths.ts'
import { findProgram } from '../../../electron/files/find-program.ts'

const run = promisify(execFile)
const units = fromRoot('docs', 'units')

/** The program's path. One that is missing fails the test in CI; elsewhere the test is passed over, which is said. */
async function programOf(
  name: string,
  debian: string,
  { skip }: Pick<TestContext, 'skip'>,
): Promise<string> {
  const path = await findProgram(name, process.env)
  if (path !== null) return path
  const what = `${name} is not here: apt-get install ${debian}`
  if (process.env['CI'] !== undefined) throw new Error(what)
  process.stdout.write(`Skipped: ${what}\n`)
  return skip(what)
}

describe('the files that people set up machines with', () => {
  test('systemd takes the user unit', async (context) => {
    const systemd = await programOf('systemd-analyze', 'systemd', context)
    const folder = await mkdtemp(join(tmpdir(), 'hubkey-units-'))
    try {
      const unit = join(folder, 'hubkey-seed.service')
      await cp(join(units, 'hubkey-seed.service'), unit)
      const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder }
      const { stdout, stderr } = await run(systemd, ['--user', 'verify', '--man=no', unit], {
        env,
      })
      expect(stdout + stderr).not.toContain('hubkey-seed')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('Nix takes the Home Manager module', async (context) => {
    const nix = await programOf('nix-instantiate', 'nix-bin', context)
    const { stdout } = await run(nix, ['--parse', join(units, 'home-manager.nix')])
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

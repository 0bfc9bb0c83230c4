import { execFile } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ScanViewSchema, type ScanFinding } from '../../../shared/domain/scan.ts'
import { cliScript, runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { leave, randomKey } from '../../fixtures/foreign-home.ts'
import { randomToken } from '../../fixtures/hub-double/token-values.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'

const run = promisify(execFile)
let session: DesktopSession
let tree: string
const [user, key, held, old] = [
  randomToken('read'),
  randomKey(),
  randomToken('read'),
  'x'.repeat(8),
]
const odd = Buffer.from(`${old}-an-older-key-without-a-shape`).toString('base64')

beforeAll(async () => {
  session = await startSession({ keyring: 'absent' })
  tree = join(session.home, 'project')
  await mkdir(tree)
  const env = { HUBKEY_KEYRING: 'off' }
  await leave(join(session.home, '.config/hubkey/credentials.json'), storeOf())
  expect((await hubkey(['accounts', '--json'], env)).code).toBe(0)
})
afterAll(async () => session.close())

function storeOf(): string {
  const savedAt = new Date().toISOString()
  const tokens = {
    'huggingface:work': { token: held, savedAt },
    'ngc:default': { token: odd, savedAt },
  }
  return JSON.stringify({ version: 1, tokens })
}

async function hubkey(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CliResult> {
  const result = await runCli(session, args, { env: { HUBKEY_KEYRING: 'off', ...env } })
  for (const token of [user, key, held, odd]) {
    expect(huntFor(token).text(result.stdout + result.stderr)).toBe(false)
  }
  return result
}

async function scan(args: readonly string[], code = 1): Promise<readonly ScanFinding[]> {
  const result = await hubkey(['scan', '--json', ...args])
  expect(result.code).toBe(code)
  return ScanViewSchema.parse(result.json()).findings
}

const git = async (...args: string[]): Promise<string> =>
  (await run('git', ['-C', tree, ...args], { env: session.env })).stdout

describe('hubkey scan', () => {
  test('finds tokens in text by line, and passes over what only looks like one', async () => {
    const at = (name: string): string => join(tree, name)
    const cell = { cell_type: 'code', source: [`login("${user}")\n`], outputs: [] }
    await leave(at('a.ipynb'), JSON.stringify({ cells: [cell] }, null, 1))
    await leave(at('deep/er/b.py'), `x = 1\r\n\r\nKEY = "${key}"\n`)
    await leave(
      at('c.txt'),
      `hf_hub_download_from_a_repository_of_mine\nhf_${'x'.repeat(34)}\nmy${user}\n`,
    )
    await leave(at('d.test'), `a = "${user}" # hubkey:allow\n`)
    await leave(at('e.bin'), `\0\0${user}`)
    await leave(at('f.log'), `${'line\n'.repeat(900_000)}${held} ${odd}\nend`)
    await symlink(at('b.py'), at('link'))
    const found = await scan([tree])
    const seen = found.map(({ path, line, provider, account }) => [path, line, provider, account])
    expect(seen).toEqual([
      [at('a.ipynb'), 6, 'huggingface', null],
      [at('deep/er/b.py'), 3, 'ngc', null],
      [at('f.log'), 900_001, 'huggingface', 'work'],
      [at('f.log'), 900_001, 'ngc', 'default'],
    ])
    await rm(at('f.log'))
  })

  test('says where, which and how to revoke it, and never the token', async () => {
    const { stdout, code } = await hubkey(['scan', tree])
    expect(code).toBe(1)
    expect(stdout).toMatch(/b\.py:3 {2}NVIDIA NGC token \[[0-9a-f]{8}\]\n/)
    expect(stdout).toContain('https://huggingface.co/settings/tokens')
    expect(stdout).toContain('https://org.ngc.nvidia.com/setup/api-keys')
  })

  test('ends with 0 and a sentence where there is none', async () => {
    const clean = join(session.home, 'clean')
    await leave(join(clean, 'a.txt'), 'nothing')
    expect(await hubkey(['scan', clean])).toMatchObject({
      code: 0,
      stdout: 'No token in one file.\n',
    })
    const missing = await hubkey(['scan', join(clean, 'b'), '--json'])
    expect(missing.json()).toMatchObject({ error: { code: 'bad-input' } })
    expect((await hubkey(['scan'])).code).toBe(64)
  })
})

describe('a repository', () => {
  test('is looked into as deep as it goes, also where a token was taken out again', async () => {
    await rm(tree, { recursive: true })
    await mkdir(tree)
    await git('init', '-q')
    await git('config', 'user.email', 'ada@example.org')
    await git('config', 'user.name', 'Ada')
    await git('remote', 'add', 'origin', `https://ada:${key}@huggingface.co/ada/model`)
    await leave(join(tree, 'settings.py'), `T = "${user}"\n`)
    await git('add', '.')
    await git('commit', '-qm', 'first')
    const commit = (await git('rev-parse', '--short', 'HEAD')).trim()
    await leave(join(tree, 'settings.py'), 'T = None\n')
    await git('commit', '-qam', `no more\n\nit was ${held}`)
    await git('gc', '-q')
    const inConfig = { path: join(tree, '.git/config'), provider: 'ngc' }
    expect(await scan([tree])).toMatchObject([inConfig])
    const found = await scan([tree, '--history'])
    expect(found).toHaveLength(3)
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining(inConfig),
        expect.objectContaining({ path: 'settings.py', commit, line: 1, account: null }),
        expect.objectContaining({ path: 'the commit itself', account: 'work' }),
      ]),
    )
  })

  test('is not given a token by a commit when the hook is there', async () => {
    const bin = join(session.home, 'bin')
    await leave(
      join(bin, 'hubkey'),
      `#!/bin/sh\nexec '${process.execPath}' '${cliScript}' "$@"\n`,
      0o755,
    )
    const { stdout: hook } = await hubkey(['scan', '--hook'])
    await leave(join(tree, '.git/hooks/pre-commit'), hook, 0o755)
    const env = {
      ...session.env,
      PATH: `${bin}:${session.env['PATH'] ?? ''}`,
      HUBKEY_KEYRING: 'off',
    }
    const commit = async (): Promise<unknown> =>
      run('git', ['-C', tree, 'commit', '-qm', 'next'], { env })
    await leave(join(tree, 'with space/é.py'), `T = "${user}"\n`)
    await git('add', '.')
    // What counts is what is staged, not what lies there.
    await writeFile(join(tree, 'with space/é.py'), 'T = None\n')
    const staged = await scan(['--staged', tree])
    expect(staged).toMatchObject([{ path: 'with space/é.py', line: 1 }])
    await expect(commit()).rejects.toMatchObject({ code: 1 })
    await git('add', '.')
    await commit()
    expect(await git('log', '-1', '--format=%s')).toBe('next\n')
    expect(await scan(['--staged', tree], 0)).toEqual([])
  })
})

import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startGitHost, type GitHost } from '../../fixtures/git-host/git-host.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'

/** A git that can ask nobody: no terminal, no askpass, and a limit well below the test's. */
const promptless = { GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1' }

let hub: HubDouble
let old: string
let next: string

beforeAll(async () => {
  hub = await startHubDouble()
  ;[old, next] = [hub.token('ada-read'), hub.token('ada-write')]
})
afterAll(async () => {
  await hub.close()
})

describe.each([
  ['with Hubkey as git’s helper', [], ['--as', 'helper']],
  ['with a copy seeded into git’s own store', ['credential.helper', 'store'], ['--as', 'copy']],
  ['and git set to look by path', ['credential.useHttpPath', 'true'], ['--as', 'helper']],
])('a private repository of the Hub, %s', (_what, setting, way) => {
  let session: DesktopSession
  let host: GitHost

  beforeAll(async () => {
    session = await startSession({ keyring: 'unlocked' })
    const repositories = join(session.home, 'served')
    await mkdir(join(repositories, 'ada'), { recursive: true })
    host = await startGitHost({ repositories, hub: hub.url })
    host.admit(old)
    await git('.', ['config', '--global', 'user.email', 'ada@example.org'])
    await git('.', ['config', '--global', 'user.name', 'Ada'])
    await git('.', ['config', '--global', 'init.defaultBranch', 'main'])
    if (setting.length > 0) await git('.', ['config', '--global', ...setting])
    await git('served/ada', ['init', '--bare', 'model'])
    await git('served/ada/model', ['config', 'http.receivepack', 'true'])
    await writeFile(join(session.home, 'token'), old, { mode: 0o600 })
    const file = join(session.home, 'token')
    const seeded = await hubkey([
      'seed',
      '--from-file',
      file,
      '--sinks',
      'git',
      ...way,
      '--git-lfs',
    ])
    expect(seeded.stderr).toBe('')
    expect(seeded.code).toBe(0)
  })
  afterAll(async () => {
    await host.close()
    await session.close()
  })

  const environment = (): Record<string, string> => ({ ...promptless, HF_ENDPOINT: host.url })

  async function hubkey(args: readonly string[], stdin = ''): Promise<CliResult> {
    return await runCli(session, args, { stdin, env: environment() })
  }

  async function git(
    folder: string,
    args: readonly string[],
    more: Record<string, string> = {},
  ): Promise<CliResult> {
    const env = { ...session.env, ...environment(), ...more }
    const cwd = join(session.home, folder)
    const stdio = ['ignore', 'pipe', 'pipe'] as const
    return await resultOf(spawn('git', args, { env, cwd, stdio: [...stdio], timeout: 30_000 }))
  }

  /** Runs git and expects it to succeed. */
  async function gitDoes(folder: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await git(folder, args)
    expect({ args, code, stderr }).toMatchObject({ code: 0 })
    return stdout
  }

  it('is cloned, pushed to and pulled from, large files included, with no prompt', async () => {
    await gitDoes('.', 'clone', `${host.url}/ada/model`, 'work')
    await gitDoes('work', 'lfs', 'track', '*.bin')
    await writeFile(join(session.home, 'work/weights.bin'), 'weights '.repeat(5000))
    await gitDoes('work', 'add', '.')
    await gitDoes('work', 'commit', '-qm', 'Add weights')
    await gitDoes('work', 'push', 'origin', 'HEAD:main')
    expect([...host.objects.values()].map(({ length }) => length)).toEqual([40_000])

    await git('.', ['clone', '-b', 'main', `${host.url}/ada/model`, 'other'], {
      GIT_LFS_SKIP_SMUDGE: '1',
    })
    const weights = join(session.home, 'other/weights.bin')
    expect(await readFile(weights, 'utf8')).toContain('version https://git-lfs')
    await gitDoes('other', 'lfs', 'pull')
    expect((await readFile(weights)).length).toBe(40_000)
    expect(new Set(host.passwords)).toEqual(new Set([null, old]))
  })

  it('the very next fetch after a rotation uses the new token', async () => {
    const rotated = await hubkey(['rotate', '--stdin'], next)
    expect(rotated.code).toBe(0)
    host.admit(next)
    host.clearPasswords()
    await gitDoes('work', 'fetch', 'origin')
    expect(new Set(host.passwords)).toEqual(new Set([null, next]))
  })

  it('after the token is cleared git fails, cleanly and at once', async () => {
    expect((await hubkey(['clear'])).code).toBe(0)
    host.clearPasswords()
    const { code, stderr } = await git('work', ['fetch', 'origin'])
    expect(code).toBe(128)
    expect(stderr).toContain('terminal prompts disabled')
    expect(new Set(host.passwords)).toEqual(new Set([null]))
  })
})

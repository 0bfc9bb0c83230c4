import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { freezeKeyring, lockKeyring, unlockKeyring } from '../../fixtures/keyring-session.ts'

let session: DesktopSession
let hub: HubDouble
let token: string

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  token = hub.token('ada-read')
  await hubkey(['login', '--stdin'], token)
})
afterAll(async () => {
  await hub.close()
  await session.close()
})

async function hubkey(args: readonly string[], stdin: string): Promise<CliResult> {
  return await runCli(session, args, { stdin, env: { HF_ENDPOINT: hub.url } })
}

const question = (): string => `protocol=http\nhost=${new URL(hub.url).host}\n\n`

it('gives the stored token for the Hub', async () => {
  const { stdout, stderr, code } = await hubkey(['git-credential', 'get'], question())
  expect(stdout).toBe(question().replace('\n\n', `\nusername=hf_user\npassword=${token}\n\n`))
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
})

it.each([
  ['for another host', ['get'], 'protocol=https\nhost=example.org\n\n'],
  ['for what git would not write', ['get'], 'host\n\n'],
  ['for far too much', ['get'], 'a=b\n'.repeat(100_000)],
  ['when it is to store', ['store'], 'protocol=https\nhost=huggingface.co\npassword=x\n\n'],
  ['when it is told a word of the future', ['capability', '--more'], ''],
  ['when it is told nothing', [], ''],
])('says nothing %s', async (_what, args, stdin) => {
  const { stdout, stderr, code } = await hubkey(['git-credential', ...args], stdin)
  expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: '', code: 0 })
})

it('never lets git empty the vault', async () => {
  const erased = question().replace('\n\n', `\npassword=${token}\n\n`)
  expect((await hubkey(['git-credential', 'erase'], erased)).code).toBe(0)
  expect((await hubkey(['git-credential', 'get'], question())).stdout).toContain(token)
})

it('is left out of the list of words', async () => {
  expect((await hubkey(['--help'], '')).stdout).not.toContain('git-credential')
})

it.each([false, true])(
  'is what real git uses once it is switched on, useHttpPath %s',
  async (byPath) => {
    const env = { ...session.env, HF_ENDPOINT: hub.url, GIT_TERMINAL_PROMPT: '0' }
    const git = (args: readonly string[], input = ''): string =>
      execFileSync('git', args, { env, input, cwd: session.home, encoding: 'utf8' })
    git(['config', '--global', 'credential.useHttpPath', String(byPath)])
    git(['config', '--global', 'credential.helper', 'store'])
    const config = join(session.home, '.gitconfig')
    const before = await readFile(config, 'utf8')
    const on = await hubkey(['sinks', '--on', 'git', '--as', 'helper', '--json'], '')
    expect(on.json()['sinks']).toContainEqual(
      expect.objectContaining({ id: 'git', on: true, way: 'helper', state: 'current', copies: [] }),
    )
    const filled = git(['credential', 'fill'], `url=${hub.url}/org/model\n\n`)
    expect(filled).toContain(`password=${token}\n`)
    // What git does when the Hub refuses a token.
    git(['credential', 'reject'], filled)
    expect(git(['credential', 'fill'], `url=${hub.url}/org/model\n\n`)).toBe(filled)

    await hubkey(['sinks', '--on', 'git', '--as', 'copy'], '')
    expect(await readFile(join(session.home, '.git-credentials'), 'utf8')).toContain(token)
    expect(git(['config', '--global', '--list'])).not.toContain('HUBKEY_HELPER')
    await hubkey(['sinks', '--on', 'git', '--as', 'helper'], '')
    expect(await readFile(join(session.home, '.git-credentials'), 'utf8')).not.toContain(token)

    await hubkey(['sinks', '--off', 'git'], '')
    expect(await readFile(config, 'utf8')).toBe(before)
  },
)

it('says that the keyring is locked, or does not answer, and lets git go on', async () => {
  await lockKeyring(session)
  const locked = await hubkey(['git-credential', 'get'], question())
  await unlockKeyring(session)
  expect(locked).toMatchObject({ stdout: '', code: 1 })
  expect(locked.stderr).toContain('The keyring is locked')
  const thaw = await freezeKeyring(session)
  const hung = await hubkey(['git-credential', 'get'], question())
  thaw()
  expect(hung).toMatchObject({ stdout: '', code: 1 })
  expect(hung.stderr).toContain('The keyring does not answer')
})

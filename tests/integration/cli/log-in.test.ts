import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resultOf, runCli, startCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { lockKeyring, lookUpSecret, unlockKeyring } from '../../fixtures/keyring-session.ts'

const byDevice = ['login', '--device', '--client-id', 'a-client-of-our-own']
const entry = 'huggingface:default'

let session: DesktopSession
let hub: HubDouble

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble({ oauth: { namesInterval: true, intervalSeconds: 0 } })
})
afterAll(async () => {
  await hub.close()
  await session.close()
})
beforeEach(async () => {
  await hubkey(['clear', '--all', '--json'])
  hub.clearRequests()
})

async function hubkey(args: readonly string[]): Promise<CliResult> {
  return checked(await runCli(session, args, { env: { HF_ENDPOINT: hub.url } }))
}

/** No token stands in what anybody reads. */
function checked(result: CliResult): CliResult {
  expect(result.stdout + result.stderr).not.toMatch(/hf_[A-Za-z0-9_]{20}/)
  return result
}

/** A log-in that waits for its owner, the code that it showed, and what it will come to. */
async function waiting(
  more: readonly string[] = [],
  words: readonly string[] = byDevice,
): Promise<{
  readonly child: ChildProcess
  readonly code: string
  readonly end: Promise<CliResult>
}> {
  const child = startCli(session, [...words, ...more], { env: { HF_ENDPOINT: hub.url } })
  const end = resultOf(child)
  const code = await new Promise<string>((found, reject) => {
    let shown = ''
    child.stderr!.on('data', (text: string) => {
      shown += text
      const [, userCode] = /enter the code (\S+)\n/.exec(shown) ?? []
      if (userCode !== undefined) found(userCode)
    })
    child.once('close', () => reject(new Error(`It showed no code: ${shown}`)))
  })
  return { child, code, end }
}

const asked = (): number => hub.requests.filter(({ path }) => path === '/oauth/token').length

describe('hubkey login --device', () => {
  it('shows a code, waits for the yes, and stores a pair that works', async () => {
    const { code, end } = await waiting()
    await expect.poll(asked).toBeGreaterThan(1)
    expect(await lookUpSecret(session, entry)).toBeNull()
    hub.oauth.approve(code, 'ada')
    const { code: exit, stdout, stderr } = checked(await end)
    expect(stdout).toMatch(/^Logged in as ada \(.*\)\. Saved in the keyring\.\n$/)
    expect(stderr).toContain(`Open ${hub.url}`)
    expect(exit).toBe(0)
    expect(await lookUpSecret(session, entry)).toMatch(/^hf_oauth_/)
    expect(await lookUpSecret(session, `${entry}~refresh`)).not.toBeNull()
    expect((await hubkey(['verify', '--json'])).json()).toMatchObject({ ok: true, verified: true })
  })

  it('keeps what was agreed to while the keyring is locked, and stores it once it is not', async () => {
    const { child, code, end } = await waiting()
    let said = ''
    child.stderr!.on('data', (text: string) => (said += text))
    await lockKeyring(session)
    try {
      hub.oauth.approve(code, 'ada')
      await expect
        .poll(() => said, { timeout: 10_000 })
        .toContain('You are logged in; this is kept')
    } finally {
      await unlockKeyring(session)
    }
    const before = asked()
    expect(checked(await end).code).toBe(0)
    expect(asked()).toBe(before)
    expect(await lookUpSecret(session, entry)).toMatch(/^hf_oauth_/)
  })

  it('keeps the id of the application for later, and takes nothing else for one', async () => {
    const settings = join(session.home, '.config/hubkey/settings.json')
    for (const id of ['', 'two words', `hf_${'x'.repeat(34)}`]) {
      const refused = await hubkey(['login', '--client-id', id, '--json'])
      expect(refused.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
      expect(refused.code).toBe(64)
    }
    const first = await waiting()
    first.child.kill('SIGINT')
    await first.end
    expect(await readFile(settings, 'utf8')).toContain('a-client-of-our-own')
    const later = await waiting([], ['login', '--device'])
    hub.oauth.approve(later.code, 'ada')
    expect(checked(await later.end).code).toBe(0)
    const book = await readFile(join(session.home, '.config/hubkey/accounts.json'), 'utf8')
    expect(book).toContain('"clientId": "a-client-of-our-own"')
  })

  it('stores nothing when the answer is no', async () => {
    const { code, end } = await waiting(['--json'])
    hub.oauth.deny(code)
    const result = checked(await end)
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'device-refused' } })
    expect(result.code).toBe(1)
    expect(await lookUpSecret(session, entry)).toBeNull()
  })

  it.each([[[]], [['--json']]])('is ended by Ctrl-C without a trace %s', async (more) => {
    const { child, code, end } = await waiting(more)
    await expect.poll(asked).toBeGreaterThan(0)
    child.kill('SIGINT')
    const result = checked(await end)
    expect(result.code).toBe(130)
    if (more.length === 0) expect(result.stderr).toMatch(/hubkey: It was interrupted .*\n$/)
    else expect(result.json()).toMatchObject({ ok: false, error: { code: 'interrupted' } })
    // A yes that comes too late is for nobody.
    hub.oauth.approve(code, 'ada')
    const before = asked()
    expect(await lookUpSecret(session, entry)).toBeNull()
    expect(await lookUpSecret(session, `${entry}~refresh`)).toBeNull()
    const { accounts } = (await hubkey(['accounts', '--json'])).json()
    expect(accounts).toEqual([])
    expect(asked()).toBe(before)
    const log = join(session.home, '.local/state/hubkey/hubkey.log')
    expect(await readFile(log, 'utf8').catch(() => '')).not.toContain('AbortError')
  })
})

describe('hubkey login --from-file', () => {
  it('stores the token of a file, leaves the file, and says when others may read it', async () => {
    const path = join(session.home, 'token.txt')
    const token = hub.token('ada-read')
    await writeFile(path, `\n  ${token}\r\n`, { mode: 0o600 })
    const quiet = await hubkey(['login', '--from-file', path])
    expect(quiet.stdout).toBe('Logged in as ada (read). Saved in the keyring.\n')
    expect([quiet.code, quiet.stderr]).toEqual([0, ''])
    expect(await lookUpSecret(session, entry)).toBe(token)
    await chmod(path, 0o644)
    const told = await hubkey(['login', '--from-file', path, '--json'])
    expect(told.stderr).toBe(`Others may open ${path}. Next: chmod 600 ${path}\n`)
    expect(told.json()).toMatchObject({ ok: true, store: 'keyring', username: 'ada' })
    expect(await readFile(path, 'utf8')).toContain(token)
  })

  it.each([
    ['that is not there', 'missing.txt', 'bad-input', 64],
    ['that is a folder', '.', 'bad-input', 64],
    ['that never ends', '/dev/zero', 'bad-input', 64],
    ['without a token', 'empty.txt', 'token-empty', 2],
  ])('refuses one %s', async (_what, name, code, exit) => {
    await writeFile(join(session.home, 'empty.txt'), '\n', { mode: 0o600 })
    const result = await hubkey(['login', '--json', '--from-file', resolve(session.home, name)])
    expect(result.json()).toMatchObject({ ok: false, error: { code } })
    expect(result.code).toBe(exit)
    expect(await lookUpSecret(session, entry)).toBeNull()
  })
})

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { runInSession, startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import type { Fault } from '../../fixtures/hub-double/faults.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'

let session: DesktopSession
let bare: DesktopSession
let hub: HubDouble
let token: string

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  bare = await startSession({ keyring: 'absent' })
  hub = await startHubDouble()
  token = hub.token('ada-read')
})
afterAll(async () => {
  await hub.close()
  await session.close()
  await bare.close()
})
afterEach(async () => {
  hub.clearFaults()
  await hubkey(['clear', '--json'])
})

async function hubkey(
  args: readonly string[],
  options: { stdin?: string | Buffer; env?: Record<string, string>; session?: DesktopSession } = {},
): Promise<CliResult> {
  const env = { HF_ENDPOINT: hub.url, ...options.env }
  const result = await runCli(options.session ?? session, args, { ...options, env })
  expect(huntFor(token).text(result.stdout + result.stderr)).toBe(false)
  return result
}

describe('hubkey login', () => {
  it('verifies a token and stores it in the keyring', async () => {
    const result = await hubkey(['login', '--stdin', '--json'], { stdin: `${token}\n` })
    expect(result.json()).toMatchObject({
      ok: true,
      username: 'ada',
      role: 'read',
      store: 'keyring',
    })
    expect(result.code).toBe(0)
    const lookup = ['lookup', 'service', 'hubkey', 'account', 'huggingface:default']
    expect(await runInSession(session, 'secret-tool', lookup)).toBe(token)
  })

  it('says whose it is in words', async () => {
    const { stdout, code } = await hubkey(['login', '--stdin'], { stdin: token })
    expect(stdout).toBe('Logged in as ada (read). Saved in the keyring.\n')
    expect(code).toBe(0)
  })

  it('uses a private file where there is no keyring, and says so', async () => {
    const result = await hubkey(['login', '--stdin'], { stdin: token, session: bare })
    const file = join(bare.home, '.config', 'hubkey', 'credentials.json')
    expect(result.stderr).toContain(file)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700)
    expect(await readFile(file, 'utf8')).toContain(token)
  })

  it.each([
    ['empty', '', 'token-empty'],
    ['of spaces', '  \n', 'token-empty'],
    ['1 MB long', 'a'.repeat(1_000_000), 'token-too-long'],
    ['of several lines', 'a'.repeat(20) + '\n' + 'b'.repeat(20), 'token-several-lines'],
    ['with a NUL', `${'a'.repeat(20)}\0b`, 'token-bad-characters'],
    ['too short', 'abc', 'token-too-short'],
    ['the Hub does not know', `hf_${'q'.repeat(34)}`, 'token-rejected'],
  ])('refuses one %s', async (_name, stdin, code) => {
    await hubkey(['login', '--stdin'], { stdin: token })
    const result = await hubkey(['login', '--stdin', '--json'], { stdin })
    expect(result.json()).toMatchObject({ ok: false, error: { code } })
    expect(result.code).toBe(2)
    // The one that was there is still there.
    expect((await hubkey(['verify', '--json'])).json()).toMatchObject({ ok: true, verified: true })
  })

  it('refuses an expired one', async () => {
    const expired = hub.addToken({ label: 'gone', kind: 'read', owner: 'ada' })
    hub.removeToken('gone')
    const result = await hubkey(['login', '--stdin', '--json'], { stdin: expired })
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'token-rejected' } })
  })

  it.each<[string, Fault, string]>([
    ['asks to wait', { kind: 'rate-limited', resetSeconds: 42 }, 'hub-rate-limited'],
    ['has a problem', { kind: 'status', status: 500 }, 'hub-server-error'],
    ['is a captive portal', { kind: 'captive-portal' }, 'hub-unexpected-reply'],
    ['answers garbage', { kind: 'garbage' }, 'hub-unexpected-reply'],
    ['drops the connection', { kind: 'reset' }, 'hub-unreachable'],
  ])('saves a token as not verified when the Hub %s', async (_name, fault, code) => {
    hub.setFault({ fault, path: '/api/whoami-v2' })
    const result = await hubkey(['login', '--stdin', '--json'], { stdin: token })
    expect(result.json()).toMatchObject({ ok: true, verified: false })
    expect(result.code).toBe(0)
    const verify = await hubkey(['verify', '--json'])
    expect(verify.json()).toMatchObject({ ok: false, error: { code } })
    expect(verify.code).toBe(4)
    hub.clearFaults()
    expect((await hubkey(['verify', '--json'])).json()).toMatchObject({ ok: true, verified: true })
  })

  it('needs a terminal or --stdin', async () => {
    const result = await hubkey(['login', '--json'], { stdin: token })
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    expect(result.code).toBe(64)
  })
})

describe('hubkey status', () => {
  it('tells the winning source and what it shadows', async () => {
    await hubkey(['login', '--stdin'], { stdin: token })
    const env = { HF_TOKEN: hub.token('ada-write') }
    const { providers, keyring } = (await hubkey(['status', '--json'], { env })).json()
    expect(keyring).toMatchObject({ state: 'unlocked' })
    const [huggingface] = providers as { id: string; sources: { kind: string }[] }[]
    expect(huggingface).toMatchObject({ id: 'huggingface', present: true, source: 'environment' })
    expect(huggingface?.sources).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'environment', present: true, clearable: false }),
        expect.objectContaining({ kind: 'keyring', present: true, shadowed: true }),
      ]),
    )
  })

  it('never asks the Hub', async () => {
    await hubkey(['login', '--stdin'], { stdin: token })
    hub.clearRequests()
    await hubkey(['status'])
    expect(hub.requests).toEqual([])
  })
})

describe('hubkey clear', () => {
  it('takes the token out of the keyring', async () => {
    await hubkey(['login', '--stdin'], { stdin: token })
    expect((await hubkey(['clear', '--json'])).json()).toMatchObject({ cleared: ['keyring'] })
    const { providers } = (await hubkey(['status', '--json'])).json()
    expect(providers).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: 'huggingface', present: false })]),
    )
    expect((await hubkey(['verify', '--json'])).code).toBe(2)
  })

  it('explains a token from the environment instead of pretending', async () => {
    const result = await hubkey(['clear', '--json'], { env: { HF_TOKEN: token } })
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'environment-token' } })
    expect(result.code).toBe(1)
  })
})

describe('wrong usage', () => {
  it.each([
    [['nonsense']],
    [['login', 'nobody']],
    [['stop']],
    [['launch']],
    [['launch', 'a', '--port', 'x']],
  ])('of %j exits 64 with one document', async (args) => {
    const result = await hubkey([...args, '--json'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    expect(result.code).toBe(64)
    expect((await hubkey(args)).code).toBe(64)
  })
})

import { chmod, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runCli, startCli, resultOf, type CliResult } from '../../fixtures/cli.ts'
import { runInSession, startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startPrompter, type Prompter } from '../../fixtures/keyring-prompter.ts'
import { lockKeyring } from '../../fixtures/keyring-session.ts'
import { madeUpToken, storeWith, textOf } from '../credentials/setting.ts'

const token = madeUpToken('c')

let session: DesktopSession
let prompter: Prompter | undefined
let store: string

async function hubkey(args: readonly string[], env = {}): Promise<CliResult> {
  const result = await runCli(session, args, { env })
  expect(result.stdout + result.stderr).not.toContain(token)
  return result
}

async function leave(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  await chmod(path, mode)
}

describe('hubkey keyring', () => {
  beforeEach(async () => {
    session = await startSession({ keyring: 'unlocked' })
    store = join(session.home, '.config', 'hubkey', 'credentials.json')
  })
  afterEach(async () => {
    prompter?.close()
    prompter = undefined
    await session.close()
  })

  it('moves what lies in the file in, when it is asked to and not before', async () => {
    await leave(store, storeWith(token), 0o600)
    const { notices } = (await hubkey(['status', '--json'])).json()
    expect(notices).toMatchObject([{ kind: 'in-file', id: 'in-file:credentials.json' }])
    expect((await hubkey(['status'])).stdout).toContain(
      'Next: Move it into the keyring: hubkey keyring move-in',
    )
    expect(await textOf(store)).toContain(token)
    const moved = await hubkey(['keyring', 'move-in', '--json'])
    expect(moved.json()).toEqual({ ok: true, moved: ['huggingface:default'] })
    const lookup = ['lookup', 'service', 'hubkey', 'account', 'huggingface:default']
    expect(await runInSession(session, 'secret-tool', lookup)).toBe(token)
    expect(await textOf(store)).not.toContain(token)
    expect((await hubkey(['keyring', 'move-in'])).stdout).toBe('Nothing lies in the file.\n')
  })

  it('unlocks by the prompt of the desktop, once it is asked to', async () => {
    prompter = await startPrompter(session, { types: 'test' })
    await lockKeyring(session)
    const status = await hubkey(['status'])
    expect(status.stdout).toContain('Next: Unlock it: hubkey keyring unlock')
    const verify = await hubkey(['verify', '--json'])
    expect(verify.json()).toMatchObject({
      error: { code: 'keyring-locked', action: 'Unlock the keyring: hubkey keyring unlock' },
    })
    expect(prompter.raised()).toBe(0)
    const unlocked = await hubkey(['keyring', 'unlock', '--json'])
    expect(unlocked.json()).toEqual({ ok: true, keyring: { state: 'unlocked' } })
    expect(prompter.raised()).toBe(1)
  })

  it('ends on Ctrl-C while the prompt is up', async () => {
    prompter = await startPrompter(session, 'is away')
    await lockKeyring(session)
    const child = startCli(session, ['keyring', 'unlock', '--json'])
    const ended = resultOf(child)
    await expect.poll(() => prompter?.raised(), { timeout: 10_000 }).toBe(1)
    child.kill('SIGINT')
    const result = await ended
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'keyring-locked' } })
    expect(result.code).toBe(1)
  })

  it.each([
    ['off', { HUBKEY_KEYRING: 'off' }, 'keyring-off'],
    ['absent', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }, 'keyring-absent'],
  ])('says that it is %s', async (state, env, code) => {
    await leave(store, storeWith(token), 0o600)
    const status = await hubkey(['status', '--json'], env)
    expect(status.json()).toMatchObject({ keyring: { state } })
    for (const word of ['unlock', 'move-in']) {
      const refused = await hubkey(['keyring', word, '--json'], env)
      expect(refused.json()).toMatchObject({ ok: false, error: { code } })
      expect(refused.code).toBe(1)
    }
    expect(await textOf(store)).toContain(token)
  })
})

describe('hubkey notices', () => {
  const id = 'readable-by-others:hf-token'

  beforeAll(async () => {
    session = await startSession({ keyring: 'absent' })
  })
  afterAll(async () => session.close())

  it('lists, puts off and mends', async () => {
    const file = join(session.home, '.cache', 'huggingface', 'token')
    await leave(file, token, 0o644)
    expect((await hubkey(['notices', '--json'])).json()).toMatchObject({ notices: [{ id }] })
    expect((await hubkey(['notices'])).stdout).toContain(`hubkey notices ${id} --tighten`)
    const snoozed = await hubkey(['notices', id, '--snooze', '--days', '30', '--json'])
    expect(snoozed.json()).toEqual({ ok: true, notice: id, days: 30 })
    expect((await hubkey(['notices'])).stdout).toBe('No notices.\n')
    expect((await hubkey(['notices', id, '--tighten'])).code).toBe(0)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it.each([
    [['old:huggingface:nobody', '--snooze']],
    [['old:huggingface:nobody', '--tighten']],
    [['old:huggingface:nobody']],
    [['--snooze']],
    [[id, '--snooze', '--tighten']],
    [[id, '--snooze', '--days', '0']],
  ])('refuses %j', async (args) => {
    const result = await hubkey(['notices', ...args, '--json'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    expect(result.code).toBe(64)
  })
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { lookForNotices } from '../../../electron/credentials/look-for-notices.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import { takeIntoKeyring } from '../../../electron/credentials/take-into-keyring.ts'
import type { Worker, WorkerHost } from '../../../electron/ports.ts'
import { errors } from '../../../shared/errors.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startPrompter, type Prompter } from '../../fixtures/keyring-prompter.ts'
import {
  buildKeyringWorker,
  freezeKeyring,
  keyringOf,
  lockKeyring,
  setActivation,
  unlockKeyring,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'
import { codeOr, leaveFile, madeUpToken, settingFor, storeWith } from '../credentials/setting.ts'

const account = 'huggingface:default'
const token = madeUpToken('u')

let worker: BuiltWorker
let session: DesktopSession
let prompter: Prompter | undefined

beforeAll(async () => {
  worker = await buildKeyringWorker()
})
afterAll(async () => worker.remove())
beforeEach(async () => {
  session = await startSession({ keyring: 'unlocked' })
})
afterEach(async () => {
  prompter?.close()
  prompter = undefined
  await session.close()
})

const noSignal = new AbortController().signal

/** A locked keyring that holds a token, with this person before the screen. */
async function lockedWith(person: Parameters<typeof startPrompter>[1]): Promise<void> {
  const setting = settingFor(session.env, worker.host)
  await setting.needs.keyring.set(account, setting.redactor.guard(token))
  prompter = await startPrompter(session, person)
  await lockKeyring(session)
}

/** The worker host, and the process numbers of what it started. */
function watchedHost(): { host: WorkerHost; pids: number[] } {
  const pids: number[] = []
  const fork = (...args: Parameters<WorkerHost['fork']>): Worker => {
    const started = worker.host.fork(...args)
    pids.push(started.pid ?? 0)
    return started
  }
  return { host: { fork }, pids }
}

describe('unlocking', () => {
  test('raises one prompt, and with the right password the token is there again', async () => {
    await lockedWith({ types: 'test' })
    const keyring = keyringOf(session.env, worker.host)
    await keyring.unlock(noSignal)
    expect(prompter?.raised()).toBe(1)
    expect(await keyring.probe()).toBe('unlocked')
    expect((await keyring.get(account))?.reveal()).toBe(token)
    // An open one needs no prompt.
    await keyring.unlock(noSignal)
    expect(prompter?.raised()).toBe(1)
  })

  test('that the user declines leaves it locked, and says so', async () => {
    await lockedWith('cancels')
    const keyring = keyringOf(session.env, worker.host)
    expect(await codeOr(keyring.unlock(noSignal))).toBe('keyring-locked')
    expect(prompter?.raised()).toBe(1)
    expect(await keyring.probe()).toBe('locked')
    await unlockKeyring(session)
    expect((await keyring.get(account))?.reveal()).toBe(token)
  })

  test('that is given up leaves no process, and the keyring as it was', async () => {
    await lockedWith('is away')
    const { host, pids } = watchedHost()
    const keyring = keyringOf(session.env, host)
    const stop = new AbortController()
    const unlocking = codeOr(keyring.unlock(stop.signal))
    await expect.poll(() => prompter?.raised(), { timeout: 5000 }).toBe(1)
    stop.abort()
    expect(await unlocking).toBe('keyring-locked')
    await expect.poll(() => pids.filter(isAlive)).toEqual([])
    // Asked after it was given up, it does not even raise the prompt.
    expect(await codeOr(keyring.unlock(stop.signal))).toBe('keyring-locked')
    expect(prompter?.raised()).toBe(1)
    await unlockKeyring(session)
    expect((await keyring.get(account))?.reveal()).toBe(token)
  })

  test.each([
    ['off', { HUBKEY_KEYRING: 'off' }, 'keyring-off'],
    ['absent', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }, 'keyring-absent'],
    [
      'absent but required',
      { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus', HUBKEY_KEYRING: 'required' },
      'keyring-required',
    ],
  ])('one that is %s says that it is', async (_state, env, code) => {
    const keyring = keyringOf({ ...session.env, ...env }, worker.host)
    expect(await codeOr(keyring.unlock(noSignal))).toBe(code)
  })

  test('one that hangs says so within the limit of a probe', async () => {
    await lockedWith('is away')
    const wake = await freezeKeyring(session)
    expect(await codeOr(keyringOf(session.env, worker.host).unlock(noSignal))).toBe('keyring-hung')
    wake()
    expect(prompter?.raised()).toBe(0)
  })
})

const error = errors.hubUnreachable('huggingface.co')
const verification = { state: 'unverified', identity: null, checkedAt: null, error } as const

describe('without a request of the user no prompt is raised', () => {
  test.each([
    ['on a screen', { DISPLAY: ':77' }],
    ['without one', {}],
  ])('by any verb while the keyring is locked, %s', async (_name, display) => {
    await lockedWith('is away')
    await leaveFile(settingFor(session.env, worker.host).storePath, storeWith(madeUpToken('f')))
    const { host, pids } = watchedHost()
    const { DISPLAY: _inherited, ...env } = session.env
    const { needs, redactor } = settingFor({ ...env, ...display }, host)
    const provider = 'huggingface'
    const secret = redactor.guard(madeUpToken('n'))
    await settleTokens({}, needs)
    const view = await lookAtCredentials({}, needs)
    await lookForNotices(view, needs)
    expect(view.keyring.state).toBe('locked')
    expect(await codeOr(resolveToken({ provider }, needs))).toBe('keyring-locked')
    expect(await codeOr(saveToken({ provider, secret, verification }, needs))).toBe(
      'keyring-locked',
    )
    expect(await codeOr(takeIntoKeyring({}, needs))).toBe('keyring-locked')
    expect(await codeOr(needs.keyring.list())).toBe('keyring-locked')
    expect(await codeOr(needs.keyring.delete(account))).toBe('keyring-locked')
    expect(prompter?.raised()).toBe(0)
    await expect.poll(() => pids.filter(isAlive)).toEqual([])
  })

  test('by a keyring without a collection to store in', async () => {
    await session.close()
    session = await startSession({ keyring: 'absent' })
    // The bus starts a real daemon on demand; it has no collection yet, and would ask to make one.
    await setActivation(
      session,
      '/usr/bin/gnome-keyring-daemon --start --foreground --components=secrets',
    )
    prompter = await startPrompter(session, 'is away')
    const { needs, redactor } = settingFor({ ...session.env, DISPLAY: ':77' }, worker.host)
    const view = await lookAtCredentials({}, needs)
    expect(view.keyring).toMatchObject({ state: 'absent', store: { kind: 'file' } })
    const secret = redactor.guard(madeUpToken('n'))
    const saved = await saveToken({ provider: 'huggingface', secret, verification }, needs)
    expect(saved.store).toBe('file')
    expect(await codeOr(takeIntoKeyring({}, needs))).toBe('keyring-absent')
    expect(prompter.raised()).toBe(0)
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

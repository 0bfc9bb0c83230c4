import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { renameAccount } from '../../../electron/credentials/change-account.ts'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import { takeIntoKeyring } from '../../../electron/credentials/take-into-keyring.ts'
import { getEntry } from '../../../electron/credentials/vault.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  buildKeyringWorker,
  freezeKeyring,
  lockKeyring,
  unlockKeyring,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'
import {
  codeOr,
  leaveFile,
  madeUpToken,
  settingFor,
  storeWith,
  textOf,
  type Setting,
} from './setting.ts'

const provider = 'huggingface'
const name = 'huggingface:default'
const [first, second] = [madeUpToken('a'), madeUpToken('b')]

let worker: BuiltWorker
let session: DesktopSession
let setting: Setting

beforeAll(async () => {
  worker = await buildKeyringWorker()
})
afterAll(async () => worker.remove())
beforeEach(async () => {
  session = await startSession({ keyring: 'unlocked' })
  setting = settingFor(session.env, worker.host)
})
afterEach(async () => session.close())

/** The same program while its keyring is away: same home, no bus. */
function withoutKeyring(): Setting {
  return settingFor({ HOME: session.home }, worker.host)
}

async function save(text: string, as = setting): Promise<void> {
  const error = errors.hubUnreachable('huggingface.co')
  const verification = { state: 'unverified', identity: null, checkedAt: null, error } as const
  await saveToken({ provider, secret: as.redactor.guard(text), verification }, as.needs)
}

async function resolved(): Promise<unknown> {
  const found = await resolveToken({ provider }, setting.needs)
  return found === null ? null : [found.secret.reveal(), found.source]
}

const nothing = { dropped: [] }
const moved = { moved: [name] }

test('a token saved while the keyring was away moves in on request, not by itself', async () => {
  await save(first, withoutKeyring())
  expect(await settleTokens({}, setting.needs)).toEqual(nothing)
  expect(await resolved()).toEqual([first, 'file'])
  expect(await takeIntoKeyring({}, setting.needs)).toEqual(moved)
  expect(await resolved()).toEqual([first, 'keyring'])
  expect(await textOf(setting.storePath)).not.toContain(first)
  expect(await takeIntoKeyring({}, setting.needs)).toEqual({ moved: [] })
})

test('it replaces the older one that the keyring had all the time', async () => {
  await save(first)
  await save(second, withoutKeyring())
  await takeIntoKeyring({}, setting.needs)
  expect(await resolved()).toEqual([second, 'keyring'])
})

describe('until it has moved in, the older one in the keyring', () => {
  beforeEach(async () => {
    await save(first)
    await save(second, withoutKeyring())
  })

  test('is passed over and shown as what it is', async () => {
    expect(await resolved()).toEqual([second, 'file'])
    const { sources, accounts } = (await lookAtCredentials({}, setting.needs)).providers[0]!
    const keyring = sources.find(({ kind }) => kind === 'keyring')
    expect(keyring).toMatchObject({ present: true, shadowed: true })
    expect(keyring?.problem).toMatch(/older/)
    expect(accounts[0]).toMatchObject({ store: 'file' })
  })

  test('does not come back when the account is renamed', async () => {
    await renameAccount({ provider, account: 'default', name: 'home' }, setting.needs)
    expect(await resolved()).toEqual([second, 'keyring'])
    expect(await textOf(setting.storePath)).not.toContain(second)
  })

  test('goes with it when the account is cleared', async () => {
    const report = await clearToken({ provider }, setting.needs)
    expect(report).toMatchObject({ cleared: ['keyring', 'file'], remaining: [] })
    expect(await resolved()).toBeNull()
  })

  test('is not what a rotation or a sink takes for the token of now', async () => {
    const entry = await getEntry(name, setting.needs)
    expect([entry?.secret.reveal(), entry?.store]).toEqual([second, 'file'])
  })
})

test('a copy in the file that could not be marked does not come back over the newer one', async () => {
  await save(first, withoutKeyring())
  const older = await textOf(setting.storePath)
  await save(second)
  await leaveFile(setting.storePath, older ?? '')
  expect(await resolved()).toEqual([second, 'keyring'])
  expect(await takeIntoKeyring({}, setting.needs)).toEqual({ moved: [] })
  expect(await resolved()).toEqual([second, 'keyring'])
  expect(await textOf(setting.storePath)).not.toContain(first)
})

test('nothing leaves the file for a keyring that does not keep it', async () => {
  await save(first, withoutKeyring())
  const { keyring } = setting.needs
  const forgetful = { ...keyring, set: () => Promise.reject(fail(errors.keyringFailed())) }
  const taken = takeIntoKeyring({}, { ...setting.needs, keyring: forgetful })
  expect(await codeOr(taken)).toBe('keyring-failed')
  expect(await resolved()).toEqual([first, 'file'])
})

test.each(['settle', 'take in'] as const)(
  'a save that was killed before it removed the older copy is finished (%s)',
  async (verb) => {
    await save(first, withoutKeyring())
    const file = await cutSave('before the copy goes')
    await leaveFile(setting.storePath, file)
    if (verb === 'settle') {
      expect(await settleTokens({}, setting.needs)).toEqual({ dropped: [name] })
    } else {
      expect(await takeIntoKeyring({}, setting.needs)).toEqual({ moved: [] })
    }
    expect(await resolved()).toEqual([second, 'keyring'])
    expect(await textOf(setting.storePath)).not.toContain(first)
  },
)

test('a save that was killed before it reached the keyring is undone', async () => {
  await save(first, withoutKeyring())
  const file = await cutSave('before the keyring has it')
  await leaveFile(setting.storePath, file)
  expect(await settleTokens({}, setting.needs)).toEqual(nothing)
  expect(await resolved()).toEqual([first, 'file'])
  expect(await takeIntoKeyring({}, setting.needs)).toEqual(moved)
  expect(await resolved()).toEqual([first, 'keyring'])
})

test('while the keyring is locked, off or away nothing moves, and each says why', async () => {
  await leaveFile(setting.storePath, storeWith(first))
  await lockKeyring(session)
  expect(await codeOr(takeIntoKeyring({}, setting.needs))).toBe('keyring-locked')
  await unlockKeyring(session)
  const wake = await freezeKeyring(session)
  expect(await codeOr(takeIntoKeyring({}, setting.needs))).toBe('keyring-hung')
  wake()
  const off = settingFor({ ...session.env, HUBKEY_KEYRING: 'off' }, worker.host)
  expect(await codeOr(takeIntoKeyring({}, off.needs))).toBe('keyring-off')
  expect(await codeOr(takeIntoKeyring({}, withoutKeyring().needs))).toBe('keyring-absent')
  expect(await textOf(setting.storePath)).toContain(first)
})

test('a garbled file is left alone', async () => {
  await leaveFile(setting.storePath, '{"version":1')
  expect(await settleTokens({}, setting.needs)).toEqual(nothing)
  expect(await codeOr(takeIntoKeyring({}, setting.needs))).toBe('store-unreadable')
  expect(await textOf(setting.storePath)).toBe('{"version":1')
})

/** Saves the second token up to a point; the file as it is then is what the killed program leaves. */
async function cutSave(
  point: 'before the copy goes' | 'before the keyring has it',
): Promise<string> {
  let file = ''
  const { keyring } = setting.needs
  const watched = {
    ...keyring,
    set: async (...args: Parameters<typeof keyring.set>) => {
      file = (await textOf(setting.storePath)) ?? ''
      if (point === 'before the keyring has it') throw new Error('killed here')
      await keyring.set(...args)
    },
  }
  const cut = { ...setting, needs: { ...setting.needs, keyring: watched } }
  await save(second, cut).catch(() => undefined)
  return file
}

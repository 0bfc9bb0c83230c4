import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  renameAccount,
  tieAccount,
  useAccount,
} from '../../../electron/credentials/change-account.ts'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import { noteVerification } from '../../../electron/credentials/verifications.ts'
import { openFingerprints } from '../../../electron/credentials/fingerprint.ts'
import type { AccountView } from '../../../shared/domain/account.ts'
import type { Verification } from '../../../shared/domain/verification.ts'
import { errors } from '../../../shared/errors.ts'
import { ada } from '../../fixtures/fake-bridge-world.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  buildKeyringWorker,
  keyringOf,
  lockKeyring,
  lookUpSecret,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { codeOr, leaveFile, madeUpToken, settingFor, type Setting } from './setting.ts'

const provider = 'huggingface'
const [first, second, third] = [madeUpToken('a'), madeUpToken('b'), madeUpToken('c')]

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

function belongsTo(username: string | null): Verification {
  const error = errors.hubUnreachable('huggingface.co')
  if (username === null) return { state: 'unverified', identity: null, checkedAt: null, error }
  const identity = { ...ada, username }
  return { state: 'verified', identity, checkedAt: '2026-11-23T10:00:00.000Z', error: null }
}

async function save(text: string, account?: string, username: string | null = null) {
  const secret = setting.redactor.guard(text)
  const verification = belongsTo(username)
  const fingerprint = (await openFingerprints(setting.needs))(secret)
  await noteVerification({ provider, fingerprint }, verification, setting.needs)
  return (await saveToken({ provider, secret, account, verification }, setting.needs)).account
}

async function resolved(wish: { account?: string; for?: { repo: string } } = {}): Promise<unknown> {
  const found = await resolveToken({ provider, ...wish }, setting.needs)
  return found === null ? null : [found.secret.reveal(), found.account ?? found.source]
}

async function accounts(): Promise<AccountView[]> {
  return (await lookAtCredentials({}, setting.needs)).providers[0]!.accounts
}

async function names(): Promise<string[]> {
  return (await accounts()).map(({ name, active }) => (active ? `*${name}` : name))
}

describe('several named tokens', () => {
  test('lie side by side; the one that was saved last is used until another is chosen', async () => {
    await save(first, 'home')
    await save(second, 'work')
    expect(await names()).toEqual(['*work', 'home'])
    expect(await resolved()).toEqual([second, 'work'])
    await useAccount({ provider, account: 'home' }, setting.needs)
    expect(await resolved()).toEqual([first, 'home'])
    expect(await lookUpSecret(session, 'huggingface:work')).toBe(second)
  })

  test('can be asked for by name, which beats the environment', async () => {
    await save(first, 'home')
    await save(second, 'work')
    setting = settingFor({ ...session.env, HF_TOKEN: third }, worker.host)
    expect(await resolved()).toEqual([third, 'environment'])
    expect(await resolved({ account: 'home' })).toEqual([first, 'home'])
  })

  test('are never taken for one another: a missing one is an error', async () => {
    await save(first, 'home')
    await leaveFile(setting.hfTokenPath, third)
    expect(await codeOr(resolved({ account: 'work' }))).toBe('account-missing')
    expect(await codeOr(useAccount({ provider, account: 'work' }, setting.needs))).toBe(
      'account-missing',
    )
    expect(await codeOr(clearToken({ provider, account: 'work' }, setting.needs))).toBe(
      'account-missing',
    )
  })

  test.each(['constructor', 'toString', 'a.b_c@d+e-f'])('may be called %s', async (name) => {
    expect(await codeOr(resolved({ account: name }))).toBe('account-missing')
    await save(first, name)
    expect(await resolved({ account: name })).toEqual([first, name])
    expect(await names()).toEqual([`*${name}`])
  })

  test('are chosen by themselves for the models and organisations they are tied to', async () => {
    await save(first, 'home')
    await save(second, 'work')
    await save(third, 'lab')
    await useAccount({ provider, account: 'home' }, setting.needs)
    const lab = { organisations: ['The-Lab'], models: [] }
    await tieAccount({ provider, account: 'lab', scope: lab }, setting.needs)
    const work = { organisations: [], models: ['the-lab/Secret'] }
    await tieAccount({ provider, account: 'work', scope: work }, setting.needs)
    expect(await resolved({ for: { repo: 'the-lab/secret' } })).toEqual([second, 'work'])
    expect(await resolved({ for: { repo: 'the-lab/other' } })).toEqual([third, 'lab'])
    expect(await resolved({ for: { repo: 'someone/other' } })).toEqual([first, 'home'])
    expect((await accounts()).find(({ name }) => name === 'work')?.scope).toEqual(work)
  })

  test('without a name: default, then the user name when somebody else has that', async () => {
    expect(await save(first, undefined, 'ada')).toBe('default')
    expect(await save(second, undefined, 'ada')).toBe('default')
    expect(await save(third, undefined, 'bob')).toBe('bob')
    expect(await save(third, undefined, 'bob')).toBe('bob')
    expect(await names()).toEqual(['*bob', 'default'])
  })

  test('know when their token was replaced', async () => {
    await save(first, 'home')
    expect((await accounts())[0]).toMatchObject({ rotatedAt: null, store: 'keyring' })
    const { addedAt, fingerprint } = (await accounts())[0]!
    await save(second, 'home')
    const after = (await accounts())[0]!
    expect(after.addedAt).toBe(addedAt)
    expect(after.rotatedAt).not.toBeNull()
    expect(after.fingerprint).not.toBe(fingerprint)
  })
})

describe('renaming', () => {
  test('takes token, ties and use along', async () => {
    await save(first, 'home')
    await renameAccount({ provider, account: 'home', name: 'house' }, setting.needs)
    expect(await names()).toEqual(['*house'])
    expect(await resolved()).toEqual([first, 'house'])
    expect(await lookUpSecret(session, 'huggingface:home')).toBeNull()
  })

  test('never overwrites another account', async () => {
    await save(first, 'home')
    await save(second, 'work')
    const taken = renameAccount({ provider, account: 'home', name: 'work' }, setting.needs)
    expect(await codeOr(taken)).toBe('account-exists')
    expect(await resolved({ account: 'work' })).toEqual([second, 'work'])
  })
})

describe('clearing one of several', () => {
  test('leaves the others, and none takes over by itself', async () => {
    await save(first, 'home')
    await save(second, 'work')
    await clearToken({ provider }, setting.needs)
    expect(await names()).toEqual(['home'])
    expect(await resolved()).toBeNull()
    expect(await resolved({ account: 'home' })).toEqual([first, 'home'])
    await clearToken({ provider, account: 'home' }, setting.needs)
    expect(await names()).toEqual([])
  })
})

describe('the list', () => {
  test('can be read while the keyring is locked', async () => {
    await save(first, 'home', 'ada')
    await save(second, 'work', 'bob')
    const before = await accounts()
    await lockKeyring(session)
    const locked = await accounts()
    expect(locked).toEqual(before.map((view) => ({ ...view, store: null })))
    expect(locked.map(({ verification }) => verification?.identity?.username)).toEqual([
      'bob',
      'ada',
    ])
  })

  test('that cannot be understood stops the search instead of choosing', async () => {
    await save(first, 'default')
    await save(second, 'work')
    const path = `${setting.needs.paths.config}/accounts.json`
    await leaveFile(path, '{"version":1,"prov')
    expect(await codeOr(resolved())).toBe('store-unreadable')
    expect(await resolved({ account: 'work' })).toEqual([second, 'work'])
    await save(third, 'new')
    await settleTokens({}, setting.needs)
    expect(await names()).toEqual(['*new', 'default', 'work'])
  })

  test('takes up what an older Hubkey stored', async () => {
    const guarded = new Redactor().guard(first)
    await keyringOf(session.env, worker.host).set('huggingface:default', guarded)
    expect(await names()).toEqual(['*default'])
    await settleTokens({}, setting.needs)
    expect(await names()).toEqual(['*default'])
    expect(await resolved()).toEqual([first, 'default'])
  })

  test('takes up a token whose save was killed before it was listed', async () => {
    const guarded = new Redactor().guard(first)
    await keyringOf(session.env, worker.host).set('huggingface:work', guarded)
    expect(await resolved()).toBeNull()
    await settleTokens({}, setting.needs)
    expect(await resolved()).toEqual([first, 'work'])
  })

  test('drops the second copy that a killed renaming left', async () => {
    await save(first, 'home')
    const guarded = new Redactor().guard(first)
    await keyringOf(session.env, worker.host).set('huggingface:house', guarded)
    await settleTokens({}, setting.needs)
    expect(await names()).toEqual(['*home'])
    expect(await lookUpSecret(session, 'huggingface:house')).toBeNull()
  })
})

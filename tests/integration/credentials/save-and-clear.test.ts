import { execFileSync } from 'node:child_process'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { saveToken, type SavedToken } from '../../../electron/credentials/save-token.ts'
import type { ProviderView, SourceView } from '../../../shared/domain/provider.ts'
import type { Verification } from '../../../shared/domain/verification.ts'
import { errors } from '../../../shared/errors.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  buildKeyringWorker,
  freezeKeyring,
  lockKeyring,
  lookUpSecret,
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
const account = 'huggingface:default'
const token = madeUpToken('n')
const older = madeUpToken('o')

const unverified: Verification = {
  state: 'unverified',
  identity: null,
  checkedAt: null,
  error: errors.hubUnreachable('huggingface.co'),
}
const rejected: Verification = { ...unverified, state: 'rejected' }

let worker: BuiltWorker
let session: DesktopSession
let setting: Setting

beforeAll(async () => {
  worker = await buildKeyringWorker()
})
afterAll(async () => worker.remove())
afterEach(async () => session.close())

async function start(keyring: 'unlocked' | 'absent', more: Record<string, string> = {}) {
  session = await startSession({ keyring })
  setting = settingFor({ ...session.env, ...more }, worker.host)
}

async function save(text = token, verification = unverified): Promise<SavedToken> {
  const secret = setting.redactor.guard(text)
  return await saveToken({ provider, secret, verification }, setting.needs)
}

async function resolved(): Promise<unknown> {
  const found = await resolveToken({ provider }, setting.needs)
  return found === null ? null : [found.secret.reveal(), found.source]
}

async function look(): Promise<ProviderView> {
  return (await lookAtCredentials({}, setting.needs)).providers[0]!
}

async function sourceOf(kind: SourceView['kind']): Promise<SourceView> {
  return (await look()).sources.find((source) => source.kind === kind)!
}

describe('with an open keyring', () => {
  beforeEach(async () => start('unlocked'))

  test('a token goes there and nowhere else', async () => {
    expect(await save()).toEqual({ account: 'default', store: 'keyring' })
    expect(await lookUpSecret(session, account)).toBe(token)
    expect(await resolved()).toEqual([token, 'keyring'])
    const view = await lookAtCredentials({}, setting.needs)
    expect(view.keyring).toMatchObject({ state: 'unlocked', store: { kind: 'keyring' } })
    expect(view.providers[0]).toMatchObject({
      present: true,
      source: 'keyring',
      account: 'default',
    })
    expect(filesHolding(session.home, token)).toEqual([])
    expect(JSON.stringify(view) + setting.lines.join()).not.toContain(token)
  })

  test('the older copy in the file goes once the keyring has the token', async () => {
    await leaveFile(setting.storePath, storeWith(older))
    expect(await resolved()).toEqual([older, 'file'])
    await save()
    expect(await resolved()).toEqual([token, 'keyring'])
    expect(await sourceOf('file')).toMatchObject({ present: false })
    expect(filesHolding(session.home, older)).toEqual([])
  })

  test('the other accounts in the file stay', async () => {
    await leaveFile(setting.storePath, storeWith(older, 'ngc:default'))
    await save()
    expect(await textOf(setting.storePath)).toContain(older)
  })

  test('a rejected token is refused, and the one before it stays', async () => {
    await save(older)
    expect(await codeOr(save(token, rejected))).toBe('token-rejected')
    expect(await resolved()).toEqual([older, 'keyring'])
  })

  test('text that is no token is refused before anything is touched', async () => {
    await save(older)
    for (const [text, code] of [
      ['nul\0inside-it', 'token-bad-characters'],
      ['two\nlines-of-it', 'token-several-lines'],
      ['x'.repeat(5000), 'token-too-long'],
      ['short', 'token-too-short'],
    ] as const) {
      expect(await codeOr(save(text))).toBe(code)
    }
    expect(await resolved()).toEqual([older, 'keyring'])
  })

  test('while it is locked nothing is read, saved or cleared, and nothing is lost', async () => {
    await save(older)
    await leaveFile(setting.hfTokenPath, older)
    await lockKeyring(session)
    expect(await codeOr(save())).toBe('keyring-locked')
    expect(await codeOr(resolved())).toBe('keyring-locked')
    const view = await lookAtCredentials({}, setting.needs)
    expect(view.keyring).toMatchObject({ state: 'locked', store: { kind: 'none' } })
    expect(view.providers[0]).toMatchObject({ source: null, verified: false })
    expect(await sourceOf('keyring')).toMatchObject({ present: null, fingerprint: null })
    expect((await sourceOf('keyring')).problem).toContain('locked')
    const report = await clearToken({ provider }, setting.needs)
    expect(report.cleared).toEqual([])
    expect(report.remaining.map(({ kind }) => kind)).toEqual(['keyring', 'hf-token-file'])
    expect(await textOf(setting.storePath)).toBeNull()
    await unlockKeyring(session)
    expect(await resolved()).toEqual([older, 'keyring'])
  })

  test('while it hangs the same holds', async () => {
    await save(older)
    const wake = await freezeKeyring(session)
    expect(await codeOr(save())).toBe('keyring-hung')
    expect(await codeOr(resolved())).toBe('keyring-hung')
    const view = await lookAtCredentials({}, setting.needs)
    expect(view.keyring).toMatchObject({ state: 'hung', store: { kind: 'none' } })
    const report = await clearToken({ provider }, setting.needs)
    expect(report).toMatchObject({ cleared: [], remaining: [{ kind: 'keyring' }] })
    expect(await textOf(setting.storePath)).toBeNull()
    wake()
    expect(await resolved()).toEqual([older, 'keyring'])
  })

  test('the environment wins even over a locked one', async () => {
    await save(older)
    await lockKeyring(session)
    setting = settingFor({ ...session.env, HF_TOKEN: token }, worker.host)
    expect(await resolved()).toEqual([token, 'environment'])
    expect(await look()).toMatchObject({ source: 'environment', account: null })
  })

  test('clearing takes it out of every place that holds it', async () => {
    await save()
    await leaveFile(setting.storePath, storeWith(older))
    await leaveFile(setting.hfTokenPath, `${token}\n`)
    expect(await clearToken({ provider }, setting.needs)).toEqual({
      cleared: ['keyring', 'file', 'hf-token-file'],
      remaining: [],
      sinks: [{ sink: 'hf', error: null }],
    })
    expect(await resolved()).toBeNull()
    expect(await lookUpSecret(session, account)).toBeNull()
    expect(filesHolding(session.home, token)).toEqual([])
    expect(filesHolding(session.home, older)).toEqual([])
    expect(await clearToken({ provider }, setting.needs)).toEqual({
      cleared: [],
      remaining: [],
      sinks: [],
    })
  })

  test('clearing leaves a token that somebody else put into the HF file', async () => {
    await save()
    await leaveFile(setting.hfTokenPath, older)
    const report = await clearToken({ provider }, setting.needs)
    expect(report.cleared).toEqual(['keyring'])
    expect(report.remaining).toMatchObject([{ kind: 'hf-token-file' }])
    expect(await resolved()).toEqual([older, 'hf-token-file'])
    // It is the only one left now, so clearing again means this one.
    expect((await clearToken({ provider }, setting.needs)).cleared).toEqual(['hf-token-file'])
  })

  test('clearing cannot touch the environment, and says whose it is', async () => {
    await save()
    setting = settingFor({ ...session.env, HF_TOKEN: token }, worker.host)
    const report = await clearToken({ provider }, setting.needs)
    expect(report.cleared).toEqual(['keyring'])
    expect(report.remaining).toMatchObject([{ kind: 'environment' }])
    expect(report.remaining[0]?.reason).toContain('HF_TOKEN')
  })
})

describe('with no keyring', () => {
  test('a token goes to a private file, visibly', async () => {
    await start('absent')
    expect(await save()).toEqual({ account: 'default', store: 'file', path: setting.storePath })
    expect(await resolved()).toEqual([token, 'file'])
    const folder = join(session.home, '.config/hubkey')
    expect((await stat(setting.storePath)).mode & 0o777).toBe(0o600)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    const { keyring } = await lookAtCredentials({}, setting.needs)
    expect(keyring).toMatchObject({
      state: 'absent',
      store: { kind: 'file', path: setting.storePath },
    })
    expect(keyring.sentence).toContain(setting.storePath)
    expect(await sourceOf('file')).toMatchObject({ present: true, mode: '0600', clearable: true })
    expect(filesHolding(session.home, token)).toEqual([setting.storePath])
    expect(await clearToken({ provider }, setting.needs)).toEqual({
      cleared: ['file'],
      remaining: [],
      sinks: [],
    })
    expect(filesHolding(session.home, token)).toEqual([])
  })

  test('HUBKEY_KEYRING=required refuses the file', async () => {
    await start('absent', { HUBKEY_KEYRING: 'required' })
    expect(await codeOr(save())).toBe('keyring-required')
    expect(await codeOr(resolved())).toBe('keyring-required')
    const { keyring } = await lookAtCredentials({}, setting.needs)
    expect(keyring.store).toEqual({ kind: 'none' })
    expect(await textOf(setting.storePath)).toBeNull()
  })

  test('HUBKEY_KEYRING=off uses the file although the keyring is open', async () => {
    await start('unlocked', { HUBKEY_KEYRING: 'off' })
    expect(await save()).toMatchObject({ store: 'file' })
    expect(await resolved()).toEqual([token, 'file'])
    expect(await lookUpSecret(session, account)).toBeNull()
    expect((await sourceOf('keyring')).problem).toContain('HUBKEY_KEYRING=off')
  })
})

describe('a store that cannot be read', () => {
  beforeEach(async () => start('absent'))
  const half = storeWith(older).slice(0, -20)

  test('is never taken for empty, and set aside by the next save', async () => {
    await leaveFile(setting.storePath, half)
    await leaveFile(setting.hfTokenPath, madeUpToken('h'))
    expect(await codeOr(resolved())).toBe('store-unreadable')
    expect(await sourceOf('file')).toMatchObject({ present: null, fingerprint: null })
    expect(await look()).toMatchObject({ source: null })
    await save()
    expect(await resolved()).toEqual([token, 'file'])
    const folder = join(session.home, '.config/hubkey')
    const aside = (await readdir(folder)).find((name) => name.includes('.unreadable-'))!
    expect(await textOf(join(folder, aside))).toBe(half)
    expect((await sourceOf('file')).problem).toContain(aside)
  })

  test('is not lost by clearing', async () => {
    await leaveFile(setting.storePath, half)
    const report = await clearToken({ provider }, setting.needs)
    expect(report).toMatchObject({ cleared: [], remaining: [{ kind: 'file' }] })
    expect(await textOf(setting.storePath)).toBe(half)
  })

  test('because a FIFO lies in its place hangs nobody', async () => {
    await mkdir(join(session.home, '.config/hubkey'), { recursive: true })
    execFileSync('mkfifo', [setting.storePath])
    expect(await codeOr(resolved())).toBe('store-unreadable')
    expect(await codeOr(save())).toBe('store-unreadable')
  })

  test('that is too open is shown with its mode and closed by the next save', async () => {
    await leaveFile(setting.storePath, storeWith(older), 0o644)
    expect(await sourceOf('file')).toMatchObject({ present: true, mode: '0644' })
    await save()
    expect(await sourceOf('file')).toMatchObject({ present: true, mode: '0600' })
  })

  test('a place where nothing can be written is told, and what was there stays', async () => {
    const at = { HUBKEY_CONFIG_DIR: '/proc/hubkey' }
    setting = settingFor({ ...session.env, ...at }, worker.host)
    expect(await codeOr(save())).toBe('store-write-failed')
    await leaveFile(setting.hfTokenPath, older)
    expect(await look()).toMatchObject({ source: 'hf-token-file', present: true })
  })
})

describe('what a killed writer left', () => {
  test('goes with the next look', async () => {
    await start('absent')
    await save(older)
    const pid = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }))
    const name = `.hubkey-credentials.json-${pid}-${'a'.repeat(16)}.tmp`
    await leaveFile(join(session.home, '.config/hubkey', name), storeWith(token))
    await look()
    expect(filesHolding(session.home, token)).toEqual([])
    expect(await resolved()).toEqual([older, 'file'])
    await rm(setting.storePath)
  })
})

/** Paths below a folder whose bytes hold the text. */
function filesHolding(folder: string, text: string): string[] {
  try {
    const found = execFileSync('grep', ['-rlaF', text, folder], { encoding: 'utf8' })
    return found.trim().split('\n')
  } catch {
    return []
  }
}

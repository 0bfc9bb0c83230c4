import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { switchSink } from '../../../electron/credentials/change-sink.ts'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { rotateToken } from '../../../electron/credentials/rotate-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { verifyToken } from '../../../electron/credentials/verify-token.ts'
import type { RotationReport } from '../../../shared/domain/rotation.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import {
  buildKeyringWorker,
  lookUpSecret,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'
import { codeOr, leaveFile, madeUpToken, settingFor, textOf, type Setting } from './setting.ts'

const provider = 'huggingface'
const account = 'default'

let worker: BuiltWorker
let hub: HubDouble
let session: DesktopSession
let setting: Setting
let [old, young] = ['', '']

beforeAll(async () => {
  worker = await buildKeyringWorker()
})
afterAll(async () => worker.remove())
beforeEach(async () => {
  hub = await startHubDouble()
  session = await startSession({ keyring: 'unlocked' })
  setting = settingFor({ ...session.env, HF_ENDPOINT: hub.url }, worker.host)
  old = hub.addToken({ label: 'old', kind: 'write', owner: 'ada' })
  young = hub.addToken({ label: 'young', kind: 'read', owner: 'ada' })
})
afterEach(async () => {
  await session.close()
  await hub.close()
})

async function save(text: string): Promise<void> {
  const secret = setting.redactor.guard(text)
  const verification = await verifyToken({ provider, secret }, setting.needs)
  await saveToken({ provider, secret, account, verification }, setting.needs)
}

async function rotate(
  text: string,
  wish: { revokeOld?: boolean; unverified?: boolean } = {},
): Promise<RotationReport> {
  const secret = setting.redactor.guard(text)
  const verification = await verifyToken({ provider, secret }, setting.needs)
  const input = { provider, account, secret, verification, revokeOld: false, ...wish }
  return await rotateToken(input, setting.needs)
}

async function used(): Promise<string | undefined> {
  return (await resolveToken({ provider }, setting.needs))?.secret.reveal()
}

async function hfState(): Promise<unknown> {
  const { providers } = await lookAtCredentials({}, setting.needs)
  const sink = providers[0]!.sinks.find(({ id }) => id === 'hf')!
  return [sink.on, sink.state]
}

describe('rotating', () => {
  test('replaces the token in the vault and in every sink that is on', async () => {
    await save(old)
    await switchSink({ provider, sink: 'hf', on: true }, setting.needs)
    expect(await hfState()).toEqual([true, 'current'])
    const report = await rotate(young)
    expect(report).toEqual({
      provider,
      account,
      lostRights: ['write'],
      sinks: [{ sink: 'hf', error: null }],
      oldToken: 'kept',
    })
    expect(await used()).toBe(young)
    expect((await textOf(setting.hfTokenPath))?.trim()).toBe(young)
    expect(await textOf(`${session.home}/.cache/huggingface/stored_tokens`)).not.toContain(old)
    expect(await hfState()).toEqual([true, 'current'])
    expect(await lookUpSecret(session, 'huggingface:default~old')).toBeNull()
    expect(await textOf(`${setting.needs.paths.state}/credentials-journal.json`)).toBeNull()
  })

  test('reaches a sink that is off but holds the old token', async () => {
    await save(old)
    await leaveFile(setting.hfTokenPath, old)
    expect(await hfState()).toEqual([false, 'current'])
    expect((await rotate(young)).sinks).toEqual([{ sink: 'hf', error: null }])
    expect((await textOf(setting.hfTokenPath))?.trim()).toBe(young)
  })

  test('leaves a token alone that is none of ours', async () => {
    await save(old)
    const foreign = madeUpToken('f')
    await leaveFile(setting.hfTokenPath, foreign)
    expect((await rotate(young)).sinks).toEqual([])
    expect(await textOf(setting.hfTokenPath)).toBe(foreign)
  })

  test('revokes the old one when asked, and proves it', async () => {
    await save(old)
    expect((await rotate(young, { revokeOld: true })).oldToken).toBe('proven')
    const answer = await fetch(`${hub.url}/api/whoami-v2`, {
      headers: { authorization: `Bearer ${old}` },
    })
    expect(answer.status).toBe(401)
    expect(await used()).toBe(young)
  })

  test('claims nothing when the provider cannot prove it', async () => {
    await save(old)
    const secret = setting.redactor.guard(young)
    const verification = await verifyToken({ provider, secret }, setting.needs)
    hub.setFault({ fault: { kind: 'status', status: 500 }, path: '/api/credentials/revoke' })
    const input = { provider, account, secret, verification, revokeOld: true }
    expect((await rotateToken(input, setting.needs)).oldToken).toBe('unproven')
    expect(await used()).toBe(young)
  })

  test('keeps the old one when the new one is rejected, the same, or not verified', async () => {
    await save(old)
    expect(await codeOr(rotate(madeUpToken('x')))).toBe('token-rejected')
    expect(await codeOr(rotate(old))).toBe('same-token')
    hub.setFault({ fault: { kind: 'status', status: 500 }, path: '/api/whoami-v2' })
    expect(await codeOr(rotate(young))).toBe('token-not-verified')
    expect(await used()).toBe(old)
    // With an explicit wish, and then never revoking.
    expect((await rotate(young, { unverified: true, revokeOld: true })).oldToken).toBe('kept')
    expect(await used()).toBe(young)
  })

  test('is a success even when a sink fails, which is told', async () => {
    await save(old)
    await switchSink({ provider, sink: 'hf', on: true }, setting.needs)
    const failing = {
      ...setting.needs,
      sinks: setting.needs.sinks.map((sink) =>
        sink.id === 'hf'
          ? { ...sink, write: async () => Promise.reject(new Error('stands in for a full disk')) }
          : sink,
      ),
    }
    const secret = setting.redactor.guard(young)
    const verification = await verifyToken({ provider, secret }, setting.needs)
    const input = { provider, account, secret, verification, revokeOld: false }
    const report = await rotateToken(input, failing)
    expect(report.sinks).toMatchObject([{ sink: 'hf', error: { code: 'sink-failed' } }])
    expect(await used()).toBe(young)
    expect(await hfState()).toEqual([true, 'stale'])
  })
})

describe('sinks', () => {
  test('are brought into step by a save, and emptied when switched off', async () => {
    await save(old)
    await switchSink({ provider, sink: 'hf', on: true }, setting.needs)
    await save(young)
    expect((await textOf(setting.hfTokenPath))?.trim()).toBe(young)
    await switchSink({ provider, sink: 'hf', on: false }, setting.needs)
    expect(await hfState()).toEqual([false, 'absent'])
    expect(await used()).toBe(young)
  })

  test('are cleared of this very token, whether on or off, and of no other', async () => {
    await save(old)
    await leaveFile(setting.hfTokenPath, old)
    const stored = `${session.home}/.cache/huggingface/stored_tokens`
    await leaveFile(stored, `[mine]\nhf_token = ${old}\n\n[other]\nhf_token = ${young}\n`)
    const report = await clearToken({ provider }, setting.needs)
    expect(report.sinks).toEqual([{ sink: 'hf', error: null }])
    expect(await textOf(stored)).toContain(young)
    expect(await textOf(stored)).not.toContain(old)
    expect(await textOf(setting.hfTokenPath)).toBeNull()
    expect(await used()).toBeUndefined()
  })
})

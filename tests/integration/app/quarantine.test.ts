import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createCore } from '../../../electron/app/core.ts'
import { createApp, type HubkeyApp } from '../../../electron/app/create-app.ts'
import type { Rejection } from '../../../electron/app/rejection-news.ts'
import { verifyStored } from '../../../electron/credentials/verify-token.ts'
import { rejectionNotice } from '../../../electron/desktop/rejection-words.ts'
import { inspectModel } from '../../../electron/hub/inspect-model.ts'
import type { Environment, WorkerHost } from '../../../electron/ports.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'

const host: WorkerHost = {
  fork: () => {
    throw new Error('HUBKEY_KEYRING=off starts no process')
  },
}
const patience = { timeout: 10_000, interval: 20 }
const dead = {
  kind: 'status',
  status: 401,
  headers: { 'X-Error-Message': 'Invalid credentials in Authorization header' },
} as const
const gated = { repo: SAMPLE.gatedModel, revision: 'main' }
const sentence =
  'Hugging Face rejected this token; Hubkey does not send it any more. Public models keep working.'

let hub: HubDouble
let home: string
let apps: HubkeyApp[]
beforeEach(async () => {
  hub = await startHubDouble()
  home = await mkdtemp(join(tmpdir(), 'hubkey-quarantine-'))
  apps = []
})
afterEach(async () => {
  for (const app of apps) await app.close()
  await hub.close()
  await rm(home, { recursive: true, force: true })
})

/** The running app of this home, with what it told. */
async function start(env: Environment = {}) {
  const core = createCore({
    env: { HF_ENDPOINT: hub.url, HUBKEY_KEYRING: 'off', HOME: home, ...env },
    paths: { home, config: join(home, 'config'), state: join(home, 'state') },
    host,
    fetch: async (input, init) => fetch(input, init),
    clock: { now: () => new Date() },
  })
  const told: Rejection[] = []
  const app = createApp(core, {
    version: '0',
    settings: { theme: 'system', oauthClientId: null, envFolders: [] },
    owner: 'app',
    onChatPiece: () => undefined,
    onRejection: (rejection) => told.push(rejection),
  })
  apps.push(app)
  await app.start()
  const provider = () => app.state.get().providers.find(({ id }) => id === 'huggingface')
  return { app, core, told, provider }
}

it('is shown with its way out and told once, and a later success lifts it', async () => {
  const { app, core, told, provider } = await start()
  await app.saveDraft(app.enterToken('huggingface', hub.token('ada-read')).id)
  expect(provider()).toMatchObject({ account: 'default', verified: true })

  const fault = hub.setFault({
    fault: dead,
    when: ({ authorization }) => authorization !== undefined,
  })
  const access = async () => (await inspectModel(gated, core.hub)).access.verdict
  expect(await access()).toBe('token-rejected')
  const wayOut = { kind: 'rotate', provider: 'huggingface', account: 'default' }
  const quarantined = { state: 'rejected', error: { message: sentence, action: { does: wayOut } } }
  await vi.waitFor(() => {
    expect(provider()?.verification).toMatchObject(quarantined)
    expect(provider()?.accounts[0]?.verification).toMatchObject(quarantined)
  }, patience)
  await access()
  await app.look()
  expect(told).toEqual([
    { provider: 'huggingface', label: 'Hugging Face', account: 'default', username: 'ada' },
  ])
  expect(rejectionNotice(told[0]!)).toEqual({
    title: 'Hugging Face rejected a token',
    body: '“default” (@ada) is not sent any more. Public models keep working.',
  })

  fault.remove()
  hub.clearRequests()
  expect(await access()).toBe('token-rejected')
  const open = await inspectModel({ repo: SAMPLE.openModel, revision: 'main' }, core.hub)
  expect(open.access.verdict).toBe('open')
  expect(hub.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([])
  await app.verify('huggingface')
  expect(provider()?.verification).toMatchObject({ state: 'verified', error: null })
  expect(await access()).toBe('granted')
  expect(told).toHaveLength(1)
})

it('of a variable can only be checked again, and what another process found out is shown', async () => {
  const token = hub.token('ada-read')
  const { app, told, provider } = await start({ HF_TOKEN: token })
  await app.verify('huggingface')
  hub.removeToken('ada-read')
  // A command line in a terminal asks, and has no window to show it in.
  const other = await start({ HF_TOKEN: token })
  await verifyStored({ provider: 'huggingface' }, other.core.credentials)
  await vi.waitFor(() => {
    expect(provider()?.verification).toMatchObject({
      state: 'rejected',
      error: { message: sentence, action: { label: 'Check again', does: { kind: 'verify' } } },
    })
  }, patience)
  expect(told).toMatchObject([{ account: null, username: 'ada' }])
  // Whoever starts later shows it too, and does not tell it again.
  const later = await start({ HF_TOKEN: token })
  await later.app.look()
  expect(later.provider()?.verification?.state).toBe('rejected')
  expect(later.told).toEqual([])
})

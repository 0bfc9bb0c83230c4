import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApp, type HubkeyApp } from '../../../electron/app/create-app.ts'
import { createCore } from '../../../electron/app/core.ts'
import { changeSettings, loadSettings } from '../../../electron/app/settings-file.ts'
import { getEntry, listEntries } from '../../../electron/credentials/vault.ts'
import { findPaths } from '../../../electron/environment.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import { contract } from '../../../shared/ipc/contract.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import type { OAuthOptions } from '../../fixtures/hub-double/oauth.ts'
import { codeOr } from './setting.ts'

const provider = 'huggingface'
const clientId = 'a-client-of-our-own'

let home: string
let hub: HubDouble
let app: HubkeyApp
/** The bodies of everything that was asked of the network. */
let sent: string[]

beforeEach(async () => {
  sent = []
  home = await mkdtemp(join(tmpdir(), 'hubkey-device-'))
})
afterEach(async () => {
  await app.close()
  await hub.close()
  await rm(home, { recursive: true, force: true })
})

/** The app of a user whose own OAuth application stands in the settings. */
async function start(oauth: OAuthOptions = {}, id: string | null = clientId): Promise<void> {
  hub = await startHubDouble({ oauth: { namesInterval: true, intervalSeconds: 0, ...oauth } })
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    HUBKEY_KEYRING: 'off',
    HF_ENDPOINT: hub.url,
  }
  const ports = {
    env,
    paths: findPaths(env),
    host: createNodeHost('/nowhere'),
    fetch: (...request: Parameters<typeof fetch>) => {
      const body = request[1]?.body
      if (typeof body === 'string') sent.push(body)
      return fetch(...request)
    },
    clock: { now: () => new Date() },
  }
  const core = createCore(ports)
  if (id !== null) await changeSettings({ oauthClientId: id }, { ...ports, log: core.log })
  const settings = { theme: 'system', oauthClientId: id, envFolders: [] } as const
  app = createApp(core, { version: '', settings, owner: 'app', onChatPiece: () => undefined })
}

/** How often the Hub was asked whether the user has decided. */
function asked(): number {
  return hub.requests.filter(({ path }) => path === '/oauth/token').length
}

/** Longer than several of the double's intervals. */
async function several(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300))
}

test('a log-in that the user agrees to is stored and shown, and no secret is on its views', async () => {
  await start()
  const view = await app.devices.begin({ provider })
  expect(view.address.startsWith(hub.url)).toBe(true)
  const outcome = app.devices.wait(view.id)
  hub.oauth.approve(view.userCode, 'ada')
  expect(await outcome).toEqual({ account: 'default' })
  const shown = app.state.get().providers[0]!.accounts[0]!
  expect(shown).toMatchObject({ name: 'default', kind: 'oauth', active: true })
  expect(shown.verification).toMatchObject({ state: 'verified', identity: { username: 'ada' } })
  const names = await listEntries(app.core.credentials)
  const secrets: string[] = []
  for (const name of names) {
    secrets.push((await getEntry(name, app.core.credentials))!.secret.reveal())
  }
  expect(secrets).toHaveLength(2)
  const form = sent.find((body) => body.includes('device_code='))
  secrets.push(new URLSearchParams(form).get('device_code')!)
  const crossing = JSON.stringify([view, await outcome, app.state.get()])
  expect(secrets.filter((secret) => crossing.includes(secret))).toEqual([])
  expect(contract['device.begin'].output.parse({ ...view, deviceCode: 'x' })).toEqual(view)
  // It is over: nobody can open, copy or wait for it again.
  expect(await codeOr(app.devices.wait(view.id))).toBe('device-gone')
})

test('logging in again takes the place of the log-in it is for, unless somebody else did so', async () => {
  await start()
  const logIn = async (user: string, account?: string): Promise<unknown> => {
    const { id, userCode } = await app.devices.begin({ provider, account })
    hub.oauth.approve(userCode, user)
    return (await app.devices.wait(id)).account
  }
  expect(await logIn('ada')).toBe('default')
  await app.accounts.rename({ provider, account: 'default', name: 'laptop' })
  expect(await logIn('ada', 'laptop')).toBe('laptop')
  expect(await logIn('bob', 'laptop')).toBe('default')
  const names = app.state.get().providers[0]!.accounts.map(({ name }) => name)
  expect(names.sort()).toEqual(['default', 'laptop'])
  // One that the Hub refuses makes room, whosever it was.
  hub.removeToken('bob-oauth-3')
  await app.verify(provider, 'default')
  expect(await logIn('ada')).toBe('default')
  expect(await codeOr(app.devices.begin({ provider, account: 'nobody' }))).toBe('bad-input')
})

test('what is cancelled asks no more and stores nothing, even when the user agrees', async () => {
  await start()
  const { id, userCode } = await app.devices.begin({ provider })
  const outcome = codeOr(app.devices.wait(id))
  await expect.poll(asked).toBeGreaterThan(0)
  app.devices.cancel(id)
  expect(await outcome).toBe('device-gone')
  const before = asked()
  hub.oauth.approve(userCode, 'ada')
  await several()
  expect(asked()).toBe(before)
  expect(await listEntries(app.core.credentials)).toEqual([])
})

test('closing the app ends every wait; of too many the oldest gives way', async () => {
  await start()
  const views = []
  for (let at = 0; at < 5; at += 1) views.push(await app.devices.begin({ provider }))
  const outcomes = views.map(async ({ id }) => codeOr(app.devices.wait(id)))
  expect(await outcomes[0]).toBe('device-gone')
  await expect.poll(asked).toBeGreaterThan(0)
  await app.close()
  expect(await Promise.all(outcomes)).toEqual(Array(5).fill('device-gone'))
  const before = asked()
  await several()
  expect(asked()).toBe(before)
})

test('what was agreed to is kept while its place takes nothing, and is not asked for twice', async () => {
  await start()
  const { id, userCode } = await app.devices.begin({ provider })
  // A folder in the place of the file: what is stored there cannot be read, so nothing is.
  const store = join(app.core.ports.paths.config, 'credentials.json')
  await mkdir(store)
  const first = codeOr(app.devices.wait(id))
  hub.oauth.approve(userCode, 'ada')
  expect(await first).toBe('device-not-stored')
  const before = asked()
  expect(await codeOr(app.devices.wait(id))).toBe('device-not-stored')
  await rm(store, { recursive: true })
  expect(await app.devices.wait(id)).toEqual({ account: 'default' })
  expect(asked()).toBe(before)
  expect(await listEntries(app.core.credentials)).toHaveLength(2)
  expect(await codeOr(app.devices.wait(id))).toBe('device-gone')
})

test.each([
  [
    'device-refused',
    {},
    (code: string) => {
      hub.oauth.deny(code)
    },
  ],
  ['device-expired', { deviceSeconds: 0.2 }, () => undefined],
] as const)('%s ends it and stores nothing', async (reason, oauth, decide) => {
  await start(oauth)
  const { id, userCode } = await app.devices.begin({ provider })
  const outcome = codeOr(app.devices.wait(id))
  decide(userCode)
  expect(await outcome).toBe(reason)
  expect(await listEntries(app.core.credentials)).toEqual([])
})

test('without an application it says so; the chosen one leaves other settings alone', async () => {
  await start({}, null)
  expect(await codeOr(app.devices.begin({ provider }))).toBe('oauth-no-client')
  const { ports, log } = app.core
  const needs = { ...ports, log }
  await changeSettings(contract['settings.update'].input.parse({ theme: 'dark' }), needs)
  const chosen = contract['settings.update'].input.parse({ oauthClientId: ` ${clientId} ` })
  await changeSettings(chosen, needs)
  expect(await loadSettings(needs)).toEqual({
    theme: 'dark',
    oauthClientId: clientId,
    envFolders: [],
  })
  expect((await app.devices.begin({ provider })).userCode).not.toBe('')
  const token = `hf_${'x'.repeat(34)}`
  const pasted = contract['settings.update'].input.safeParse({ oauthClientId: token })
  expect(pasted.success).toBe(false)
})

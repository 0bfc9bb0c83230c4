import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchSecrets } from '../../../electron/app/launch-secrets.ts'
import { renameAccount, useAccount } from '../../../electron/credentials/change-account.ts'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { rotateToken } from '../../../electron/credentials/rotate-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { verifyToken } from '../../../electron/credentials/verify-token.ts'
import { trustEndpoint } from '../../../electron/hub/trust/endpoint-trust.ts'
import { markOldTokens } from '../../../electron/launcher/old-tokens.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { settingFor, type Setting } from '../credentials/setting.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'
import { writeStandInEngine } from './stand-in-engine.ts'

const provider = 'huggingface'

let engines: string
let hub: HubDouble
let home: Awaited<ReturnType<typeof temporaryFolder>>
let setting: Setting
let kit: LauncherKit
let seen: string

beforeAll(async () => {
  engines = mkdtempSync(join(tmpdir(), 'hubkey-engines-'))
  writeStandInEngine(engines)
  hub = await startHubDouble()
})
afterAll(async () => {
  await hub.close()
  rmSync(engines, { recursive: true, force: true })
})
beforeEach(async () => {
  home = await temporaryFolder()
  const env = { HOME: home.path, HUBKEY_KEYRING: 'off', HF_ENDPOINT: hub.url }
  setting = settingFor(env, createNodeHost('/nowhere'))
  await trustEndpoint({ endpoint: null }, setting.needs)
  seen = join(home.path, 'seen.json')
  kit = kitOn(undefined)
})
afterEach(async () => {
  await kit.launcher.close()
  kit.remove()
  await home.remove()
})

/** A launcher whose engine is given Hugging Face's token, as the app resolves it. */
function kitOn(state: string | undefined): LauncherKit {
  const secrets: Parameters<typeof createKit>[2] = {
    env: { PATH: process.env['PATH'] },
    secrets: async (wish) => launchSecrets(wish, setting.needs),
    ...(state === undefined ? {} : { paths: { state } }),
  }
  return createKit(engines, `environment:${seen}`, secrets, [provider])
}

async function save(account: string, label: Parameters<HubDouble['token']>[0]): Promise<string> {
  const token = hub.token(label)
  const secret = setting.redactor.guard(token)
  const verification = await verifyToken({ provider, secret }, setting.needs)
  await saveToken({ provider, account, secret, verification }, setting.needs)
  return token
}

async function rotate(account: string): Promise<string> {
  const token = hub.addToken({ label: `new-${Math.random()}`, kind: 'read', owner: 'ada' })
  const secret = setting.redactor.guard(token)
  const verification = await verifyToken({ provider, secret }, setting.needs)
  const input = { provider, account, secret, verification, revokeOld: false }
  await rotateToken(input, setting.needs)
  return token
}

/** The runs as the window would show them now. */
async function marked(from = kit, now = new Date()): Promise<readonly RunView[]> {
  const { providers } = await lookAtCredentials({ withoutSinks: true }, setting.needs)
  return markOldTokens(from.launcher.list(), providers, now)
}

/** What the real child found in its environment. */
function given(): Record<string, string> {
  const { env } = JSON.parse(readFileSync(seen, 'utf8')) as { env: Record<string, string> }
  return env
}

async function launch(): Promise<RunView> {
  const { id } = await kit.launcher.launch(kit.request())
  return await kit.launcher.whenReady(id)
}

function everythingBelow(folder: string): string {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
}

describe('a server that was given a token', () => {
  it('is known by whose it is and by fingerprint; the token is in its environment alone', async () => {
    const token = await save('default', 'ada-read')
    const run = await launch()
    expect(given()).toMatchObject({ HF_TOKEN: token, HUGGING_FACE_HUB_TOKEN: token })
    const { providers } = await lookAtCredentials({ withoutSinks: true }, setting.needs)
    const fingerprint = providers[0]!.fingerprint
    expect(run.holds).toEqual([{ provider, account: 'default', fingerprint }])
    expect(run.secrets).toEqual(['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'])
    expect(JSON.parse(kit.read('runs', run.id, 'launch_context.json'))).toMatchObject({
      secrets: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'],
    })
    expect(everythingBelow(kit.state) + JSON.stringify(kit.launcher.list())).not.toContain(token)
    expect(await marked()).toMatchObject([{ holdsOldToken: false }])
  })

  it('is marked once that was replaced, and one restart gives it the new one', async () => {
    await save('default', 'ada-read')
    const old = await launch()
    const young = await rotate('default')
    expect(await marked()).toMatchObject([{ id: old.id, holdsOldToken: true }])
    const { id } = await kit.launcher.restart(old.id)
    const next = await kit.launcher.whenReady(id)
    expect(next).toMatchObject({ repo: old.repo, file: old.file })
    expect(next.id).not.toBe(old.id)
    expect(isRunning(old.pid!)).toBe(false)
    expect(given()['HF_TOKEN']).toBe(young)
    const states = (await marked()).map(({ id: one, ...run }) => [
      ...[one, run.state, run.holdsOldToken],
    ])
    expect(states).toHaveLength(2)
    expect(states).toContainEqual([next.id, 'ready', false])
    expect(states).toContainEqual([old.id, 'exited', false])
  })

  it('is marked once that was cleared, but not for a new name or another active account', async () => {
    await save('default', 'ada-read')
    await launch()
    await save('second', 'ada-write')
    await useAccount({ provider, account: 'second' }, setting.needs)
    expect(await marked()).toMatchObject([{ holdsOldToken: false }])
    await renameAccount({ provider, account: 'default', name: 'first' }, setting.needs)
    expect(await marked()).toMatchObject([{ holdsOldToken: false }])
    await clearToken({ provider, account: 'first' }, setting.needs)
    expect(await marked()).toMatchObject([{ holdsOldToken: true }])
  })

  it('is marked and restarted by another program as well, which reads it in the ledger', async () => {
    await save('default', 'ada-read')
    const old = await launch()
    const other = kitOn(kit.state)
    try {
      await other.launcher.sweep()
      const young = await rotate('default')
      expect(await marked(other)).toMatchObject([{ id: old.id, holdsOldToken: true }])
      const next = await other.launcher.restart(old.id)
      await other.launcher.whenReady(next.id)
      expect(given()['HF_TOKEN']).toBe(young)
      expect(isRunning(old.pid!)).toBe(false)
      expect(await other.launcher.requestOf(next.id)).toEqual(kit.request())
    } finally {
      await other.launcher.close()
    }
  })

  it('of a log-in is marked once its copy has ended, though the log-in renews itself', async () => {
    const secret = setting.redactor.guard(hub.token('ada-read'))
    const verification = await verifyToken({ provider, secret }, setting.needs)
    const expiresAt = new Date(Date.now() + 8 * 3_600_000)
    const login = { refresh: null, expiresAt, clientId: 'a-client', endpoint: hub.url }
    await saveToken({ provider, account: 'default', secret, verification, login }, setting.needs)
    const run = await launch()
    expect(run.holds).toMatchObject([{ account: 'default', expiresAt: expiresAt.toISOString() }])
    expect(await marked()).toMatchObject([{ holdsOldToken: false }])
    const later = new Date(expiresAt.getTime() + 1)
    expect(await marked(kit, later)).toMatchObject([{ holdsOldToken: true }])
    const other = kitOn(kit.state)
    await other.launcher.sweep()
    expect(await marked(other, later)).toMatchObject([{ holdsOldToken: true }])
    await other.launcher.close()
  })

  it('gets none when there is none, and does not start when nobody can tell', async () => {
    expect((await launch()).holds).toEqual([])
    expect(given()).not.toHaveProperty('HF_TOKEN')
    await kit.launcher.stop(kit.launcher.list()[0]!.id)
    rmSync(join(home.path, '.config'), { recursive: true, force: true })
    const closed = settingFor({ ...setting.env, HUBKEY_KEYRING: 'required' }, createNodeHost('/no'))
    setting = closed
    const { id } = await kit.launcher.launch(kit.request())
    await expect(kit.launcher.whenReady(id)).rejects.toMatchObject({
      error: { code: 'keyring-required' },
    })
  })

  it('that nobody knows cannot be restarted', async () => {
    await expect(kit.launcher.restart('20200101-000000-aaaaaa')).rejects.toMatchObject({
      error: { code: 'run-missing' },
    })
  })
})

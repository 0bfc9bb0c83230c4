import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ForeignTokenView } from '../../../shared/domain/foreign.ts'
import { tryFlock } from '../../../electron/files/flock.ts'
import { importForeign } from '../../../electron/foreign/import-foreign.ts'
import { listForeign } from '../../../electron/foreign/list-foreign.ts'
import { removeForeign } from '../../../electron/foreign/remove-foreign.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { furnish, leave, randomKey, textAt, type ForeignHome } from '../../fixtures/foreign-home.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { codeOr, settingFor, type Setting } from '../credentials/setting.ts'

/** Nobody listens there, so that NVIDIA keys stay unverified. */
const noNvidia = { HUBKEY_NGC_API: 'http://127.0.0.1:1' }

let session: DesktopSession
let hub: HubDouble
let home: ForeignHome
let setting: Setting

beforeEach(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  home = await furnish(session, hub)
  // Stored in the file, which costs no process; that it goes into the keyring is tested by words.
  const env = { ...session.env, HF_ENDPOINT: hub.url, HUBKEY_KEYRING: 'off', ...noNvidia }
  setting = settingFor(env, createNodeHost(session.home))
})
afterEach(async () => {
  await hub.close()
  await session.close()
})

async function list(): Promise<ForeignTokenView[]> {
  const view = await listForeign({ files: [home.envFile] }, setting.needs)
  for (const { token } of [...home.places, home.login]) {
    expect(huntFor(token).text(JSON.stringify(view) + setting.lines.join())).toBe(false)
  }
  return view.tokens
}

async function find(where: string, name: string | null): Promise<ForeignTokenView> {
  return (await list()).find((one) => one.where === where && one.name === name)!
}

describe('a token in every place', () => {
  test('is taken over on request, and taken away there on the next', async () => {
    const files = [home.envFile]
    const seen = await list()
    for (const [at, { where, name, token, piece, provider }] of home.places.entries()) {
      const { id } = seen.find((one) => one.where === where && one.name === name)!
      const account = `copy-${at}`
      const before = await textAt(where)
      if (at === 0) {
        expect(await codeOr(removeForeign({ id }, setting.needs))).toBe('foreign-not-stored')
      }
      const imported = await importForeign({ id, account, files }, setting.needs)
      expect(imported).toMatchObject({ account, store: 'file', already: false })
      expect(imported.verified).toBe(provider === 'huggingface')
      expect(await textAt(setting.storePath)).toContain(token)
      expect(await textAt(where)).toBe(before)
      const mode = typeof piece === 'string' ? (await stat(where)).mode : null
      const removed = await removeForeign({ id, files }, setting.needs)
      expect(removed.keptAs).toContain(account)
      if (typeof piece !== 'string') continue
      expect(await textAt(where)).toBe(before!.replace(piece, ''))
      expect((await stat(where)).mode).toBe(mode)
    }
    const left = (await list()).map(({ where, name }) => [where, name])
    expect(left).toEqual([[home.login.where, home.login.name]])
    for (const { token } of home.places) {
      const hits = await huntFor(token).folder(session.home)
      expect(hits).toEqual([setting.storePath])
    }
  })

  test('stays when Hubkey lost its own copy since', async () => {
    const { where, name } = home.places[0]!
    const { id } = await find(where, name)
    await importForeign({ id }, setting.needs)
    await leave(setting.storePath, '{"version":1,"tokens":{}}')
    expect(await codeOr(removeForeign({ id }, setting.needs))).toBe('foreign-not-stored')
    await leave(setting.storePath, '{')
    expect(await codeOr(removeForeign({ id }, setting.needs))).toBe('store-unreadable')
    expect(await textAt(where)).not.toBeNull()
  })

  test('of hf goes from there while hf is kept out, and waits while it is busy', async () => {
    const cache = join(session.home, '.cache/huggingface')
    const ofHf = home.places.filter(({ where }) => where.startsWith(`${cache}/`))
    expect(ofHf).toHaveLength(2)
    for (const [at, { where, name }] of ofHf.entries()) {
      const { id } = await find(where, name)
      await importForeign({ id, account: `copy-${at}` }, setting.needs)
      const before = await textAt(where)
      const hf = await tryFlock(join(cache, 'stored_tokens.lock'))
      expect(hf?.held).toBe(true)
      const removal = removeForeign({ id }, setting.needs)
      expect(await Promise.race([removal, sleep(200, 'waiting')])).toBe('waiting')
      expect(await textAt(where)).toBe(before)
      await hf!.release()
      await removal
      expect(await textAt(where)).not.toBe(before)
    }
  })

  test('has another id once it is another token', async () => {
    const { where, name } = home.places[0]!
    const { id } = await find(where, name)
    await importForeign({ id }, setting.needs)
    const newer = hub.addToken({ label: 'newer', kind: 'read', owner: 'ada' })
    await leave(where, newer)
    expect(await codeOr(removeForeign({ id }, setting.needs))).toBe('foreign-gone')
    expect(await textAt(where)).toBe(newer)
  })

  test('is saved unverified when the Hub cannot be reached', async () => {
    const { where, name } = home.places[0]!
    const { id } = await find(where, name)
    hub.setFault({ path: '/api/whoami-v2', fault: { kind: 'status', status: 503 } })
    const imported = await importForeign({ id }, setting.needs)
    expect(imported).toMatchObject({ verified: false, error: { code: 'hub-server-error' } })
    expect((await find(where, name)).storedAs).toEqual(['default'])
  })
})

describe('a mirror that the user did not agree to', () => {
  test('is not sent the token', async () => {
    const mirror = { ...setting.env, HF_ENDPOINT: 'https://mirror.example.org' }
    setting = settingFor(mirror, createNodeHost(session.home))
    let asked = 0
    const fetch = async (): Promise<Response> => {
      asked += 1
      return Promise.reject(new Error('no network'))
    }
    const { where, name } = home.places[0]!
    const { id } = await find(where, name)
    const imported = await importForeign({ id }, { ...setting.needs, fetch })
    expect(imported).toMatchObject({ verified: false, error: { code: 'endpoint-not-trusted' } })
    expect(asked).toBe(0)
  })
})

describe('a browser login of hf', () => {
  test('is marked in both files, and neither taken over nor away', async () => {
    const { login } = home
    const active = join(session.home, '.cache/huggingface/token')
    await leave(active, login.token)
    const both = [await find(active, null), await find(login.where, login.name)]
    for (const { id, notImportable, notRemovable } of both) {
      expect(notImportable).toContain('renews')
      expect(notRemovable).toContain('hf auth logout')
      expect(await codeOr(importForeign({ id }, setting.needs))).toBe('foreign-not-importable')
      expect(await codeOr(removeForeign({ id }, setting.needs))).toBe('foreign-stays')
    }
  })
})

describe('elsewhere', () => {
  test("NGC_CLI_HOME, DOCKER_CONFIG and Halo Forge's variable move the places", async () => {
    const there = join(session.home, 'elsewhere')
    const [key, login] = [randomKey(), Buffer.from(`$oauthtoken:${randomKey()}`).toString('base64')]
    const token = hub.addToken({ label: 'moved', kind: 'read', owner: 'ada' })
    await leave(join(there, '.ngc/config'), `[CURRENT]\napikey = ${key}\n[other]\napikey=no-apikey`)
    await leave(join(there, 'config.json'), `{"auths":{"nvcr.io":{"auth":"${login}"}}}`)
    await leave(join(there, 'forge'), token)
    const moved = { NGC_CLI_HOME: there, DOCKER_CONFIG: there }
    const env = { ...setting.env, ...moved, HALO_FORGE_HF_TOKEN_FILE: join(there, 'forge') }
    setting = settingFor(env, createNodeHost(session.home))
    const seen = (await list()).map(({ where }) => where).filter((where) => where.startsWith(there))
    expect(seen).toEqual(['.ngc/config', 'config.json', 'forge'].map((file) => join(there, file)))
  })
})

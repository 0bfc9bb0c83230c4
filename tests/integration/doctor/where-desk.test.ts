import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCore } from '../../../electron/app/core.ts'
import { createApp, type HubkeyApp } from '../../../electron/app/create-app.ts'
import { changeSettings, loadSettings } from '../../../electron/app/settings-file.ts'
import { findPaths } from '../../../electron/environment.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import type { CopyView } from '../../../shared/domain/where.ts'
import { leave, textAt } from '../../fixtures/foreign-home.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'

let home: string
let hub: HubDouble
let app: HubkeyApp
let places: Record<'env' | 'forge' | 'jan', string>
let token: string
let stranger: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hubkey-where-'))
  hub = await startHubDouble()
  token = hub.addToken({ label: 'mine', kind: 'read', owner: 'ada' })
  stranger = hub.addToken({ label: 'strange', kind: 'read', owner: 'bob' })
  places = {
    env: join(home, 'work/deep/.env'),
    forge: join(home, '.halo-forge/secrets/huggingface_token'),
    jan: join(home, 'jan/.janrc'),
  }
  await leave(places.env, `A=1\r\nHF_TOKEN=${token}\n`, 0o640)
  await leave(places.forge, `${stranger}\n`, 0o644)
  await leave(places.jan, `gitHubToken: ""\nhuggingFaceToken: ${token}\n`, 0o604)
  app = await start()
})
afterEach(async () => {
  await app.close()
  await hub.close()
  await rm(home, { recursive: true, force: true })
})

/** The app's core as the window has it, with the settings of before. */
async function start(): Promise<HubkeyApp> {
  const env = { PATH: '/usr/bin:/bin', HOME: home, HUBKEY_KEYRING: 'off', HF_ENDPOINT: hub.url }
  const clock = { now: () => new Date() }
  const core = createCore({
    ...{ env, paths: findPaths(env), host: createNodeHost('/nowhere'), clock },
    fetch: (...request) => fetch(...request),
  })
  const settings = await loadSettings({ paths: core.ports.paths, log: core.log, clock })
  return createApp(core, { version: '0', settings, owner: 'app', onChatPiece: () => undefined })
}

async function at(where: string): Promise<CopyView | undefined> {
  return (await app.whereDesk.look(false)).copies.find((copy) => copy.where === where)
}

test('folders that were chosen are remembered, until they are taken off the list', async () => {
  expect(await at(places.env)).toBeUndefined()
  await app.envPlaces.addFolder(join(home, 'work'))
  await app.envPlaces.addFolder(join(home, 'work'))
  expect(await at(places.env)).toMatchObject({ place: 'env-file', tightenable: true })
  // Another setting leaves them where they are.
  await changeSettings({ theme: 'dark' }, { ...app.core.ports, log: app.core.log })
  await app.close()
  app = await start()
  expect(app.state.get().settings.envFolders).toEqual([join(home, 'work')])
  const { id } = (await at(places.env))!
  // The same id for all that can be done with it.
  expect(app.whereDesk.fileOf(id)).toBe(places.env)
  expect(await app.imports.take(id)).toMatchObject({ account: 'default' })
  await app.envPlaces.forgetFolder(join(home, 'elsewhere'))
  expect(app.state.get().settings.envFolders).toHaveLength(1)
  await app.envPlaces.forgetFolder(join(home, 'work'))
  expect(await at(places.env)).toBeUndefined()
  expect(() => app.whereDesk.fileOf(id)).toThrow()
})

test('a copy goes only when its token is not lost with it, and its file can be made private', async () => {
  const jan = (await at(places.jan))!
  expect(jan).toMatchObject({ standing: 'unknown', clearable: false, notClearable: null })
  await expect(app.whereDesk.clear(jan.id)).rejects.toMatchObject({
    error: { code: 'foreign-not-stored' },
  })
  await app.imports.take(jan.id)
  expect(await at(places.jan)).toMatchObject({ standing: 'current', clearable: true })
  expect(await app.whereDesk.tighten(jan.id)).toMatchObject({ mode: '0604' })
  expect((await stat(places.jan)).mode & 0o777).toBe(0o600)
  expect(await textAt(places.jan)).toContain(token)
  await expect(app.whereDesk.tighten(jan.id)).rejects.toMatchObject({
    error: { code: 'bad-input' },
  })
  expect(await app.whereDesk.clear(jan.id)).toMatchObject({ id: jan.id })
  expect(await textAt(places.jan)).toBe('gitHubToken: ""\nhuggingFaceToken: \n')
  await expect(app.whereDesk.clear(jan.id)).rejects.toMatchObject({
    error: { code: 'foreign-gone' },
  })
})

test('a fix is done only as it was shown, and no other is done with it', async () => {
  const { findings } = await app.whereDesk.visit()
  const about = (path: string): { finding: string; fix: string } => {
    const { id, fix } = findings.find(({ id: one }) => one === `mode:${path}`)!
    return { finding: id, fix: fix! }
  }
  const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777
  const others = [
    { ...about(places.jan), fix: 'Set it to 0600.' },
    { finding: 'x', fix: 'y' },
  ]
  expect((await app.whereDesk.fix(others)).fixed).toEqual([])
  expect([await mode(places.jan), await mode(places.forge)]).toEqual([0o604, 0o644])
  const { fixed, findings: left } = await app.whereDesk.fix([about(places.forge)])
  expect(fixed.map(({ id, problem }) => [id, problem])).toEqual([[`mode:${places.forge}`, null]])
  expect([await mode(places.jan), await mode(places.forge)]).toEqual([0o604, 0o600])
  expect(left.map(({ id }) => id)).toContain(`mode:${places.jan}`)
})

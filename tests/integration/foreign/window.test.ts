import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApp, type HubkeyApp } from '../../../electron/app/create-app.ts'
import { createCore } from '../../../electron/app/core.ts'
import { answerCall } from '../../../electron/desktop/answer-call.ts'
import { importHandlers } from '../../../electron/desktop/handlers/import.ts'
import { findPaths } from '../../../electron/environment.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import { SettingsSchema } from '../../../shared/domain/settings.ts'
import type { Channel } from '../../../shared/ipc/channels.ts'
import type { Handlers, Input, Output } from '../../../shared/ipc/contract.ts'
import type { Result } from '../../../shared/result.ts'
import { leave, textAt } from '../../fixtures/foreign-home.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'

const ourPage = { senderFrame: { url: 'app://hubkey/index.html', parent: null } }

let home: string
let hub: HubDouble
let app: HubkeyApp
/** What the user chooses in the system's dialog. */
let chosen: string | null
let tokens: Record<'hf' | 'forge' | 'env', string>
let places: Record<'hf' | 'forge' | 'env', string>

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hubkey-import-'))
  hub = await startHubDouble()
  const token = (label: string, owner: string): string =>
    hub.addToken({ label, kind: 'read', owner })
  tokens = { hf: token('hf', 'ada'), forge: token('forge', 'bob'), env: token('env', 'ada') }
  places = {
    hf: join(home, '.cache/huggingface/stored_tokens'),
    forge: join(home, '.halo-forge/secrets/huggingface_token'),
    env: join(home, 'project/.env'),
  }
  await leave(places.hf, `[laptop]\nhf_token = ${tokens.hf}\n\n`)
  await leave(places.forge, `${tokens.forge}\n`)
  await leave(places.env, `DEBUG=1\nHF_TOKEN=${tokens.env}\n`)
  chosen = null
  const env = { PATH: '/usr/bin:/bin', HOME: home, HUBKEY_KEYRING: 'off', HF_ENDPOINT: hub.url }
  const core = createCore({
    env,
    paths: findPaths(env),
    host: createNodeHost('/nowhere'),
    fetch: (...request) => fetch(...request),
    clock: { now: () => new Date() },
  })
  const settings = SettingsSchema.parse({})
  app = createApp(core, { version: '', settings, owner: 'app', onChatPiece: () => undefined })
})
afterEach(async () => {
  await app.close()
  await hub.close()
  await rm(home, { recursive: true, force: true })
})

/** Asks as a window does: parsed both ways, and no token may cross. */
async function ask<C extends Channel>(channel: C, input: Input<C>): Promise<Result<Output<C>>> {
  const handlers = importHandlers({ ...app, pickFile: async () => chosen })
  const call = { channel, sender: ourPage, args: [input] }
  const report = (where: string, cause: unknown): string => `${where}: ${String(cause)}`
  const answer = await answerCall(call, handlers as Handlers, report)
  const crossing = JSON.stringify([answer, app.state.get()])
  for (const token of Object.values(tokens)) expect(huntFor(token).text(crossing)).toBe(false)
  return answer as Result<Output<C>>
}

async function value<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
  const answer = await ask(channel, input)
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

async function seen(where: string): Promise<Output<'import.list'>['tokens'][number] | undefined> {
  const { tokens: listed } = await value('import.list', undefined)
  return listed.find((token) => token.where === where)
}

/** The accounts as the window shows them, by name. */
function accounts(): readonly string[] {
  const shown = app.state.get().providers[0]?.accounts ?? []
  return shown.map(({ name, active }) => (active ? `${name} (active)` : name))
}

test('is listed, taken over, and only then removed where it lay', async () => {
  const first = (await seen(places.hf))!
  expect(first).toMatchObject({ tool: 'hf', name: 'laptop', storedAs: [] })
  const early = await ask('import.remove', { token: first.id })
  expect(early).toMatchObject({ ok: false, error: { code: 'foreign-not-stored' } })
  const taken = await value('import.take', { token: first.id })
  expect(taken).toMatchObject({ account: 'default', verified: true, username: 'ada' })
  expect(accounts()).toEqual(['default (active)'])
  expect(await textAt(places.hf)).toContain(tokens.hf)
  expect((await seen(places.hf))?.storedAs).toEqual(['default'])
  expect(await value('import.remove', { token: first.id })).toMatchObject({ keptAs: ['default'] })
  expect(await textAt(places.hf)).not.toContain(tokens.hf)
  expect(await seen(places.hf)).toBeUndefined()
})

test('leaves the active account active, and another token’s name alone', async () => {
  await value('import.take', { token: (await seen(places.hf))!.id })
  const { id } = (await seen(places.forge))!
  const clash = await ask('import.take', { token: id, account: 'default' })
  expect(clash).toMatchObject({ ok: false, error: { code: 'account-taken' } })
  expect((await value('import.take', { token: id })).account).toBe('bob')
  expect(accounts()).toEqual(['default (active)', 'bob'])
  await value('import.take', { token: (await seen(places.hf))!.id })
  expect(accounts()).toEqual(['default (active)', 'bob'])
})

test('of a file that the user chose is found from then on; a window names no path', async () => {
  expect(await value('import.pick-file', undefined)).toEqual({ picked: false })
  expect(await seen(places.env)).toBeUndefined()
  const files = { files: [places.env] } as unknown as undefined
  expect(await ask('import.list', files)).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  chosen = places.env
  expect(await value('import.pick-file', undefined)).toEqual({ picked: true })
  const { id } = (await seen(places.env))!
  const stowaway = { token: id, files: [places.env] } as Input<'import.take'>
  expect(await ask('import.take', stowaway)).toMatchObject({ ok: false })
  await value('import.take', { token: id })
  await value('import.remove', { token: id })
  expect(await textAt(places.env)).toBe('DEBUG=1\n')
})

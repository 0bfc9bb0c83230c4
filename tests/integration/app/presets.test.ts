/** Presets as the running app sees them: those that start with it, and a file that is edited meanwhile. */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createCore } from '../../../electron/app/core.ts'
import { createApp, type HubkeyApp } from '../../../electron/app/create-app.ts'
import type { WorkerHost } from '../../../electron/ports.ts'
import { writeStandInServers } from '../../fixtures/engines/stand-in-server.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'

const host: WorkerHost = {
  fork: () => {
    throw new Error('Neither the keyring nor the embedded engine is used.')
  },
}
const patience = { timeout: 30_000, interval: 20 }

let hub: HubDouble
let home: string
let app: HubkeyApp | undefined
beforeEach(async () => {
  hub = await startHubDouble()
  home = await mkdtemp(join(tmpdir(), 'hubkey-presets-'))
  await mkdir(join(home, 'bin'))
  await mkdir(join(home, 'config'), { mode: 0o700 })
  writeStandInServers(join(home, 'bin'), ['llama-server'])
})
afterEach(async () => {
  await app?.close()
  await hub.close()
  await rm(home, { recursive: true, force: true })
})

async function start(owner: 'app' | 'cli'): Promise<HubkeyApp> {
  const core = createCore({
    env: {
      HF_ENDPOINT: hub.url,
      HUBKEY_KEYRING: 'off',
      HOME: home,
      PATH: `${join(home, 'bin')}:${process.env['PATH'] ?? ''}`,
    },
    paths: { home, config: join(home, 'config'), state: join(home, 'state') },
    host,
    fetch: async (input, init) => fetch(input, init),
    clock: { now: () => new Date() },
  })
  app = createApp(core, {
    version: '0',
    settings: { theme: 'system', oauthClientId: null, envFolders: [] },
    owner,
    onChatPiece: () => undefined,
    onRejection: () => undefined,
  })
  await app.start()
  return app
}

/** Replaces the file as an editor does: another one takes its name. */
async function edit(entries: readonly string[]): Promise<void> {
  const path = join(home, 'config', 'models.yaml')
  await writeFile(`${path}~`, `${entries.join('\n')}\n`)
  await rename(`${path}~`, path)
}

const entry = (name: string, more: string): string =>
  `${name}: { engine: llama-server, model: ${SAMPLE.openModel}${more} }`

it('starts those that are to start with the app, once', async () => {
  await edit([entry('early', ', autostart: true'), entry('late', '')])
  const first = await start('app')
  const runs = () => first.state.get().runs
  await vi.waitFor(() => {
    expect(runs()).toMatchObject([{ preset: 'early', state: 'ready', repo: SAMPLE.openModel }])
  }, patience)
  const [{ id } = { id: '' }] = runs()
  await first.close()
  expect(await readdir(join(home, 'state', 'ledger'))).toEqual([])

  const second = await start('app')
  await vi.waitFor(() => {
    const live = second.state.get().runs.filter(({ state }) => state === 'ready')
    expect(live).toMatchObject([{ preset: 'early' }])
    expect(live[0]?.id).not.toBe(id)
  }, patience)
})

it('starts none of them for the command line', async () => {
  await edit([entry('early', ', autostart: true')])
  const other = await start('cli')
  await other.look()
  expect(other.state.get().runs).toEqual([])
})

it('shows the file as it is now, whole or broken, without being asked', async () => {
  const running = await start('app')
  const seen = () => running.state.get().presets
  await edit([entry('one', ', port: 8123')])
  await vi.waitFor(() => {
    expect(seen()).toMatchObject({ presets: [{ name: 'one', preset: { port: 8123 } }] })
  }, patience)
  await edit([entry('one', ', port: 81230'), entry('two', '')])
  await vi.waitFor(() => {
    expect(seen()).toMatchObject({ presets: [{ name: 'two' }], problems: [{ line: 1 }] })
  }, patience)
  await edit([entry('two', '')])
  await vi.waitFor(() => {
    expect(seen()).toMatchObject({ presets: [{ name: 'two' }], problems: [] })
  }, patience)
})

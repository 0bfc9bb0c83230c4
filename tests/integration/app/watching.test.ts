import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createCore } from '../../../electron/app/core.ts'
import { createState, type State } from '../../../electron/app/state.ts'
import { createWatching, type Watching } from '../../../electron/app/watching.ts'
import type { Environment, WorkerHost } from '../../../electron/ports.ts'
import type { WatchRequest, WatchView } from '../../../shared/domain/watch.ts'
import { openLab, type Lab } from '../hub/lab.ts'

const pending = 'hubkey-tests/gated-pending'
const request: WatchRequest = {
  ...{ repo: pending, type: 'model', revision: 'main', verdict: 'awaiting-author' },
}
const minute = 60_000
const patience = { timeout: 10_000, interval: 20 }
const host: WorkerHost = {
  fork: () => {
    throw new Error('HUBKEY_KEYRING=off starts no process')
  },
}

interface App {
  readonly watching: Watching
  readonly state: State
  readonly news: WatchView[]
}

let lab: Lab
/** How far the clock of every app is ahead. */
let ahead: number
let apps: App[]
beforeEach(async () => {
  lab = await openLab()
  await mkdir(join(lab.home, 'config'), { recursive: true, mode: 0o700 })
  ahead = 0
  apps = []
})
afterEach(async () => {
  for (const { watching } of apps) watching.stop()
  await lab.close()
})

/** One more running app on this machine. */
function open(env: Environment = {}): App {
  const paths = {
    ...{ home: lab.home, config: join(lab.home, 'config'), state: join(lab.home, 'state') },
  }
  const clock = { now: () => new Date(Date.now() + ahead) }
  const core = createCore({
    env: {
      ...{ HF_ENDPOINT: lab.hub.url, HF_TOKEN: lab.hub.token('ada-read') },
      ...{ HUBKEY_KEYRING: 'off', HOME: lab.home, ...env },
    },
    ...{ paths, host, clock },
    fetch: async (input, init) => fetch(input, init),
  })
  const state = createState('', { theme: 'system', oauthClientId: null, envFolders: [] }, clock)
  const news: WatchView[] = []
  const watching = createWatching({
    ...{ core, state, report: () => 'reference' },
    onNews: (watch) => news.push(watch),
  })
  const app = { watching, state, news }
  apps.push(app)
  return app
}

/** Until the first entry is asked about again; negative when its time has come. */
const minutesToNext = (state: State): number =>
  (Date.parse(state.get().watches[0]?.nextAt ?? '') - Date.now() - ahead) / minute

const asked = () => lab.hub.requests.filter(({ path }) => path.endsWith('/auth-check')).length

/** Lets so much time pass, and has every app look at the list: as when another process wrote it. */
async function pass(milliseconds: number): Promise<void> {
  ahead += milliseconds
  const file = join(lab.home, 'config', 'watch-list.json')
  await writeFile(`${file}.new`, await readFile(file), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

it('asks nothing and holds nothing while there is nothing to wait for', async () => {
  const { watching, state } = open()
  watching.start()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(lab.hub.requests).toEqual([])
  expect(state.get().watches).toEqual([])
})

it('of two apps one asks, and one of them tells', async () => {
  const [one, other] = [open(), open()]
  one.watching.start()
  other.watching.start()
  await one.watching.add(request)
  await vi.waitFor(() => {
    expect(other.state.get().watches).toMatchObject([{ repo: pending, state: 'waiting' }])
  }, patience)
  expect(asked()).toBe(0)
  await pass(11 * minute)
  await vi.waitFor(() => {
    expect(asked()).toBe(1)
    for (const { state } of apps) expect(minutesToNext(state)).toBeGreaterThan(10)
  }, patience)
  lab.hub.setAccess(pending, 'ada', 'granted')
  await pass(30 * minute)
  await vi.waitFor(() => {
    expect([...one.news, ...other.news]).toMatchObject([{ repo: pending, state: 'open' }])
    expect(one.state.get().watches).toMatchObject([{ state: 'open', nextAt: null }])
    expect(other.state.get().watches).toMatchObject([{ state: 'open', nextAt: null }])
  }, patience)
  await pass(24 * 60 * minute)
  expect(asked()).toBe(2)
  // Looked at, it leaves the list.
  one.watching.saw({ ...request, verdict: 'granted', accounts: [] })
  await vi.waitFor(() => {
    expect(one.state.get().watches).toEqual([])
    expect(other.state.get().watches).toEqual([])
  }, patience)
  expect([...one.news, ...other.news]).toHaveLength(1)
})

it('asks nobody offline, and waits as long as the Hub wishes or some minutes without one', async () => {
  const { watching, state, news } = open()
  const offline = open({ HF_HUB_OFFLINE: '1' })
  offline.watching.start()
  await offline.watching.add(request)
  await pass(11 * minute)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(lab.hub.requests).toEqual([])
  offline.watching.stop()

  const limited = lab.hub.setFault({ fault: { kind: 'rate-limited', resetSeconds: 1800 } })
  watching.start()
  await vi.waitFor(() => {
    expect(limited.hits).toBe(1)
    expect(minutesToNext(state)).toBeGreaterThan(29)
  }, patience)
  limited.remove()
  const gone = lab.hub.setFault({ fault: { kind: 'reset' } })
  await pass(31 * minute)
  await vi.waitFor(() => {
    expect(gone.hits).toBeGreaterThan(0)
    expect(minutesToNext(state)).toBeGreaterThan(4)
    expect(minutesToNext(state)).toBeLessThan(6)
  }, patience)
  expect(state.get().watches).toMatchObject([{ state: 'waiting', verdict: 'awaiting-author' }])
  expect(news).toEqual([])
})

it('asks no more once it is stopped', async () => {
  const { watching } = open()
  watching.start()
  await watching.add(request)
  watching.stop()
  await pass(24 * 60 * minute)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(asked()).toBe(0)
})

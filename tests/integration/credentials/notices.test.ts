import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp } from '../../../electron/app/create-app.ts'
import { createCore } from '../../../electron/app/core.ts'
import { tightenNoticed } from '../../../electron/app/notice-verbs.ts'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { lookForNotices } from '../../../electron/credentials/look-for-notices.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { snoozeNotice } from '../../../electron/credentials/snoozed.ts'
import { verifyStored, verifyToken } from '../../../electron/credentials/verify-token.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { codeOr, leaveFile, madeUpToken, settingFor, textOf, type Setting } from './setting.ts'

const provider = 'huggingface'
const dayMs = 86_400_000

let home: Awaited<ReturnType<typeof temporaryFolder>>
let hub: HubDouble
let now: Date
let setting: Setting

beforeEach(async () => {
  home = await temporaryFolder()
  hub = await startHubDouble()
  now = new Date('2026-11-24T12:00:00Z')
  const env = { HOME: home.path, HUBKEY_KEYRING: 'off', HF_ENDPOINT: hub.url }
  const made = settingFor(env, createNodeHost('/nowhere'))
  setting = { ...made, needs: { ...made.needs, clock: { now: () => now } } }
})
afterEach(async () => {
  await hub.close()
  await home.remove()
})

async function save(text: string, days = 0): Promise<void> {
  now = new Date(now.getTime() - days * dayMs)
  const secret = setting.redactor.guard(text)
  const verification = await verifyToken({ provider, secret }, setting.needs)
  await saveToken({ provider, secret, account: 'default', verification }, setting.needs)
  now = new Date(now.getTime() + days * dayMs)
}

async function ids(): Promise<readonly string[]> {
  const view = await lookAtCredentials({ withoutSinks: true }, setting.needs)
  return (await lookForNotices(view, setting.needs)).map(({ id }) => id)
}

function whoamiCount(): number {
  return hub.requests.filter(({ path }) => path.startsWith('/api/whoami')).length
}

test('an aged token is noticed without asking the Hub, put off, and told again later', async () => {
  await save(hub.token('ada-read'), 400)
  hub.clearRequests()
  const both = ['verified-long-ago:huggingface:default', 'old:huggingface:default']
  expect(await ids()).toEqual(both)
  await snoozeNotice({ notice: both[1]!, days: 7 }, setting.needs)
  expect(await ids()).toEqual([both[0]])
  now = new Date(now.getTime() + 8 * dayMs)
  expect(await ids()).toEqual(both)
  expect(hub.requests).toEqual([])
})

test('what was put off is told again when it comes back after it was gone', async () => {
  await save(hub.token('ada-read'), 400)
  const notice = 'verified-long-ago:huggingface:default'
  await snoozeNotice({ notice, days: 300 }, setting.needs)
  expect(await ids()).not.toContain(notice)
  await verifyStored({ provider }, setting.needs)
  await ids()
  now = new Date(now.getTime() + 100 * dayMs)
  expect(await ids()).toContain(notice)
})

test('a write token that pushes nothing is noticed', async () => {
  await save(hub.token('ada-write'))
  expect(await ids()).toEqual(['wider-than-use:huggingface:default'])
})

test('what was put off holds no token, lies in 0600, and hides nothing when it is garbled', async () => {
  const token = hub.token('ada-read')
  await save(token, 400)
  const [notice] = await ids()
  await snoozeNotice({ notice: notice!, days: 30 }, setting.needs)
  const path = join(setting.needs.paths.config, 'snoozed.json')
  expect(await readFile(path, 'utf8')).not.toContain(token)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await writeFile(path, '{"version":1,"until":{"')
  expect(await ids()).toContain(notice)
  await snoozeNotice({ notice: notice!, days: 30 }, setting.needs)
  expect(await ids()).not.toContain(notice)
})

test('five hundred things put off are kept, and no more', async () => {
  for (let count = 0; count < 4; count += 1) {
    await snoozeNotice({ notice: `old:huggingface:a${count}`, days: 3 }, setting.needs)
  }
  const path = join(setting.needs.paths.config, 'snoozed.json')
  const far = '2030-01-01T00:00:00.000Z'
  const many = Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`old:x:${at}`, far]))
  await writeFile(path, JSON.stringify({ version: 1, until: many }))
  await snoozeNotice({ notice: 'old:huggingface:default', days: 3 }, setting.needs)
  const { until } = JSON.parse(await readFile(path, 'utf8')) as { until: object }
  expect(Object.keys(until)).toHaveLength(500)
  expect(until).toHaveProperty('old:huggingface:default')
})

describe('a file that others may read', () => {
  const stored = (): string => join(dirname(setting.hfTokenPath), 'stored_tokens')
  const notice = 'readable-by-others:hf-token'

  test('is noticed, and one verb makes it private', async () => {
    await leaveFile(setting.hfTokenPath, madeUpToken('w'), 0o644)
    await leaveFile(stored(), `[x]\nhf_token = ${madeUpToken('w')}\n`, 0o640)
    expect(await ids()).toEqual([notice, 'readable-by-others:hf-stored-tokens'])
    await tightenNoticed(notice, setting.needs)
    expect((await stat(setting.hfTokenPath)).mode & 0o777).toBe(0o600)
    expect(await textOf(setting.hfTokenPath)).toBe(madeUpToken('w'))
    expect(await ids()).toEqual(['readable-by-others:hf-stored-tokens'])
    expect(await codeOr(tightenNoticed(notice, setting.needs))).toBe('bad-input')
  })

  test.each(['old:huggingface:default', 'readable-by-others:/etc/passwd', 'readable-by-others:'])(
    'is the only thing that can be made private: not %s',
    async (other) => {
      expect(await codeOr(tightenNoticed(other, setting.needs))).toBe('bad-input')
    },
  )

  test('is our own store as well, and what was set aside of it', async () => {
    await save(hub.token('ada-read'))
    await chmod(setting.storePath, 0o666)
    const aside = `${setting.storePath}.unreadable-20260101T000000-abcdef`
    await leaveFile(aside, madeUpToken('s'), 0o644)
    const found = await ids()
    expect(found).toEqual([
      'readable-by-others:credentials.json',
      'readable-by-others:credentials.json.unreadable-20260101T000000-abcdef',
    ])
    for (const one of found) await tightenNoticed(one, setting.needs)
    await leaveFile(`${setting.storePath}.unreadable-x\u0007 y\u202e`, madeUpToken('s'), 0o644)
    expect(await ids()).toEqual([])
  })

  test('is the one that a link of its user leads to; nothing else is touched', async () => {
    const real = join(home.path, 'dotfiles', 'token')
    await leaveFile(real, madeUpToken('l'), 0o644)
    await mkdir(dirname(setting.hfTokenPath), { recursive: true })
    await symlink(real, setting.hfTokenPath)
    await tightenNoticed(notice, setting.needs)
    expect((await stat(real)).mode & 0o777).toBe(0o600)
  })

  test('is not a FIFO, a folder, an empty file or one that is gone', async () => {
    await mkdir(dirname(setting.hfTokenPath), { recursive: true })
    execFileSync('mkfifo', ['-m', '666', setting.hfTokenPath])
    await mkdir(stored(), { mode: 0o755 })
    await leaveFile(setting.storePath, '', 0o644)
    expect(await ids()).toEqual([])
  })

  test.runIf(process.getuid?.() === 0)("is never another user's", async () => {
    await leaveFile(setting.hfTokenPath, madeUpToken('o'), 0o644)
    await chown(setting.hfTokenPath, 12345, 12345)
    expect(await ids()).toEqual([])
    expect(await codeOr(tightenNoticed(notice, setting.needs))).toBe('bad-input')
    expect((await stat(setting.hfTokenPath)).mode & 0o777).toBe(0o644)
  })
})

test('a token that another program stores or clears is seen by the running app', async () => {
  const { env, needs } = setting
  const { paths, clock } = needs
  const ports = { env, paths, clock, host: createNodeHost('/nowhere'), fetch: needs.fetch }
  const options = {
    version: '',
    settings: { theme: 'system', oauthClientId: null, envFolders: [] },
    owner: 'app',
  } as const
  const app = createApp(createCore(ports), { ...options, onChatPiece: () => undefined })
  const names = (): unknown => app.state.get().providers[0]?.accounts.map(({ name }) => name)
  try {
    await app.start()
    expect(names()).toEqual([])
    await save(hub.token('ada-read'))
    await expect.poll(names, { timeout: 5000 }).toEqual(['default'])
    await clearToken({ provider, account: 'default' }, needs)
    await expect.poll(names, { timeout: 5000 }).toEqual([])
    // It settles: no look follows from a look.
    const { revision } = app.state.get()
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(app.state.get().revision - revision).toBeLessThan(2)
  } finally {
    await app.close()
  }
})

test('in a whole day of running nobody asks whose token it is', async () => {
  await save(hub.token('ada-read'), 400)
  const { env, needs } = setting
  const { paths, clock } = needs
  const ports = { env, paths, clock, host: createNodeHost('/nowhere'), fetch: needs.fetch }
  const options = {
    version: '',
    settings: { theme: 'system', oauthClientId: null, envFolders: [] },
    owner: 'app',
  } as const
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
  const app = createApp(createCore(ports), { ...options, onChatPiece: () => undefined })
  try {
    hub.clearRequests()
    await app.start()
    const first = app.state.get().revision
    expect(app.state.get().notices).toHaveLength(2)
    for (let hour = 0; hour < 24; hour += 1) {
      now = new Date(now.getTime() + 3_600_000)
      await vi.advanceTimersByTimeAsync(3_600_000)
      // Files are real, and take real time.
      await new Promise((resolve) => setImmediate(resolve))
    }
    vi.useRealTimers()
    // It did look again by itself…
    await expect.poll(() => app.state.get().revision).toBeGreaterThan(first + 2)
    // …and asked nobody.
    expect(hub.requests).toEqual([])
    await app.verify(provider)
    expect(whoamiCount()).toBe(1)
    expect(app.state.get().notices.map(({ kind }) => kind)).toEqual(['old'])
  } finally {
    vi.useRealTimers()
    await app.close()
  }
})

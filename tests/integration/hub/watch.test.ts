import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WatchRequest, WatchView } from '../../../shared/domain/watch.ts'
import {
  addWatch,
  listWatches,
  noteVerdict,
  removeWatch,
  type WatchNeeds,
} from '../../../electron/hub/watch/change-watch.ts'
import { checkNow } from '../../../electron/hub/watch/check-now.ts'
import { checkWatches, takeNews } from '../../../electron/hub/watch/check-watches.ts'
import { renameAccount } from '../../../electron/credentials/change-account.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import { settingFor } from '../credentials/setting.ts'
import { openLab, type Lab } from './lab.ts'

const pending = 'hubkey-tests/gated-pending'
const minute = 60_000
const begin = Date.parse('2026-03-14T12:00:00Z')

let lab: Lab
let now: number
beforeEach(async () => {
  lab = await openLab()
  now = begin
})
afterEach(async () => lab.close())

function needs(env: Record<string, string> = {}): WatchNeeds {
  const { token } = lab.needs('ada-read')
  const hub = lab.needs('ada-read', { env: { HF_ENDPOINT: lab.hub.url, ...env } })
  return { ...hub, as: () => ({ token }), random: () => 0, clock: { now: () => new Date(now) } }
}

const request = (repo = pending): WatchRequest => ({
  repo,
  type: 'model',
  revision: 'main',
  verdict: 'awaiting-author',
})
const list = async (): Promise<readonly WatchView[]> => listWatches({}, needs())
const minutesToNext = async (): Promise<number> =>
  (Date.parse((await list())[0]?.nextAt ?? '') - now) / minute
const looks = { type: 'model', revision: 'main', accounts: [] } as const

it('asks once per pause, backs off to half a day, and tells once that it has opened', async () => {
  await addWatch(request(), needs())
  await checkWatches({}, needs())
  expect(lab.hub.requests).toEqual([])
  const pauses: number[] = []
  for (let round = 0; round < 8; round += 1) {
    now += (await minutesToNext()) * minute
    await checkWatches({}, needs())
    pauses.push(await minutesToNext())
  }
  expect(pauses).toEqual([20, 40, 80, 160, 320, 640, 720, 720])
  expect(lab.hub.requests.map(({ path }) => path)).toEqual(
    Array.from({ length: 8 }, () => `/api/models/${pending}/auth-check`),
  )
  expect(await takeNews({}, needs())).toEqual([])
  lab.hub.setAccess(pending, 'ada', 'granted')
  now += 720 * minute
  await checkWatches({}, needs())
  expect(await takeNews({}, needs())).toMatchObject([{ repo: pending, state: 'open' }])
  expect(await takeNews({}, needs())).toEqual([])
  expect(await list()).toMatchObject([{ state: 'open', verdict: 'granted', nextAt: null }])
  await noteVerdict({ ...looks, repo: pending, verdict: 'granted' }, needs())
  expect(await list()).toEqual([])
})

it('goes on under the new name of an account, and holds nothing up for one that is gone', async () => {
  const env = { HOME: lab.home, HUBKEY_KEYRING: 'off' }
  const { needs: made, redactor } = settingFor(env, createNodeHost('/nowhere'))
  const credentials = { ...made, paths: needs().paths }
  const secret = redactor.guard(lab.hub.token('ada-read'))
  const verification = {
    state: 'unverified',
    identity: null,
    checkedAt: null,
    error: null,
  } as const
  const provider = 'huggingface'
  await saveToken({ provider, account: 'home', secret, verification }, credentials)
  const asAccount = (): WatchNeeds => ({
    ...needs(),
    as: (account) => ({ token: async () => resolveToken({ provider, account }, credentials) }),
  })
  await addWatch({ ...request(), account: 'home' }, asAccount())
  await addWatch({ ...request('hubkey-tests/gated-rejected'), account: 'home' }, asAccount())
  await renameAccount({ provider, account: 'home', name: 'house' }, credentials)
  expect((await list()).map(({ account }) => account)).toEqual(['house', 'house'])
  now += 10 * minute
  await checkWatches({}, asAccount())
  expect((await list()).map(({ verdict }) => verdict)).toEqual(['awaiting-author', 'refused'])
  await addWatch({ ...request('hubkey-tests/gated-manual'), account: 'nobody' }, asAccount())
  now += 20 * minute
  await checkWatches({}, asAccount())
  const [first, , last] = await list()
  expect(first).toMatchObject({ checkedAt: new Date(now).toISOString() })
  expect(last).toMatchObject({ verdict: 'no-token', state: 'waiting' })
})

it('tells a no once, keeps it listed, and asks no more', async () => {
  await addWatch(request('hubkey-tests/gated-rejected'), needs())
  now += 10 * minute
  await checkWatches({}, needs())
  expect(await takeNews({}, needs())).toMatchObject([{ state: 'closed', verdict: 'refused' }])
  now += 30 * 24 * 60 * minute
  await checkWatches({}, needs())
  expect(lab.hub.requests).toHaveLength(1)
  expect(await takeNews({}, needs())).toEqual([])
  expect(await list()).toMatchObject([{ state: 'closed' }])
})

it('offline only postpones, and is not counted', async () => {
  await addWatch(request(), needs())
  now += 10 * minute
  await checkWatches({}, needs({ HF_HUB_OFFLINE: '1' }))
  expect(await minutesToNext()).toBe(0)
  lab.hub.setFault({ fault: { kind: 'reset' } })
  for (let round = 0; round < 4; round += 1) {
    await checkWatches({}, needs())
    expect(await minutesToNext()).toBe(5)
    now += 5 * minute
  }
  expect(await list()).toMatchObject([{ verdict: 'awaiting-author' }])
  lab.hub.clearFaults()
  await checkWatches({}, needs())
  expect(await minutesToNext()).toBe(20)
})

it('a rate limit holds everything back until it is over', async () => {
  await addWatch(request(), needs())
  await addWatch(request('hubkey-tests/gated-reset'), needs())
  now += 10 * minute
  lab.hub.setFault({ fault: { kind: 'rate-limited', resetSeconds: 240 } })
  await checkWatches({}, needs())
  await checkWatches({}, needs())
  expect(lab.hub.requests).toHaveLength(1)
  const waits = (await list()).map(({ nextAt }) => (Date.parse(nextAt ?? '') - now) / 1000)
  expect(waits).toEqual([241, 241])
})

it('takes in by itself only what waits for its author, and not what was taken out', async () => {
  await noteVerdict({ ...looks, repo: pending, verdict: 'not-requested' }, needs())
  expect(await list()).toEqual([])
  await noteVerdict({ ...looks, repo: pending, verdict: 'awaiting-author' }, needs())
  expect(await list()).toMatchObject([{ repo: pending }])
  await removeWatch({ repo: pending.toUpperCase(), type: 'model' }, needs())
  await noteVerdict({ ...looks, repo: pending, verdict: 'awaiting-author' }, needs())
  expect(await list()).toEqual([])
  await addWatch(request(), needs())
  expect(await list()).toHaveLength(1)
  await expect(addWatch({ ...request(), verdict: 'granted' }, needs())).rejects.toMatchObject({
    error: { code: 'bad-input' },
  })
})

async function runChild(...more: readonly string[]): Promise<unknown> {
  const script = join(import.meta.dirname, 'watch-child.ts')
  const args = ['--import', 'tsx', script, lab.home, lab.hub.url, ...more]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return code ?? signal
}

it('of several processes one asks', async () => {
  await addWatch(request(), needs())
  expect(await Promise.all([runChild(), runChild(), runChild()])).toEqual([0, 0, 0])
  expect(lab.hub.requests.filter(({ path }) => path.endsWith('/auth-check'))).toHaveLength(1)
})

it('a kill between claim and answer loses nothing, and holds it up for two minutes', async () => {
  await addWatch(request(), needs())
  expect(await runChild('killed')).toBe('SIGKILL')
  expect(lab.hub.requests).toEqual([])
  now = Date.now()
  expect(await list()).toHaveLength(1)
  expect(await minutesToNext()).toBeLessThanOrEqual(2)
  await checkWatches({}, needs())
  expect(lab.hub.requests).toEqual([])
  now += 2 * minute + 5000
  await checkWatches({}, needs())
  expect(lab.hub.requests).toHaveLength(1)
})

it('a list that cannot be understood is no empty one', async () => {
  await addWatch(request(), needs())
  const file = join(lab.home, 'config', 'watch-list.json')
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 1 })
  await writeFile(file, '{')
  await expect(list()).rejects.toMatchObject({ error: { code: 'store-unreadable' } })
})

it('asks at once when the user wants to know, but not twice in two minutes nor against the Hub’s wish', async () => {
  const checkByHand = async (name: string | null = pending) =>
    checkNow({ name: name === null ? null : { repo: name, type: 'model' } }, needs())
  await expect(checkByHand()).rejects.toMatchObject({ error: { code: 'not-watched' } })
  await addWatch(request(), needs())
  await addWatch(request('hubkey-tests/gated-rejected'), needs())
  const due = (await list())[0]?.nextAt
  await expect(checkByHand()).rejects.toMatchObject({
    error: {
      code: 'watch-asked-lately',
      message: expect.stringContaining('in 2 minutes') as string,
    },
  })
  expect(lab.hub.requests).toEqual([])
  now += 2 * minute
  await checkByHand()
  expect(lab.hub.requests.map(({ path }) => path)).toEqual([`/api/models/${pending}/auth-check`])
  // The pauses of the timer are neither hurried nor delayed.
  expect((await list()).find(({ repo }) => repo === pending)).toMatchObject({
    checkedAt: new Date(now).toISOString(),
    askableAt: new Date(now + 2 * minute).toISOString(),
    nextAt: due,
  })
  // All of them: the one that was asked is passed over, the other one has ended, which was seen.
  await checkByHand(null)
  expect(lab.hub.requests).toHaveLength(2)
  expect(await list()).toContainEqual(
    expect.objectContaining({ repo: 'hubkey-tests/gated-rejected', state: 'closed' }),
  )
  expect(await takeNews({}, needs())).toEqual([])
  now += 2 * minute
  lab.hub.setFault({ fault: { kind: 'rate-limited', resetSeconds: 1800 } })
  await expect(checkByHand()).rejects.toMatchObject({ error: { code: 'hub-rate-limited' } })
  now += 10 * minute
  await expect(checkByHand()).rejects.toMatchObject({ error: { code: 'watch-asked-lately' } })
  await expect(checkNow({ name: null }, needs({ HF_HUB_OFFLINE: '1' }))).rejects.toMatchObject({
    error: { code: 'offline-mode' },
  })
  expect(lab.hub.requests).toHaveLength(3)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCore, type Core } from '../../../electron/app/core.ts'
import { verifyStored } from '../../../electron/credentials/verify-token.ts'
import { checkAccess } from '../../../electron/hub/check-access.ts'
import { downloadModel } from '../../../electron/hub/download-model.ts'
import { inspectModel } from '../../../electron/hub/inspect-model.ts'
import type { Environment, WorkerHost } from '../../../electron/ports.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'

let hub: HubDouble
let home: string
let told: number
beforeEach(async () => {
  hub = await startHubDouble()
  home = await mkdtemp(join(tmpdir(), 'hubkey-quarantine-'))
  told = 0
})
afterEach(async () => {
  await hub.close()
  await rm(home, { recursive: true, force: true })
})

const host: WorkerHost = {
  fork: () => {
    throw new Error('HUBKEY_KEYRING=off starts no process')
  },
}

/** A core as one more process on the same machine has it, with this token in its environment. */
function processWith(token: string, other: Environment = {}): Core {
  const env = {
    HF_ENDPOINT: hub.url,
    HF_TOKEN: token,
    HUBKEY_KEYRING: 'off',
    HOME: home,
    ...other,
  }
  const core = createCore({
    env,
    paths: { home, config: join(home, 'config'), state: join(home, 'state') },
    host,
    fetch: async (input, init) => fetch(input, init),
    clock: { now: () => new Date() },
  })
  core.hubTokens.onQuarantine(() => (told += 1))
  return core
}

const open = { repo: SAMPLE.openModel, revision: 'main' }
const gated = { repo: SAMPLE.gatedModel, revision: 'main' }

/** How often the token travelled, and where to, since the last time this was asked. */
function sent(): string[] {
  const found = hub.requests.filter(({ authorization }) => authorization !== undefined)
  const paths = found.map(({ path }) => path)
  hub.clearRequests()
  return paths
}

it('stops sending a rejected token, tells once, and goes on with what is public', async () => {
  const token = hub.token('ada-read')
  hub.removeToken('ada-read')
  const core = processWith(token)
  const first = await inspectModel(gated, core.hub)
  expect(first.access).toMatchObject({
    verdict: 'token-rejected',
    action: { does: { kind: 'log-in' } },
  })
  expect(sent()).toEqual([`/api/models/${SAMPLE.gatedModel}/auth-check`, '/api/whoami-v2'])
  expect(told).toBe(1)

  expect((await inspectModel(gated, core.hub)).access.verdict).toBe('token-rejected')
  expect((await inspectModel(open, core.hub)).access.verdict).toBe('open')
  const ask = { type: 'model', ...open } as const
  expect((await checkAccess(ask, core.hub)).verdict).toBe('open')
  const file = await downloadModel({ ...open, file: SAMPLE.modelFile }, core.hub)
  expect(file.commit).toMatch(/^[0-9a-f]{40}$/)
  expect(sent()).toEqual([])
  expect(told).toBe(1)
})

it('is remembered by every process', async () => {
  const token = hub.token('ada-read')
  hub.removeToken('ada-read')
  await inspectModel(open, processWith(token).hub)
  hub.clearRequests()
  const later = processWith(token)
  const { access } = await inspectModel(gated, later.hub)
  expect(access.verdict).toBe('token-rejected')
  expect(sent()).toEqual([])
  expect(told).toBe(1)
})

it('is noticed while a file is fetched, where a dead token looks like none', async () => {
  const token = hub.token('ada-read')
  hub.removeToken('ada-read')
  const core = processWith(token)
  await expect(downloadModel({ ...gated, file: SAMPLE.modelFile }, core.hub)).rejects.toMatchObject(
    { error: { code: 'token-rejected' } },
  )
  expect(told).toBe(1)
})

it('asks whoami once for many requests at the same time', async () => {
  const token = hub.token('ada-read')
  hub.removeToken('ada-read')
  const core = processWith(token)
  await Promise.all([open, gated, open].map(async (place) => inspectModel(place, core.hub)))
  expect(sent().filter((path) => path === '/api/whoami-v2').length).toBeLessThanOrEqual(1)
  expect(told).toBe(1)
})

it('does not take silence, a rate limit or a repository’s moods for a rejection', async () => {
  const core = processWith(hub.token('ada-read'))
  hub.setFault({ path: '*/auth-check', fault: { kind: 'status', status: 401 } })
  await inspectModel(gated, core.hub)
  hub.setFault({ path: '/api/whoami-v2', fault: { kind: 'rate-limited', resetSeconds: 9 } })
  await inspectModel(gated, core.hub)
  hub.clearFaults()
  sent()
  expect((await inspectModel(gated, core.hub)).access.verdict).toBe('granted')
  expect(sent()).not.toEqual([])
  expect(told).toBe(0)
})

it('is lifted when the token is verified again', async () => {
  const core = processWith(hub.token('ada-read'))
  const rejection = {
    kind: 'status',
    status: 401,
    headers: { 'X-Error-Message': 'Invalid credentials in Authorization header' },
  } as const
  hub.setFault({ fault: rejection, when: ({ authorization }) => authorization !== undefined })
  expect((await inspectModel(gated, core.hub)).access.verdict).toBe('token-rejected')
  hub.clearFaults()
  expect((await inspectModel(gated, core.hub)).access.verdict).toBe('token-rejected')
  expect(await verifyStored({ provider: 'huggingface' }, core.credentials)).toMatchObject({
    state: 'verified',
  })
  expect((await inspectModel(gated, core.hub)).access.verdict).toBe('granted')
})

it('does not hold for another token, nor for another Hub', async () => {
  const token = hub.token('ada-read')
  hub.removeToken('ada-read')
  await inspectModel(open, processWith(token).hub)
  const another = processWith(hub.token('ada-write'))
  expect((await inspectModel(gated, another.hub)).access.verdict).toBe('granted')
  hub.clearRequests()
  const elsewhere = { HF_ENDPOINT: hub.url.replace('127.0.0.1', 'localhost') }
  await inspectModel(open, processWith(token, elsewhere).hub)
  expect(sent()).not.toEqual([])
})

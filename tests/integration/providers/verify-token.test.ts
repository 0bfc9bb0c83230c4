import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openFingerprints } from '../../../electron/credentials/fingerprint.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { verifyStored, verifyToken } from '../../../electron/credentials/verify-token.ts'
import type { Verification } from '../../../shared/domain/verification.ts'
import type { Fault } from '../../fixtures/hub-double/faults.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { settingFor, type Setting } from '../credentials/setting.ts'

/** No bus in these settings, so no worker is ever started. */
const noHost = {
  fork: (): never => {
    throw new Error('No worker is needed here.')
  },
}

let hub: HubDouble
let home: Awaited<ReturnType<typeof temporaryFolder>>
let setting: Setting

beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(async () => hub.close())
beforeEach(async () => {
  home = await temporaryFolder()
  setting = settingFor({ HOME: home.path, HF_ENDPOINT: hub.url }, noHost)
})
afterEach(async () => {
  hub.clearFaults()
  hub.limits.budgets = {}
  hub.limits.reset()
  hub.clearRequests()
  await home.remove()
})

async function verify(text: string, from = setting): Promise<Verification> {
  const secret = from.redactor.guard(text)
  return await verifyToken({ provider: 'huggingface', secret }, from.needs)
}

describe('a token that the Hub knows', () => {
  test.each([
    ['ada-read', { username: 'ada', role: 'read', tokenName: 'laptop', readsGated: true }],
    ['ada-write', { username: 'ada', role: 'write', tokenName: 'workstation' }],
    ['ada-fine-grained', { role: 'fineGrained', readsGated: true }],
    ['ada-fine-grained-no-gated', { role: 'fineGrained', readsGated: false, rights: [] }],
    ['ada-oauth', { username: 'ada', role: 'oauth', tokenName: null }],
    ['the-lab-org', { username: 'the-lab', kind: 'organisation', role: 'org' }],
  ])('%s is told for what it is', async (label, identity) => {
    const answer = await verify(hub.token(label))
    expect(answer).toMatchObject({ state: 'verified', error: null, identity })
    expect(answer.checkedAt).toMatch(/^\d{4}-.+Z$/)
  })

  test('tells rights and organisations', async () => {
    const { identity } = await verify(hub.token('ada-fine-grained'))
    expect(identity?.rights).toContain('job.write')
    const { identity: revoked } = await verify(hub.token('ada-revoked-by-the-lab'))
    expect(revoked?.organisations).toContainEqual(
      expect.objectContaining({ name: 'the-lab', restrictions: ['token-revoked'] }),
    )
  })
})

describe('a token that the Hub does not accept is rejected', () => {
  test.each([
    ['wrong', () => `hf_${'w'.repeat(34)}`],
    ['expired', () => hub.token('ada-expired')],
  ])('%s', async (_name, token) => {
    expect(await verify(token())).toMatchObject({
      state: 'rejected',
      error: { code: 'token-rejected' },
    })
  })
})

const body = JSON.stringify({ error: 'x' })
const troubles: readonly (readonly [string, Fault, string])[] = [
  ['429', { kind: 'rate-limited', resetSeconds: 55 }, 'hub-rate-limited'],
  ['500', { kind: 'status', status: 500 }, 'hub-server-error'],
  ['503 as HTML', { kind: 'status', status: 503, body: '<html>' }, 'hub-server-error'],
  ['403', { kind: 'status', status: 403, body }, 'hub-server-error'],
  ['404', { kind: 'status', status: 404, body }, 'hub-server-error'],
  ['401 of a proxy', { kind: 'captive-portal', status: 401 }, 'hub-unexpected-reply'],
  ['403 of a proxy', { kind: 'captive-portal', status: 403 }, 'hub-unexpected-reply'],
  ['407 of a proxy', { kind: 'captive-portal', status: 407 }, 'hub-unreachable'],
  ['a captive portal', { kind: 'captive-portal' }, 'hub-unexpected-reply'],
  ['a redirect', { kind: 'redirect', to: 'http://localhost:9/login' }, 'hub-unexpected-reply'],
  ['a redirect loop', { kind: 'redirect', to: '/api/whoami-v2' }, 'hub-unexpected-reply'],
  ['garbage', { kind: 'garbage' }, 'hub-unexpected-reply'],
  ['half a JSON', { kind: 'truncated' }, 'hub-unexpected-reply'],
  ['an empty reply', { kind: 'empty' }, 'hub-unexpected-reply'],
  ['3 MB', { kind: 'huge', bytes: 3_000_000 }, 'hub-unexpected-reply'],
  ['a cut connection', { kind: 'reset' }, 'hub-unreachable'],
  ['a reply cut short', { kind: 'reset', afterBytes: 20 }, 'hub-unreachable'],
]

describe('trouble on the way never judges a token', () => {
  test.each(troubles)('%s', async (_name, fault, code) => {
    const token = hub.token('ada-read')
    hub.setFault({ path: '/api/whoami-v2', fault })
    expect(await verify(token)).toMatchObject({
      state: 'unverified',
      identity: null,
      checkedAt: null,
      error: { code },
    })
  })

  test.each(troubles)('%s keeps who a verified token belongs to', async (_name, fault, code) => {
    const token = hub.token('ada-read')
    const first = await verify(token)
    hub.setFault({ path: '/api/whoami-v2', fault })
    expect(await verify(token)).toMatchObject({
      state: 'unverified',
      identity: { username: 'ada', role: 'read' },
      checkedAt: first.checkedAt,
      error: { code },
    })
    hub.clearFaults()
    expect(await verify(token)).toMatchObject({ state: 'verified', error: null })
  })

  test('a Hub that never answers is given up after ten seconds', { timeout: 20_000 }, async () => {
    hub.setFault({ path: '/api/whoami-v2', fault: { kind: 'silence' } })
    const start = performance.now()
    const answer = await verify(hub.token('ada-read'))
    expect(answer).toMatchObject({ state: 'unverified', error: { code: 'hub-timeout' } })
    expect(performance.now() - start).toBeLessThan(12_000)
  })

  test('a Hub that trickles is given up too', { timeout: 20_000 }, async () => {
    hub.setFault({ path: '/api/whoami-v2', fault: { kind: 'slow', bytesPerSecond: 20 } })
    expect(await verify(hub.token('ada-read'))).toMatchObject({ error: { code: 'hub-timeout' } })
  })

  test('a slow Hub is waited for', async () => {
    hub.setFault({ path: '/api/whoami-v2', fault: { kind: 'delay', milliseconds: 700 } })
    expect(await verify(hub.token('ada-read'))).toMatchObject({ state: 'verified' })
  })

  test.each([
    ['nobody listens', 'http://127.0.0.1:9'],
    ['there is no such host', 'http://nobody.invalid'],
  ])('%s', async (_name, endpoint) => {
    const far = settingFor({ HOME: home.path, HF_ENDPOINT: endpoint }, noHost)
    expect(await verify(`hf_${'t'.repeat(34)}`, far)).toMatchObject({
      state: 'unverified',
      error: { code: 'hub-unreachable' },
    })
  })

  test('HF_HUB_OFFLINE sends nothing', async () => {
    const offline = settingFor({ ...setting.env, HF_HUB_OFFLINE: '1' }, noHost)
    expect(await verify(hub.token('ada-read'), offline)).toMatchObject({
      state: 'unverified',
      error: { code: 'hub-unreachable' },
    })
    expect(hub.requests).toEqual([])
  })

  test('a rate limit tells how long to wait', async () => {
    const limited = { kind: 'rate-limited', resetSeconds: 55 } as const
    hub.setFault({ path: '/api/whoami-v2', fault: limited })
    expect((await verify(hub.token('ada-read'))).error?.message).toContain('55 seconds')
  })
})

describe('what was learnt', () => {
  test('is shown by a look, which asks nobody', async () => {
    const env = { ...setting.env, HF_TOKEN: hub.token('ada-read') }
    const withToken = settingFor(env, noHost)
    await verifyStored({ provider: 'huggingface' }, withToken.needs)
    hub.clearRequests()
    const later = settingFor(env, noHost)
    const view = await lookAtCredentials({}, later.needs)
    expect(view.providers[0]).toMatchObject({
      id: 'huggingface',
      source: 'environment',
      username: 'ada',
      role: 'read',
      verified: true,
    })
    expect(hub.requests).toEqual([])
  })

  test('a rejection outlives an offline check and is lifted by the Hub alone', async () => {
    const token = hub.addToken({ label: 'late', kind: 'read', owner: 'bob', value: made('l') })
    hub.removeToken('late')
    expect((await verify(token)).state).toBe('rejected')
    hub.setFault({ fault: { kind: 'reset' } })
    expect((await verify(token)).state).toBe('rejected')
    hub.clearFaults()
    hub.addToken({ label: 'late', kind: 'read', owner: 'bob', value: token })
    expect((await verify(token)).state).toBe('verified')
  })

  test("one Hub's rejection says nothing about another Hub", async () => {
    const other = await startHubDouble()
    try {
      const token = other.token('bob-read')
      expect((await verify(token)).state).toBe('rejected')
      const there = settingFor({ ...setting.env, HF_ENDPOINT: other.url }, noHost)
      other.setFault({ fault: { kind: 'reset' } })
      expect((await verify(token, there)).state).toBe('unverified')
    } finally {
      await other.close()
    }
  })

  test('holds no token and no text of the server', async () => {
    const token = hub.token('ada-read')
    const words = 'please send money'
    hub.setFault({ fault: { kind: 'status', status: 500, body: JSON.stringify({ error: words }) } })
    const answer = await verify(token)
    const known = JSON.stringify(answer) + setting.lines.join('\n')
    expect(known).not.toContain(words)
    expect(known).not.toContain(token)
  })

  test('is forgotten when it cannot be written, and the answer is given all the same', async () => {
    const nowhere = settingFor({ ...setting.env, HUBKEY_CONFIG_DIR: '/dev/null/x' }, noHost)
    expect((await verify(hub.token('ada-read'), nowhere)).state).toBe('verified')
    expect(nowhere.lines.join()).toContain('could not be noted')
  })
})

test('text that no header can carry is not sent', async () => {
  for (const text of ['hf_ä2345678901', 'two words here']) {
    expect(await verify(text)).toMatchObject({
      state: 'unverified',
      error: { code: 'token-bad-characters' },
    })
  }
  expect(hub.requests).toEqual([])
})

test('cancelling rejects with the reason within a second', async () => {
  hub.setFault({ fault: { kind: 'silence' } })
  const cancel = new AbortController()
  const secret = setting.redactor.guard(hub.token('ada-read'))
  const input = { provider: 'huggingface', secret, signal: cancel.signal } as const
  const pending = verifyToken(input, setting.needs)
  setTimeout(() => cancel.abort(new Error('not now')), 100)
  const start = performance.now()
  await expect(pending).rejects.toThrow('not now')
  expect(performance.now() - start).toBeLessThan(1000)
})

test('verifying with nothing stored says so', async () => {
  await expect(verifyStored({ provider: 'huggingface' }, setting.needs)).rejects.toMatchObject({
    error: { code: 'no-token' },
  })
})

test('a provider that nobody knows is wrong input', async () => {
  const secret = setting.redactor.guard(`key-${'n'.repeat(30)}`)
  await expect(verifyToken({ provider: 'nobody', secret }, setting.needs)).rejects.toMatchObject({
    error: { code: 'bad-input' },
  })
})

test('two programs that start for the first time agree on fingerprints', async () => {
  const secret = setting.redactor.guard(made('f'))
  const take = await openFingerprints(setting.needs)
  expect(take(secret)).toMatch(/^[0-9a-f]{8}$/)
  expect(take(secret)).toBe((await openFingerprints(setting.needs))(secret))
  expect(take(secret)).not.toBe(take(setting.redactor.guard(made('g'))))
})

function made(letter: string): string {
  return `hf_${letter.repeat(34)}`
}

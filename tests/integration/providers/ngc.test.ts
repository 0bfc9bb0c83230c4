import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ngc } from '../../../electron/providers/ngc.ts'
import type { Environment } from '../../../electron/ports.ts'
import { Secret } from '../../../electron/redaction/secret.ts'
import type { Capability, Verification } from '../../../shared/domain/verification.ts'
import type { Fault } from '../../fixtures/hub-double/faults.ts'
import { legacyKey, newKey } from '../../fixtures/ngc-double/keys.ts'
import { startNgcDouble, type NgcDouble } from '../../fixtures/ngc-double/ngc-double.ts'

let nvidia: NgcDouble
beforeAll(async () => {
  nvidia = await startNgcDouble()
})
afterAll(async () => nvidia.close())
afterEach(() => {
  nvidia.clearFaults()
  nvidia.clearRequests()
})

async function verify(key: string, env: Environment = {}): Promise<Verification> {
  const needs = {
    env: { HUBKEY_NGC_API: nvidia.url, HUBKEY_NVCR: nvidia.registry, ...env },
    paths: { home: '/nowhere' },
    fetch: async (input: string, init?: RequestInit) => fetch(input, init),
    clock: { now: () => new Date() },
  }
  return await ngc.verify(new Secret(key), {}, needs)
}

function capability({ identity }: Verification, id: string): Capability | undefined {
  return identity?.capabilities.find((one) => one.id === id)
}

describe('a key that NVIDIA knows', () => {
  test('a personal key tells its owner, organisation and services', async () => {
    expect(await verify(nvidia.key('personal'))).toMatchObject({
      state: 'verified',
      error: null,
      identity: {
        username: 'Ada Example',
        kind: 'user',
        role: 'personal',
        rights: ['NGC Catalog', 'Public API Endpoints'],
        organisations: [{ name: 'Example Labs', role: 'USER_ADMIN' }],
      },
    })
  })

  test('a service key belongs to an organisation and tells its policies', async () => {
    expect(await verify(nvidia.key('service'))).toMatchObject({
      state: 'verified',
      identity: {
        username: '0123456789',
        kind: 'application',
        role: 'service',
        rights: ['private-registry: *', 'ngc-catalog'],
      },
    })
  })

  test('a key of the older kind is asked about at the token desk alone', async () => {
    expect(await verify(nvidia.key('legacy'))).toMatchObject({
      state: 'verified',
      identity: { role: 'legacy' },
    })
    const paths = nvidia.requests.map(({ path }) => path)
    expect(paths).toContain('/token')
    expect(paths).not.toContain('/v3/keys/get-caller-info')
  })

  test.each(['personal', 'service', 'legacy', 'expired'])(
    '%s is never judged by the public list of models, nor by a call that costs',
    async (label) => {
      await verify(nvidia.key(label))
      const asked = nvidia.requests.map(({ method, path }) => `${method} ${path}`).join('\n')
      expect(asked).not.toMatch(/\/v1\//)
    },
  )
})

describe('what a key may do is probed apart', () => {
  test.each([
    ['personal', true, true],
    ['catalog-only', true, null],
    ['hosted-only', false, true],
    ['legacy', true, null],
  ])('%s: images %s, hosted inference %s', async (label, images, inference) => {
    const answer = await verify(nvidia.key(label))
    expect(capability(answer, 'nvcr')?.allowed).toBe(images)
    expect(capability(answer, 'hosted-inference')?.allowed).toBe(inference)
  })

  test('a right that is lacking or unknown comes with its reason', async () => {
    const answer = await verify(nvidia.key('hosted-only'))
    expect(capability(answer, 'nvcr')?.reason).toContain('no right to pull')
    const other = await verify(nvidia.key('legacy'))
    expect(capability(other, 'hosted-inference')?.reason).toContain('Only a call')
  })

  test.each<[string, string, Fault]>([
    ['has a problem', '/proxy_auth', { kind: 'status', status: 500 }],
    ['is a captive portal', '/proxy_auth', { kind: 'captive-portal' }],
    ['is a portal that answers 401', '/proxy_auth', { kind: 'captive-portal', status: 401 }],
    ['drops the connection', '/proxy_auth', { kind: 'reset' }],
    ['gives a token and then has a problem', '/v2/*', { kind: 'status', status: 503 }],
    ['gives a token and then a page', '/v2/*', { kind: 'captive-portal' }],
  ])(
    'a registry that %s leaves the key verified and the right unknown',
    async (_n, path, fault) => {
      nvidia.setFault({ server: 'nvcr', path, fault })
      const answer = await verify(nvidia.key('personal'))
      expect(answer.state).toBe('verified')
      expect(capability(answer, 'nvcr')).toMatchObject({ allowed: null })
      expect(capability(answer, 'nvcr')?.reason).not.toBe('')
    },
  )

  test('the registry refusing the key is no verdict on the key', async () => {
    const body = JSON.stringify({ errors: [{ code: 'DENIED' }] })
    nvidia.setFault({
      server: 'nvcr',
      path: '/proxy_auth',
      fault: { kind: 'status', status: 403, body },
    })
    const answer = await verify(nvidia.key('personal'))
    expect(answer.state).toBe('verified')
    expect(capability(answer, 'nvcr')?.allowed).toBe(false)
  })
})

describe('a key that NVIDIA does not accept is rejected', () => {
  test.each([
    ['wrong', () => newKey()],
    ['expired', () => nvidia.key('expired')],
    ['of the older kind and wrong', () => legacyKey()],
    ['of the older kind and expired', () => nvidia.key('legacy-expired')],
  ])('%s', async (_name, key) => {
    expect(await verify(key())).toMatchObject({
      state: 'rejected',
      identity: null,
      error: { code: 'token-rejected', action: { does: { link: { to: 'ngc-keys' } } } },
    })
    expect(nvidia.requests.every(({ server }) => server === 'ngc')).toBe(true)
  })
})

const troubles: readonly (readonly [string, Fault, string])[] = [
  ['429', { kind: 'rate-limited', resetSeconds: 55 }, 'hub-rate-limited'],
  ['500', { kind: 'status', status: 500 }, 'hub-server-error'],
  ['503 as HTML', { kind: 'status', status: 503, body: '<html>' }, 'hub-server-error'],
  ['404', { kind: 'status', status: 404 }, 'hub-server-error'],
  ['401 of a proxy', { kind: 'captive-portal', status: 401 }, 'hub-unexpected-reply'],
  ['403 of a proxy', { kind: 'captive-portal', status: 403 }, 'hub-unexpected-reply'],
  ['401 without a body', { kind: 'status', status: 401, body: '' }, 'hub-unexpected-reply'],
  ['a captive portal', { kind: 'captive-portal' }, 'hub-unexpected-reply'],
  ['a redirect', { kind: 'redirect', to: 'http://localhost:9/login' }, 'hub-unexpected-reply'],
  ['garbage', { kind: 'garbage' }, 'hub-unexpected-reply'],
  ['half a JSON', { kind: 'truncated' }, 'hub-unexpected-reply'],
  ['other JSON', { kind: 'status', status: 200, body: '{"id":"x"}' }, 'hub-unexpected-reply'],
  ['an empty reply', { kind: 'empty' }, 'hub-unexpected-reply'],
  ['3 MB', { kind: 'huge', bytes: 3_000_000 }, 'hub-unexpected-reply'],
  ['a cut connection', { kind: 'reset' }, 'hub-unreachable'],
]

describe.each(['personal', 'legacy'])('trouble on the way never judges a %s key', (label) => {
  test.each(troubles)('%s', async (_name, fault, code) => {
    nvidia.setFault({ server: 'ngc', fault })
    const answer = await verify(nvidia.key(label))
    expect(answer).toMatchObject({ state: 'unverified', checkedAt: null, error: { code } })
  })
})

test('a service that never answers is given up', { timeout: 20_000 }, async () => {
  nvidia.setFault({ server: 'ngc', fault: { kind: 'silence' } })
  const answer = await verify(nvidia.key('personal'))
  expect(answer).toMatchObject({ state: 'unverified', error: { code: 'hub-timeout' } })
})

test(
  'a registry that never answers is given up, and the key is verified',
  { timeout: 20_000 },
  async () => {
    nvidia.setFault({ server: 'nvcr', fault: { kind: 'silence' } })
    const answer = await verify(nvidia.key('personal'))
    expect(answer.state).toBe('verified')
    expect(capability(answer, 'nvcr')?.allowed).toBeNull()
  },
)

test('the key never travels to another host', async () => {
  nvidia.setFault({
    server: 'ngc',
    path: '/v3/keys/get-caller-info',
    fault: { kind: 'redirect', to: `${nvidia.registry}/v3/keys/get-caller-info`, status: 307 },
  })
  await verify(nvidia.key('personal'))
  expect(nvidia.requests.filter(({ server }) => server === 'nvcr')).toEqual([])
})

test('nothing of what the service said beyond the facts is kept', async () => {
  const words = 'please send money'
  const body = JSON.stringify({ message: words })
  nvidia.setFault({ server: 'ngc', fault: { kind: 'status', status: 500, body } })
  expect(JSON.stringify(await verify(nvidia.key('personal')))).not.toContain(words)
})

test('the trap is set: the public list answers 200 to a wrong key', async () => {
  const headers = { authorization: `Bearer ${newKey()}` }
  expect((await fetch(`${nvidia.url}/v1/models`, { headers })).status).toBe(200)
})

test.each([
  [() => newKey(), true],
  [() => legacyKey(), true],
  [() => 'nvapi-short', false],
  [() => 'bm90IGEga2V5IGF0IGFsbCwganVzdCBzb21lIHRleHQgaW4gYmFzZTY0', false],
])('the shape is a hint only: %#', (key, looksRight) => {
  expect(ngc.looksRight(key())).toBe(looksRight)
})

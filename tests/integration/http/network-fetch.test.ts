import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../../electron/app/core.ts'
import { createFetch } from '../../../electron/http/network-fetch.ts'
import { createReceiver } from '../../../electron/http/receiver.ts'
import { request } from '../../../electron/http/request.ts'
import { downloadFile } from '../../../electron/hub/download-file.ts'
import { downloadModel } from '../../../electron/hub/download-model.ts'
import { inspectModel } from '../../../electron/hub/inspect-model.ts'
import type { Environment } from '../../../electron/ports.ts'
import { startConnectProxy, type ConnectProxy } from '../../fixtures/connect-proxy.ts'
import { digestOf, sparseContent } from '../../fixtures/hub-double/content.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import {
  startTlsFront,
  TLS_HOST,
  TLS_STORAGE_HOST,
  type TlsFront,
} from '../../fixtures/tls-front.ts'
import { openLab, type Lab } from '../hub/lab.ts'

const hub = `https://${TLS_HOST}`
const portOf = (address: string): number => Number(new URL(address).port)
const password = 'canary-'.repeat(3)

let lab: Lab
let front: TlsFront
const proxies: ConnectProxy[] = []
beforeAll(async () => {
  lab = await openLab()
  front = await startTlsFront(portOf(lab.hub.url), portOf(lab.hub.cdnUrl))
})
afterAll(async () => {
  await front.close()
  await lab.close()
})
afterEach(async () => {
  lab.hub.clearRequests()
  await Promise.all(proxies.splice(0).map(async (proxy) => proxy.close()))
})

async function proxyWith(options: { credentials?: string; status?: number } = {}) {
  const proxy = await startConnectProxy({ toPort: front.port, ...options })
  proxies.push(proxy)
  return proxy
}

const at = ({ port }: ConnectProxy, credentials = ''): string =>
  `http://${credentials}127.0.0.1:${port}`

async function ask(url: string, env: Environment): Promise<number | string> {
  const asked = request({ url: `${url}/api/models?limit=1` }, createFetch(env))
  return asked.then(
    ({ status }) => status,
    (cause: unknown) => (cause as { error: { code: string } }).error.code,
  )
}

describe('a proxy', () => {
  it('carries every request to the Hub, and sees nothing but its name', async () => {
    const proxy = await proxyWith()
    const env = { HTTPS_PROXY: at(proxy), SSL_CERT_FILE: front.caFile }
    const needs = lab.needs('ada-read', {
      env: { ...env, HF_ENDPOINT: hub },
      fetch: createFetch(env),
    })
    const place = { repo: SAMPLE.gatedModel, revision: 'main' }
    const { access, commit } = await inspectModel(place, needs)
    expect(access.verdict).toBe('granted')
    const { file } = await downloadFile({ ...place, commit: commit!, path: 'README.md' }, needs)
    expect(await readFile(file, 'utf8')).toContain('known answer')
    expect(new Set(proxy.requests.map(({ target }) => target))).toEqual(
      new Set([`${TLS_HOST}:443`]),
    )
    expect(lab.hub.leaks()).toEqual([])
  })

  it('gets its name and password, which reach neither the Hub nor the log', async () => {
    const proxy = await proxyWith({ credentials: `ada:${password}` })
    const env = { https_proxy: at(proxy, `ada:${password}@`), SSL_CERT_FILE: front.caFile }
    expect(await ask(hub, env)).toBe(200)
    expect(proxy.requests[0]?.authorization).toMatch(/^Basic /)
    expect(JSON.stringify(lab.hub.requests)).not.toContain('proxy-authorization')
    const { redactor } = createCore({
      env,
      paths: lab.needs().paths,
      host: {
        fork: () => {
          throw new Error('nothing is to be started')
        },
      },
      fetch,
      clock: { now: () => new Date() },
    })
    const basic = Buffer.from(`ada:${password}`).toString('base64')
    expect(redactor.redact(`${env.https_proxy} ${password} ${basic}`)).not.toMatch(
      /canary|Y2FuYXJ5/,
    )
  })

  it.each([
    [{ credentials: 'ada:right' }, /wants another name and password/],
    [{ status: 403 }, /refused to pass/],
  ])('that is set up so: %j, is told from the Hub', async (options, sentence) => {
    const proxy = await proxyWith(options)
    const env = { HTTPS_PROXY: at(proxy, 'ada:wrong-password@'), SSL_CERT_FILE: front.caFile }
    const asked = request({ url: `${hub}/api/models` }, createFetch(env))
    await expect(asked).rejects.toMatchObject({ error: { code: 'hub-proxy' } })
    await expect(asked).rejects.toThrow(sentence)
    await expect(asked).rejects.not.toThrow(/wrong-password/)
  })

  it('that is not there makes the Hub offline, and no token bad', async () => {
    const proxy = await proxyWith()
    await proxy.close()
    proxies.pop()
    const env = { HTTPS_PROXY: at(proxy), HF_ENDPOINT: hub }
    expect(await ask(hub, env)).toBe('hub-proxy')
    const needs = lab.needs('ada-read', { env, fetch: createFetch(env) })
    const { access } = await inspectModel({ repo: SAMPLE.openModel, revision: 'main' }, needs)
    expect(access.verdict).toBe('offline')
    expect(access.reason).toMatch(/^The proxy 127\.0\.0\.1:\d+ cannot be reached/)
  })

  it('passes unencrypted requests on without a tunnel', async () => {
    const proxy = await proxyWith()
    expect(await ask('http://mirror.example', { http_proxy: at(proxy) })).toBe(200)
    expect(proxy.requests).toMatchObject([
      { method: 'GET', target: 'http://mirror.example/api/models?limit=1' },
    ])
  })

  it('is not asked about this machine, nor about what NO_PROXY names', async () => {
    const proxy = await proxyWith()
    const env = { ALL_PROXY: at(proxy), NO_PROXY: 'mirror.invalid' }
    expect(await ask(lab.hub.url, env)).toBe(200)
    expect(await ask('http://mirror.invalid', env)).toBe('hub-unreachable')
    expect(proxy.requests).toEqual([])
  })

  it('ends a request at its time limit', async () => {
    const proxy = await proxyWith()
    lab.hub.setFault({ fault: { kind: 'silence' } })
    const env = { HTTPS_PROXY: at(proxy), SSL_CERT_FILE: front.caFile }
    const asked = request({ url: `${hub}/api/models`, timeoutMs: 300 }, createFetch(env))
    await expect(asked).rejects.toMatchObject({ error: { code: 'hub-timeout' } })
    lab.hub.clearFaults()
  })
})

describe('a company’s own authority', () => {
  const local = (): string => `https://localhost:${front.port}`

  it('is not trusted unless it is named', async () => {
    expect(await ask(local(), {})).toBe('hub-tls')
    expect(await ask(hub, { HTTPS_PROXY: at(await proxyWith()) })).toBe('hub-tls')
  })

  it.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])(
    'is trusted when %s names its file',
    async (name) => {
      expect(await ask(local(), { [name]: front.caFile })).toBe(200)
    },
  )

  it('does not vouch for another name', async () => {
    const proxy = await proxyWith()
    const env = { HTTPS_PROXY: at(proxy), SSL_CERT_FILE: front.caFile }
    expect(await ask('https://other.test', env)).toBe('hub-tls')
  })

  it('adds nothing when the file is missing, a folder, or no certificate', async () => {
    const garbage = join(lab.home, 'garbage.pem')
    await writeFile(
      garbage,
      '-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n',
    )
    for (const path of [garbage, lab.home, '/dev/zero', join(lab.home, 'missing.pem')]) {
      expect(await ask(local(), { SSL_CERT_FILE: path })).toBe('hub-tls')
    }
    const both = { SSL_CERT_FILE: garbage, CURL_CA_BUNDLE: front.caFile }
    expect(await ask(local(), both)).toBe(200)
  })
})

describe('a large file', () => {
  const size = 48 * 1024 * 1024
  const large = { repo: 'hubkey-tests/large', revision: 'main', file: 'large.gguf' }
  beforeAll(() => {
    const content = sparseContent(size)
    lab.hub.addRepo({
      id: large.repo,
      gated: 'auto',
      access: { ada: 'granted' },
      files: { [large.file]: { content } },
    })
  })
  afterEach(async () => {
    lab.hub.clearFaults()
    await rm(lab.cache, { recursive: true, force: true })
  })

  /** Fetches it over a line that breaks once, and looks at what lies in the cache then. */
  async function fetchLarge(env: Environment): Promise<void> {
    const broken = lab.hub.setFault({
      ...{
        fault: { kind: 'reset', afterBytes: 3_000_000 },
        server: 'cdn',
        method: 'GET',
        times: 1,
      },
    })
    const ways = { env, fetch: createFetch(env), receiver: createReceiver(env) }
    const needs = lab.needs('ada-read', ways)
    const before = lab.hub.sentBytes()
    const { modelPath } = await downloadModel(large, needs)
    expect(broken.hits).toBe(1)
    const hash = createHash('sha256')
    await pipeline(createReadStream(modelPath), hash)
    expect(hash.digest('hex')).toBe(digestOf(sparseContent(size), 'sha256'))
    const asked = lab.hub.requests.filter(
      ({ server, method }) => server === 'cdn' && method === 'GET',
    )
    // Several ranges at once, none of them with the token.
    expect(asked.length).toBeGreaterThan(2)
    expect(lab.hub.leaks()).toEqual([])
    expect(lab.hub.sentBytes() - before).toBeLessThan(size * 1.5)
  }

  it('comes through a proxy, from a Hub and a storage host whose authority is the company’s', async () => {
    const proxy = await proxyWith({ credentials: `ada:${password}` })
    lab.hub.storageAt(`https://${TLS_STORAGE_HOST}`)
    await fetchLarge({
      HF_ENDPOINT: hub,
      HTTPS_PROXY: at(proxy, `ada:${password}@`),
      SSL_CERT_FILE: front.caFile,
    })
    const tunnels = proxy.requests.map(({ method, target }) => `${method} ${target}`)
    expect(new Set(tunnels)).toEqual(
      new Set([`CONNECT ${TLS_HOST}:443`, `CONNECT ${TLS_STORAGE_HOST}:443`]),
    )
    expect(proxy.requests.every(({ authorization }) => authorization !== null)).toBe(true)
  })

  it('comes straight from a server with that authority, and not at all without it', async () => {
    const behind = await startTlsFront(portOf(lab.hub.cdnUrl))
    try {
      lab.hub.storageAt(`https://localhost:${behind.port}`)
      const env = { HF_ENDPOINT: `https://localhost:${front.port}`, SSL_CERT_FILE: front.caFile }
      const ways = { env, fetch: createFetch(env), receiver: createReceiver(env) }
      const half = lab.needs('ada-read', ways)
      await expect(downloadModel(large, half)).rejects.toMatchObject({ error: { code: 'hub-tls' } })
      await fetchLarge({ ...env, REQUESTS_CA_BUNDLE: behind.caFile })
    } finally {
      await behind.close()
    }
  })
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../../electron/app/core.ts'
import { createFetch } from '../../../electron/http/network-fetch.ts'
import { request } from '../../../electron/http/request.ts'
import { downloadFile } from '../../../electron/hub/download-file.ts'
import { inspectModel } from '../../../electron/hub/inspect-model.ts'
import type { Environment } from '../../../electron/ports.ts'
import { startConnectProxy, type ConnectProxy } from '../../fixtures/connect-proxy.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { startTlsFront, TLS_HOST, type TlsFront } from '../../fixtures/tls-front.ts'
import { openLab, type Lab } from '../hub/lab.ts'

const hub = `https://${TLS_HOST}`
const password = 'canary-'.repeat(3)

let lab: Lab
let front: TlsFront
const proxies: ConnectProxy[] = []
beforeAll(async () => {
  lab = await openLab()
  front = await startTlsFront(Number(new URL(lab.hub.url).port))
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startConnectProxy, type ConnectProxy } from '../../fixtures/connect-proxy.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { startTlsFront, TLS_HOST, type TlsFront } from '../../fixtures/tls-front.ts'

const password = 'canary-'.repeat(3)

let session: DesktopSession
let hub: HubDouble
let front: TlsFront
let proxy: ConnectProxy
beforeAll(async () => {
  session = await startSession({ keyring: 'absent' })
  hub = await startHubDouble()
  front = await startTlsFront(Number(new URL(hub.url).port))
  proxy = await startConnectProxy({ toPort: front.port, credentials: `ada:${password}` })
})
afterAll(async () => {
  await proxy.close()
  await front.close()
  await hub.close()
  await session.close()
})

async function hubkey(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin = '',
): Promise<CliResult> {
  return runCli(session, args, { stdin, env: { HF_ENDPOINT: hub.url, ...env } })
}

describe('hubkey models', () => {
  it('search answers with one document', async () => {
    const result = await hubkey(['models', 'search', 'tiny', '--gguf', '--limit', '1', '--json'])
    expect(result.code).toBe(0)
    expect(result.json()).toMatchObject({
      ok: true,
      models: [{ repo: SAMPLE.openModel, gguf: true, gated: 'no', cached: false }],
      next: expect.any(String) as string,
    })
  })

  it('search reads well without --json', async () => {
    const { stdout } = await hubkey(['models', 'search', 'tiny', '--gated'])
    expect(stdout).toContain(`${SAMPLE.gatedModel}\n  text-generation · GGUF · gated`)
    expect((await hubkey(['models', 'search', 'no-such-thing'])).stdout).toBe(
      'Nothing was found.\n',
    )
  })

  it.each([
    ['--limit', '0'],
    ['--sort', 'best'],
    ['--min-size', 'big'],
    ['--gated', '--open'],
  ])('search refuses %s %s', async (...words) => {
    const result = await hubkey(['models', 'search', 'x', ...words, '--json'])
    expect(result.code).toBe(64)
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  })

  it('show tells facts, files and what to choose', async () => {
    const shown = (await hubkey(['models', 'show', SAMPLE.openModel, '--json'])).json()
    expect(shown).toMatchObject({
      ok: true,
      model: { repo: SAMPLE.openModel, licence: 'apache-2.0', access: { verdict: 'open' } },
      quantisations: [{ path: SAMPLE.modelFile, parts: 1, cached: false }],
      best: SAMPLE.modelFile,
    })
    expect((await hubkey(['models', 'show', SAMPLE.openModel])).stdout).toContain('Licence: apache')
  })
})

describe('hubkey models cached and remove', () => {
  it('tell what takes up room, and give it back', async () => {
    expect((await hubkey(['models', 'cached'])).stdout).toMatch(/^Nothing lies in .*hub yet\.\n$/)
    await hubkey(['download', SAMPLE.openModel])
    const listed = (await hubkey(['models', 'cached', '--json'])).json()
    expect(listed).toMatchObject({
      ok: true,
      path: expect.stringMatching(/huggingface.hub$/) as string,
      repositories: [{ type: 'model', repo: SAMPLE.openModel, revisions: [{ refs: ['main'] }] }],
    })
    const { stdout } = await hubkey(['models', 'cached'])
    expect(stdout).toMatch(/^\S+ {2}[\d.]+ kB\n {2}main {2}[0-9a-f]{12} {2}\d+ files, [\d.]+ kB\n/)
    const gone = await hubkey(['models', 'remove', SAMPLE.openModel, '--json'])
    expect(gone.json()).toMatchObject({ ok: true, freed: listed['size'] })
    const again = await hubkey(['models', 'remove', SAMPLE.openModel])
    expect(again).toMatchObject({ code: 1, stdout: '' })
    expect(again.stderr).toBe(`hubkey: Nothing of ${SAMPLE.openModel} lies in the cache.\n`)
  })
})

describe('behind a company’s proxy, at a mirror', () => {
  const mirror = (): Record<string, string> => ({
    HF_ENDPOINT: `https://${TLS_HOST}`,
    HTTPS_PROXY: `http://ada:${password}@127.0.0.1:${proxy.port}`,
    REQUESTS_CA_BUNDLE: front.caFile,
    HUBKEY_KEYRING: 'off',
  })

  it('everything works that works without', async () => {
    const found = await hubkey(['models', 'search', 'tiny', '--json'], mirror())
    expect(found.json()).toMatchObject({ ok: true })
    expect(proxy.requests.at(-1)?.target).toBe(`${TLS_HOST}:443`)
  })

  it('a download goes the same way', async () => {
    const words = ['download', SAMPLE.openModel, 'README.md', '--json']
    const { json } = await hubkey(words, mirror())
    expect(json()).toMatchObject({ ok: true, offline: false, fetched: 1 })
    const tunnels = new Set(proxy.requests.map(({ target }) => target))
    expect(tunnels).toEqual(new Set([`${TLS_HOST}:443`]))
    expect(hub.leaks()).toEqual([])
  })

  it('a SOCKS proxy is refused in so many words, and never passed by', async () => {
    hub.clearRequests()
    const place = { ...mirror(), HTTPS_PROXY: 'socks5://127.0.0.1:1080' }
    const { code, stderr } = await hubkey(['download', SAMPLE.gatedModel], place)
    expect(code).toBe(4)
    expect(stderr).toContain('HTTPS_PROXY names a SOCKS proxy, which Hubkey cannot use')
    expect(hub.requests).toEqual([])
  })

  it('a stored token goes there after logging in there, or after agreeing', async () => {
    const token = hub.token('ada-read')
    const local = { HUBKEY_KEYRING: 'off' }
    expect((await hubkey(['login', '--stdin', '--json'], local, token)).code).toBe(0)
    hub.clearRequests()
    const refused = await hubkey(['verify', '--json'], mirror())
    expect(refused.json()).toMatchObject({
      error: {
        code: 'endpoint-not-trusted',
        action: expect.stringMatching(/hubkey trust-endpoint$/) as string,
      },
    })
    expect(refused.code).toBe(2)
    expect(hub.requests).toEqual([])
    expect((await hubkey(['trust-endpoint', '--json'], mirror())).json()).toEqual({
      ok: true,
      endpoint: `https://${TLS_HOST}`,
      trusted: true,
    })
    expect((await hubkey(['verify', '--json'], mirror())).json()).toMatchObject({ verified: true })
    await hubkey(['trust-endpoint', '--forget'], mirror())
    expect((await hubkey(['verify'], mirror())).code).toBe(2)
    expect((await hubkey(['login', '--stdin'], mirror(), token)).code).toBe(0)
    expect((await hubkey(['verify'], mirror())).code).toBe(0)
  })

  it('no message holds the proxy’s password', async () => {
    const wrong = { ...mirror(), HTTPS_PROXY: `http://eve:${password}@127.0.0.1:${proxy.port}` }
    const { stdout, stderr, code } = await hubkey(['models', 'search', 'tiny'], wrong)
    expect(code).toBe(4)
    expect(stderr).toMatch(/The proxy 127\.0\.0\.1:\d+ wants another name and password/)
    expect(stdout + stderr).not.toContain('canary')
  })
})

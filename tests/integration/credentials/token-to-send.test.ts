import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { tokenToSend } from '../../../electron/credentials/token-to-send.ts'
import { verifyStored } from '../../../electron/credentials/verify-token.ts'
import { forgetEndpoint, trustEndpoint } from '../../../electron/hub/trust/endpoint-trust.ts'
import type { Environment, WorkerHost } from '../../../electron/ports.ts'
import { codeOr, leaveFile, madeUpToken, settingFor, storeWith, type Setting } from './setting.ts'

const mirror = 'https://mirror.example'
/** The keyring is switched off here, so nothing is ever forked. */
const noHost: WorkerHost = {
  fork: () => {
    throw new Error('nothing is to be started')
  },
}

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hubkey-trust-'))
})
afterEach(async () => rm(home, { recursive: true, force: true }))

function setting(env: Environment): Setting {
  return settingFor({ HOME: home, HUBKEY_KEYRING: 'off', ...env }, noHost)
}

async function withStored(env: Environment): Promise<Setting> {
  const world = setting(env)
  await leaveFile(world.storePath, storeWith(madeUpToken('f')))
  return world
}

const sent = async ({ needs }: Setting): Promise<unknown> =>
  codeOr(tokenToSend({ provider: 'huggingface' }, needs).then((token) => token?.source ?? null))

it.each([
  [undefined, 'file'],
  ['https://huggingface.co/', 'file'],
  ['http://127.0.0.1:8080', 'file'],
  ['http://localhost:1', 'file'],
  ['http://[::1]:8080', 'file'],
  [mirror, 'endpoint-not-trusted'],
  ['http://huggingface.co', 'endpoint-not-trusted'],
  ['https://huggingface.co.evil.example', 'endpoint-not-trusted'],
  ['https://huggingface.co:8443', 'endpoint-not-trusted'],
])('with HF_ENDPOINT=%s a stored token is: %s', async (endpoint, expected) => {
  expect(await sent(await withStored({ HF_ENDPOINT: endpoint }))).toBe(expected)
})

it('guards every place of storage, and lets the environment’s own token through', async () => {
  const foreign = setting({ HF_ENDPOINT: mirror })
  await leaveFile(foreign.hfTokenPath, madeUpToken('h'))
  expect(await sent(foreign)).toBe('endpoint-not-trusted')
  const both = await withStored({ HF_ENDPOINT: mirror, HF_TOKEN: madeUpToken('e') })
  expect(await sent(both)).toBe('environment')
  expect(await sent(setting({ HF_ENDPOINT: mirror, HF_TOKEN: '' }))).toBe('endpoint-not-trusted')
})

it('asks nobody before the user agreed, and says which mirror it is about', async () => {
  const { needs } = await withStored({ HF_ENDPOINT: 'http://mirror.example:8000/hub' })
  const asked: string[] = []
  const fetch = async (url: string): Promise<Response> => {
    asked.push(url)
    return Promise.reject(new Error('no network'))
  }
  const verified = verifyStored({ provider: 'huggingface' }, { ...needs, fetch })
  await expect(verified).rejects.toMatchObject({
    error: {
      code: 'endpoint-not-trusted',
      message: expect.stringMatching(/mirror\.example:8000.*not encrypted/) as string,
      action: { does: { kind: 'trust-endpoint' } },
    },
  })
  expect(asked).toEqual([])
})

it('remembers an agreement for that origin alone, until it is taken back', async () => {
  const world = await withStored({ HF_ENDPOINT: `${mirror}/some/path` })
  await trustEndpoint({ endpoint: null }, world.needs)
  expect(await sent(world)).toBe('file')
  expect(await sent(setting({ HF_ENDPOINT: mirror }))).toBe('file')
  expect(await sent(setting({ HF_ENDPOINT: 'http://mirror.example' }))).toBe('endpoint-not-trusted')
  expect(await sent(setting({ HF_ENDPOINT: `${mirror}:444` }))).toBe('endpoint-not-trusted')
  await forgetEndpoint({ endpoint: mirror }, world.needs)
  expect(await sent(world)).toBe('endpoint-not-trusted')
})

it('takes a file that cannot be read for no agreement', async () => {
  const world = await withStored({ HF_ENDPOINT: mirror })
  await leaveFile(join(world.needs.paths.config, 'trusted-endpoints.json'), '{"version":1,')
  expect(await sent(world)).toBe('store-unreadable')
})

it.each(['mirror.example', 'ftp://mirror.example', 'javascript:alert(1)'])(
  'refuses to trust %s',
  async (endpoint) => {
    const { needs } = setting({})
    expect(await codeOr(trustEndpoint({ endpoint }, needs))).toBe('bad-input')
  },
)

it('needs no agreement for other providers: they are not behind HF_ENDPOINT', async () => {
  const world = setting({ HF_ENDPOINT: mirror })
  await leaveFile(world.storePath, storeWith(madeUpToken('n'), 'ngc:default'))
  const token = await tokenToSend({ provider: 'ngc' }, world.needs)
  expect(token?.source).toBe('file')
})

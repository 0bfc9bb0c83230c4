import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { removeProvider } from '../../../electron/credentials/remove-provider.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { verifyStored, verifyToken } from '../../../electron/credentials/verify-token.ts'
import { addCustomProvider } from '../../../electron/providers/custom-providers.ts'
import { providerSuggestions } from '../../../shared/domain/provider-suggestions.ts'
import { Faults, type Fault } from '../../fixtures/hub-double/faults.ts'
import { listen, recordAndFail, stop } from '../../fixtures/hub-double/host.ts'
import type { RecordedRequest } from '../../fixtures/hub-double/recorder.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { codeOr, leaveFile, settingFor, textOf, type Setting } from '../credentials/setting.ts'

const noHost = {
  fork: (): never => {
    throw new Error('No worker is needed here.')
  },
}

const key = `key-${'k'.repeat(30)}`
const faults = new Faults()
const requests: RecordedRequest[] = []
let service: Server
let checkUrl: string
let home: Awaited<ReturnType<typeof temporaryFolder>>
let setting: Setting

beforeAll(async () => {
  const app = new Hono<{ Bindings: HttpBindings }>()
  const labels = { tokens: () => [{ label: 'good', value: key }] }
  const closing = new AbortController().signal
  recordAndFail(app, { server: 'hub', labels, requests, faults, closing })
  app.get('/me', (c) => c.json({}, c.req.header('authorization') === `Bearer ${key}` ? 200 : 401))
  service = await listen(app, 0)
  checkUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/me`
})
afterAll(async () => stop(service))
beforeEach(async () => {
  home = await temporaryFolder()
  setting = settingFor({ HOME: home.path }, noHost)
})
afterEach(async () => {
  faults.clear()
  requests.splice(0)
  await home.remove()
})

async function add(
  label: string,
  environment = ['CIVITAI_API_KEY'],
  address: string | null = checkUrl,
): Promise<string> {
  return (await addCustomProvider({ label, environment, checkUrl: address }, setting.needs)).id
}

function check(text = key): ReturnType<typeof verifyToken> {
  const secret = setting.redactor.guard(text)
  return verifyToken({ provider: 'civitai', secret }, setting.needs)
}

describe('adding', () => {
  test.each([
    ['Civitai', 'civitai'],
    ['  Weights & Biases ', 'weights-biases'],
    ['Émile’s Models', 'emile-s-models'],
    ['4chan', 'provider-4chan'],
    ['日本', 'provider'],
    ['x'.repeat(60), 'x'.repeat(40)],
  ])('%j has the id %s', async (label, id) => {
    expect(await add(label)).toBe(id)
  })

  test.each<[string, string, string[], RegExp]>([
    ['the id of a built-in one', 'NGC', ['OTHER_KEY'], /“ngc” belongs to NVIDIA NGC/],
    ['the id of another', 'civitai!', ['OTHER_KEY'], /“civitai” belongs to Civitai/],
    ['a variable of a built-in one', 'Mine', ['HF_TOKEN'], /HF_TOKEN belongs to Hugging Face/],
    [
      'a variable of NVIDIA',
      'Mine',
      ['X_KEY', 'NVIDIA_API_KEY'],
      /NVIDIA_API_KEY belongs to NVIDIA/,
    ],
    ['a variable of another', 'Mine', ['civitai_api_key'], /civitai_api_key belongs to Civitai/],
    ['a variable that programs need', 'Mine', ['PATH'], /PATH means something else/],
    ['a variable that loads code', 'Mine', ['LD_PRELOAD'], /LD_PRELOAD means something else/],
    ['options of Node', 'Mine', ['NODE_OPTIONS'], /NODE_OPTIONS means something else/],
    ['no name for a variable', 'Mine', ['A KEY'], /./],
    ['no variable', 'Mine', [], /./],
    ['no label', ' ', ['OTHER_KEY'], /./],
  ])('%s is refused, and says which', async (_name, label, environment, sentence) => {
    await add('Civitai')
    await expect(add(label, environment)).rejects.toMatchObject({
      error: { code: 'bad-input', message: expect.stringMatching(sentence) as string },
    })
  })

  test.each([
    'http://example.com/me',
    'https://me:secret@example.com/me',
    'ftp://example.com/me',
    'file:///etc/passwd',
    'not an address',
  ])('the check address %s is refused', async (address) => {
    expect(await codeOr(add('Civitai', ['X_KEY'], address))).toBe('bad-input')
  })

  test('every suggestion can be added, all at once', async () => {
    for (const suggestion of Object.values(providerSuggestions)) {
      await addCustomProvider(suggestion, setting.needs)
    }
    const all = await setting.needs.customProviders()
    expect(all).toHaveLength(Object.keys(providerSuggestions).length)
  })

  test('two programs that add at once lose nothing', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F']
    const others = settingFor(setting.env, noHost)
    await Promise.all(
      names.map(async (name, place) => {
        const input = { label: name, environment: [`${name}_API_KEY`], checkUrl: null }
        await addCustomProvider(input, (place % 2 === 0 ? setting : others).needs)
      }),
    )
    expect(await setting.needs.customProviders()).toHaveLength(6)
  })

  test('a list that cannot be read counts as none and is set aside before it is replaced', async () => {
    const path = join(setting.needs.paths.config, 'providers.json')
    await leaveFile(path, '{ not json')
    expect(await setting.needs.customProviders()).toEqual([])
    expect(setting.lines.join()).toContain('providers.json')
    await add('Civitai')
    expect(await textOf(path)).toContain('CIVITAI_API_KEY')
  })
})

describe('checking', () => {
  beforeEach(async () => {
    await add('Civitai')
  })

  test('2xx is a good key, 401 a bad one', async () => {
    expect(await check()).toMatchObject({ state: 'verified', identity: null, error: null })
    expect(await check(`bad-${'b'.repeat(30)}`)).toMatchObject({
      state: 'rejected',
      error: { code: 'token-rejected', action: { does: { kind: 'advice' } } },
    })
  })

  test.each<[string, Fault, string]>([
    ['403', { kind: 'status', status: 403 }, 'rejected'],
    ['404', { kind: 'status', status: 404 }, 'unverified'],
    ['429', { kind: 'rate-limited', resetSeconds: 9 }, 'unverified'],
    ['500', { kind: 'status', status: 500 }, 'unverified'],
    ['a captive portal', { kind: 'captive-portal' }, 'unverified'],
    ['401 of a portal', { kind: 'captive-portal', status: 401 }, 'unverified'],
    ['a cut connection', { kind: 'reset' }, 'unverified'],
    ['8 MB', { kind: 'huge', bytes: 8_000_000 }, 'unverified'],
    ['204', { kind: 'empty' }, 'verified'],
  ])('%s makes it %s', async (_name, fault, state) => {
    faults.set({ fault })
    expect((await check()).state).toBe(state)
  })

  test('a redirect to another host never carries the key', async () => {
    const to = checkUrl.replace('127.0.0.1', 'localhost')
    faults.set({ fault: { kind: 'redirect', to }, times: 1 })
    expect(await check()).toMatchObject({ state: 'unverified' })
    expect(requests).toHaveLength(1)
  })
})

describe('a provider without a check address', () => {
  test('stores its key unverified, without complaint', async () => {
    await add('Civitai', ['CIVITAI_API_KEY'], null)
    const verification = await check()
    expect(verification).toEqual({
      state: 'unverified',
      identity: null,
      checkedAt: null,
      error: null,
    })
    const secret = setting.redactor.guard(key)
    await saveToken({ provider: 'civitai', secret, verification }, setting.needs)
    expect(await verifyStored({ provider: 'civitai' }, setting.needs)).toEqual(verification)
    const view = await lookAtCredentials({}, setting.needs)
    expect(view.providers.find(({ id }) => id === 'civitai')).toMatchObject({
      custom: true,
      present: true,
      environment: ['CIVITAI_API_KEY'],
      verification: null,
    })
    expect(requests).toEqual([])
  })
})

describe('removing', () => {
  test('is refused while a key is stored, unless that is cleared as well', async () => {
    await add('Civitai', ['CIVITAI_API_KEY'], null)
    const secret = setting.redactor.guard(key)
    const verification = await check()
    await saveToken({ provider: 'civitai', secret, verification }, setting.needs)
    const remove = async (clear: boolean): Promise<unknown> =>
      codeOr(removeProvider({ provider: 'civitai', clear }, setting.needs))
    expect(await remove(false)).toBe('provider-in-use')
    expect(await remove(true)).toBeUndefined()
    expect(await setting.needs.customProviders()).toEqual([])
    expect(await textOf(setting.storePath)).not.toContain(key)
  })

  test.each(['huggingface', 'nobody'])('%s cannot be removed', async (provider) => {
    expect(await codeOr(removeProvider({ provider, clear: true }, setting.needs))).toBe('bad-input')
  })
})

import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Secret } from '../../../electron/redaction/secret.ts'
import { hfSink } from '../../../electron/sinks/hf/hf-sink.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { preparePython, type Said } from '../../fixtures/python/python.ts'
import { textOf } from '../credentials/setting.ts'
import { leave, openSinkSetting, writing, type SinkSetting } from './sink-setting.ts'

const python = await preparePython()
const saveTokens = join(import.meta.dirname, '../../fixtures/python/save-tokens.py')

describe.skipIf(python === null)('the official client and Hubkey', () => {
  let hub: HubDouble
  let setting: SinkSetting
  let storedPath: string
  let ours: Secret
  let other: Secret

  beforeAll(async () => {
    hub = await startHubDouble()
  })
  afterAll(async () => {
    await hub.close()
  })
  beforeEach(async () => {
    setting = await openSinkSetting({ HF_ENDPOINT: hub.url, HF_HUB_DISABLE_TELEMETRY: '1' })
    storedPath = join(setting.home, '.cache/huggingface/stored_tokens')
    ours = setting.redactor.guard(hub.token('ada-read'))
    other = setting.redactor.guard(hub.token('ada-write'))
  })
  afterEach(async () => {
    await setting.remove()
  })

  async function hf(...args: readonly string[]): Promise<Said> {
    return await python!.hf(['auth', ...args], { env: setting.env })
  }

  /** What `huggingface_hub` would send. */
  async function getToken(): Promise<string> {
    const script = 'import huggingface_hub as h; print(h.get_token() or "none", end="")'
    return (await python!.python3(['-c', script], { env: setting.env })).stdout
  }

  async function names(): Promise<readonly (string | undefined)[]> {
    return (await hfSink.read(setting.needs)).map(({ name }) => name)
  }

  it('agree about what Hubkey wrote: list, switch, who am I, log out', async () => {
    await hfSink.write(writing(other, { name: 'workstation' }), setting.needs)
    await hfSink.write(writing(ours, { name: 'laptop' }), setting.needs)
    expect(await getToken()).toBe(ours.reveal())
    expect((await hf('whoami')).stdout).toContain('ada')
    const list = (await hf('list', '--format', 'json')).stdout
    expect(list).toContain('laptop')
    expect(list).toContain('workstation')

    expect((await hf('switch', '--token-name', 'workstation')).code).toBe(0)
    expect(await getToken()).toBe(other.reveal())
    const [active] = await hfSink.read(setting.needs)
    expect(active).toMatchObject({ active: true })
    expect(active?.secret.equals(other)).toBe(true)

    expect((await hf('logout', '--token-name', 'workstation')).code).toBe(0)
    expect(await names()).toEqual(['laptop'])
    expect((await hf('logout')).code).toBe(0)
    expect(await names()).toEqual([])
  })

  it('agree about what hf wrote, and about what Hubkey erased from it', async () => {
    await hf('login', '--token', other.reveal())
    await hf('login', '--token', ours.reveal())
    expect(await names()).toEqual([undefined, 'laptop', 'workstation'])
    await hfSink.erase({ secret: ours }, setting.needs)
    expect(await getToken()).toBe('none')
    expect((await hf('list')).stdout).not.toContain('laptop')
    expect((await hf('switch', '--token-name', 'workstation')).code).toBe(0)
    expect(await getToken()).toBe(other.reveal())
  })

  it('both keep a section that hf can renew, and hf keeps ours when it does', async () => {
    const signIn = hub.token('ada-oauth')
    const renewal = 'refresh_token = r-1\nexpires_at = 99999999999\n'
    await leave(storedPath, `[oauth-ada]\nhf_token = ${signIn}\n${renewal}\n`)
    await leave(join(storedPath, '..', 'token'), signIn)
    await hfSink.write(writing(ours), setting.needs)
    expect(await textOf(storedPath)).toContain(renewal)
    expect((await hf('switch', '--token-name', 'oauth-ada')).code).toBe(0)
    expect(await getToken()).toBe(signIn)
    await hf('login', '--token', other.reveal())
    expect(await names()).toEqual([undefined, 'laptop', 'oauth-ada', 'workstation'])
    expect(await textOf(storedPath)).toContain(renewal)
  })

  it('both find a token that hf could no longer name', async () => {
    await leave(join(storedPath, '..', 'token'), other.reveal())
    await hfSink.write(writing(ours), setting.needs)
    expect((await hf('switch', '--token-name', 'adopted-2026-11-23')).code).toBe(0)
    expect(await getToken()).toBe(other.reveal())
  })

  it('hold the very names that the Hub allows', async () => {
    const name = 'Ünïcode ✓ [ci = x: #1'
    await hfSink.write(writing(ours, { name }), setting.needs)
    expect((await hf('list')).stdout).toContain(name)
  })

  it('write at once and lose no section', async () => {
    const count = 25
    const theirs = ['p', 'q'].map(async (name) =>
      python!.python3([saveTokens, name, String(count)], { env: setting.env }),
    )
    const mine = (async () => {
      for (let number = 0; number < count; number += 1) {
        const secret = setting.redactor.guard(`mine-token-${number}`)
        await hfSink.write(writing(secret, { name: `mine-${number}` }), setting.needs)
      }
    })()
    const [said] = await Promise.all([Promise.all(theirs), mine])
    expect(said.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ])
    const wanted = ['p', 'q', 'mine'].flatMap((name) =>
      Array.from({ length: count }, (_, number) => `${name}-${number}`),
    )
    expect((await names()).filter((name) => name !== undefined).sort()).toEqual(wanted.sort())
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LaunchSettingsSchema } from '../../../shared/domain/launch-settings.ts'
import type { PreflightCheck } from '../../../shared/domain/preflight.ts'
import { LaunchRequestSchema, type LaunchRequest } from '../../../shared/domain/run.ts'
import { createCore, type Core } from '../../../electron/app/core.ts'
import { preflight } from '../../../electron/app/preflight/preflight.ts'
import { createNodeHost } from '../../../electron/node-host.ts'

const hfToken = `hf_${'cAnArY7q'.repeat(4)}zZ`
const ngcKey = `nvapi-${'cAnArY7q'.repeat(8)}`

let home: string
let server: Server
let port: number

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'hubkey-preflight-'))
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  server.close()
  rmSync(home, { recursive: true, force: true })
})

/** No network and no keyring: what needs them says that nobody could tell. */
function core(env: Readonly<Record<string, string>> = {}): Core {
  return createCore({
    env: { PATH: home, HUBKEY_KEYRING: 'off', HF_HUB_OFFLINE: '1', HF_HOME: home, ...env },
    paths: { home, config: join(home, 'config'), state: join(home, 'state') },
    host: createNodeHost('/nowhere'),
    fetch: async () => Promise.reject(new Error('no network here')),
    clock: { now: () => new Date() },
  })
}

async function look(
  request: Partial<LaunchRequest>,
  env: Readonly<Record<string, string>> = {},
): Promise<Partial<Record<PreflightCheck['id'], PreflightCheck>>> {
  const whole = LaunchRequestSchema.parse({ repo: 'acme/model', ...request })
  const checks = await preflight(whole, core(env))
  expect(JSON.stringify(checks)).not.toMatch(/cAnArY7q/)
  return Object.fromEntries(checks.map((check) => [check.id, check]))
}

/** A program that answers by a shell script. */
function put(name: string, script: string): void {
  writeFileSync(join(home, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

describe.skipIf(process.platform !== 'linux')('before a launch', () => {
  it('an engine that is not there is named, and one that is with its version', async () => {
    expect((await look({ engine: 'llama-server' })).engine).toMatchObject({
      state: 'problem',
      sentence: expect.stringContaining('“llama-server”') as string,
    })
    put('llama-server', 'echo "version: b6123 (abc)"')
    expect((await look({ engine: 'llama-server' })).engine).toMatchObject({
      state: 'ok',
      sentence: `llama-server b6123 at ${join(home, 'llama-server')}.`,
    })
  })

  it('what stays with a server that is to go on without Hubkey has to be there', async () => {
    const { engine } = await look({ mode: 'persist' })
    expect(engine).toMatchObject({ state: 'problem' })
    expect(engine?.sentence).toContain('hubkey command')
    const hosted = await look({ engine: 'nim-hosted', mode: 'persist' })
    expect(hosted.engine).toMatchObject({ state: 'problem' })
  })

  it('a taken port is told with who has it', async () => {
    const { port: check } = await look({ port })
    expect(check).toMatchObject({ state: 'problem' })
    expect(check?.sentence).toContain(`process ${process.pid}.`)
    expect((await look({})).port).toMatchObject({ state: 'ok' })
    // It may be held by the server that is to be used again.
    expect((await look({ port, mode: 'reuse' })).port).toMatchObject({ state: 'notice' })
  })

  it('a key that NIM cannot do without has to be there; a token of the Hub is a notice', async () => {
    put('docker', 'case "$1" in version) echo 27.3.1 ;; *) echo "Docker version 27.3.1" ;; esac')
    const nim = { engine: 'nim', repo: 'meta/llama3-8b-instruct' } as const
    expect(await look(nim)).toMatchObject({
      secrets: { state: 'problem', action: { does: { kind: 'log-in' } } },
      docker: { state: 'ok' },
      gpu: { state: 'notice' },
    })
    const withKey = await look(nim, { NGC_API_KEY: ngcKey })
    expect(withKey.secrets).toMatchObject({
      state: 'ok',
      sentence: 'NGC_API_KEY from the environment.',
    })
    expect((await look({ engine: 'vllm' })).secrets).toMatchObject({ state: 'notice' })
    const withToken = await look({ engine: 'vllm' }, { HF_TOKEN: hfToken })
    expect(withToken.secrets).toMatchObject({ sentence: 'HF_TOKEN from the environment.' })
    expect((await look({ engine: 'llama-server' })).secrets).toBeUndefined()
    expect((await look({ engine: 'nim-hosted' })).secrets).toMatchObject({ state: 'problem' })
  })

  it('Docker’s service that does not answer is told apart from its program', async () => {
    put('docker', 'case "$1" in version) exit 1 ;; *) echo "Docker version 27.3.1" ;; esac')
    const checks = await look({ engine: 'nim' }, { NGC_API_KEY: ngcKey })
    expect(checks.engine).toMatchObject({ state: 'ok' })
    expect(checks.docker).toMatchObject({ state: 'problem' })
  })

  it('a GPU that is not there is a problem, none at all only where one is usual', async () => {
    const gpu = 'echo "Test GPU, 24000, 20000"'
    put('nvidia-smi', `case "$1" in *driver*) echo 570.86 ;; *) ${gpu} ;; esac`)
    const settings = (choice: unknown): Partial<LaunchRequest> => ({
      engine: 'vllm',
      settings: LaunchSettingsSchema.parse({ gpu: choice }),
    })
    const found = (await look(settings([0]))).gpu
    expect(found).toMatchObject({ state: 'ok' })
    expect(found?.sentence).toContain('Driver 570.86.')
    expect((await look(settings([1]))).gpu).toMatchObject({ state: 'problem' })
    expect((await look(settings('none'))).gpu).toMatchObject({ state: 'ok' })
  })

  it('offline nobody can tell about a model, which is no reason not to try', async () => {
    expect((await look({ engine: 'vllm' })).model).toMatchObject({ state: 'unknown' })
    expect((await look({ engine: 'nim' })).model).toBeUndefined()
  })

  it('what would be refused is told at once, and nothing else is looked at', async () => {
    const settings = LaunchSettingsSchema.parse({ args: [`--hf-token=${hfToken}`] })
    const checks = await look({ engine: 'vllm', settings })
    expect(checks).toMatchObject({ engine: { state: 'problem' } })
    expect(Object.keys(checks)).toEqual(['engine'])
  })
})

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LaunchSettingsSchema } from '../../../shared/domain/launch-settings.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { writeStandInDocker } from '../../fixtures/engines/stand-in-docker.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { listenersAt, watchArguments } from '../../fixtures/processes.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'

const key = `nvapi-${'cAnArY7q'.repeat(8)}`
const uid = String(process.getuid?.())

let bin: string
let kit: LauncherKit
let hasKey: boolean

beforeEach(() => {
  hasKey = true
  bin = mkdtempSync(join(tmpdir(), 'hubkey-nim-'))
  writeStandInDocker(bin)
  mkdirSync(join(bin, '.docker', 'contexts'), { recursive: true })
  writeFileSync(
    join(bin, '.docker', 'config.json'),
    JSON.stringify({ currentContext: 'rootless', auths: { 'docker.io': {} }, credsStore: 'mine' }),
  )
  kit = createKit('/nowhere', '', {
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: bin, HF_TOKEN: 'other' },
    prepare: async ({ repo }) => ({ repo, file: null, modelPath: '' }),
    // What is looked at is what an end leaves behind, not that it is started again.
    restartDelaysMs: [],
    secrets: async ({ providers }) =>
      providers
        .filter(() => hasKey)
        .map((provider) => ({
          variables: ['NGC_API_KEY', 'NVIDIA_API_KEY', 'NGC_CLI_API_KEY'],
          secret: kit.redactor.guard(key),
          held: { provider, account: 'default', fingerprint: 'f00' },
        })),
  })
})
afterEach(async () => {
  await kit.launcher.close()
  kit.remove()
  rmSync(bin, { recursive: true, force: true })
})

describe.skipIf(process.platform !== 'linux')('NIM in Docker', () => {
  const request: LaunchRequest = {
    engine: 'nim',
    mode: 'own',
    ...{ repo: 'meta/llama3-8b-instruct', revision: '1.0.3', file: null, port: 0 },
  }

  it('gets its key by name alone, from a configuration of its own that goes with it', async () => {
    const argvs = watchArguments(key)
    const settings = LaunchSettingsSchema.parse({
      context: 8192,
      gpu: [0, 2],
      environment: { NIM_LOG_LEVEL: 'INFO' },
    })
    const { id } = await kit.launcher.launch({ ...request, settings })
    const ready = await kit.launcher.whenReady(id)
    expect(argvs.stop().hits).toEqual([])
    const port = new URL(ready.url!).port
    const seen = seenByDocker()
    expect(seen.argv).toEqual([
      ...['run', '--rm', '--name', `hubkey-${id}`, '--label', `dev.hubkey.run=${id}`],
      ...['--gpus', '"device=0,2"', '--shm-size', '16g', '--env', 'NGC_API_KEY'],
      ...['--env', 'NIM_MAX_MODEL_LEN', '--env', 'NIM_LOG_LEVEL'],
      ...['--volume', `${join(bin, '.cache', 'nim')}:/opt/nim/.cache`, '--user', uid],
      ...['--publish', `127.0.0.1:${port}:8000`, 'nvcr.io/nim/meta/llama3-8b-instruct:1.0.3'],
    ])
    expect(seen.env).not.toContain('HF_TOKEN')
    expect(seen).toMatchObject({
      config: { currentContext: 'rootless', credHelpers: { 'nvcr.io': 'hubkey-run' } },
      ...{ username: '$oauthtoken', isKey: true },
      stranger: 'credentials not found in native keychain',
    })
    expect(Object.keys(seen.config)).not.toContain('credsStore')
    expect(listenersAt(Number(port))).toEqual(['0100007F'])
    const hunt = huntFor(key)
    expect(await hunt.folder(seen.configFolder)).toEqual([])
    const container = containerPid(id)
    expect(isRunning(container)).toBe(true)

    await kit.launcher.stop(id)
    const log = await kit.launcher.log(id, 0)
    expect(log.some(({ text }) => text.includes('token [secret]'))).toBe(true)
    expect(hunt.text(JSON.stringify([log, kit.launcher.list()]))).toBe(false)
    expect(await hunt.folder(kit.state)).toEqual([])
    await expect.poll(() => isRunning(container)).toBe(false)
    expect(existsSync(seen.configFolder)).toBe(false)
    expect(kit.launcher.list()[0]).toMatchObject({ state: 'exited', error: null })
  })

  it('does not start without a key, and says how to get one', async () => {
    hasKey = false
    const { id } = await kit.launcher.launch(request)
    const { error } = await kit.launcher.whenEnded(id)
    expect(error).toMatchObject({
      code: 'no-token',
      message: expect.stringContaining('NGC') as string,
    })
    expect(existsSync(join(bin, 'docker.json'))).toBe(false)
  })

  it('leaves no container behind when Docker’s own program is killed', async () => {
    const { id } = await kit.launcher.launch(request)
    const { pid } = await kit.launcher.whenReady(id)
    const container = containerPid(id)
    process.kill(pid!, 'SIGKILL')
    await kit.launcher.whenEnded(id)
    await expect.poll(() => isRunning(container)).toBe(false)
  })
})

function containerPid(run: string): number {
  return Number(readFileSync(join(bin, 'containers', `hubkey-${run}`), 'utf8'))
}

interface SeenByDocker {
  argv: string[]
  env: string[]
  config: Record<string, unknown>
  configFolder: string
}

function seenByDocker(): SeenByDocker {
  return JSON.parse(readFileSync(join(bin, 'docker.json'), 'utf8')) as SeenByDocker
}

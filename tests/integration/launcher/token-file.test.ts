import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LaunchSettingsSchema } from '../../../shared/domain/launch-settings.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { writeStandInServers } from '../../fixtures/engines/stand-in-server.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { watchArguments } from '../../fixtures/processes.ts'
import { createKit, type LauncherKit } from './launcher-kit.ts'

const before = `hf_${'cAnArY7q'.repeat(4)}zZ`
const after = `hf_${'bRaNdNeW'.repeat(4)}zZ`

let bin: string
let runtime: string
let token: string
let kit: LauncherKit

beforeEach(() => {
  token = before
  bin = mkdtempSync(join(tmpdir(), 'hubkey-file-'))
  // Memory, as the folder of a session is.
  runtime = mkdtempSync('/dev/shm/hubkey-runtime-')
  writeStandInServers(bin, ['vllm'])
  kit = createKit('/nowhere', '', {
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: bin, XDG_RUNTIME_DIR: runtime },
    prepare: async ({ repo }) => ({ repo, file: null, modelPath: '' }),
    secrets: async ({ providers }) =>
      providers.map((provider) => ({
        variables: ['HF_TOKEN'],
        secret: kit.redactor.guard(token),
        held: { provider, account: 'default', fingerprint: token === before ? 'f00' : 'f11' },
      })),
  })
})
afterEach(async () => {
  await kit.launcher.close()
  kit.remove()
  for (const folder of [bin, runtime]) rmSync(folder, { recursive: true, force: true })
})

const request = (): LaunchRequest => ({
  ...{
    engine: 'vllm' as const,
    repo: 'acme/model',
    revision: 'main',
    file: null,
    port: 0,
    mode: 'own' as const,
  },
  settings: LaunchSettingsSchema.parse({ token: 'file' }),
})

describe.skipIf(process.platform !== 'linux')('a token in a file', () => {
  it('reaches the running server anew, and goes with it', async () => {
    const argvs = watchArguments(before)
    const { id } = await kit.launcher.launch(request())
    const ready = await kit.launcher.whenReady(id)
    expect(argvs.stop().hits).toEqual([])
    const path = join(runtime, 'hubkey', id, 'token')
    expect(readFileSync(path, 'utf8')).toBe(before)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    const seen = JSON.parse(readFileSync(join(bin, 'vllm.json'), 'utf8')) as { env: string[] }
    expect(seen.env).toContain('HF_TOKEN_PATH')
    expect(seen.env).not.toContain('HF_TOKEN')
    expect(ready).toMatchObject({ secrets: ['HF_TOKEN_PATH'], holds: [{ fingerprint: 'f00' }] })

    token = after
    await kit.launcher.refreshTokens()
    expect(readFileSync(path, 'utf8')).toBe(after)
    expect(kit.launcher.list()[0]).toMatchObject({
      state: 'ready',
      holds: [{ fingerprint: 'f11' }],
    })
    const entry = JSON.parse(kit.read('ledger', `${id}.json`)) as { run: { holds: unknown } }
    expect(entry.run.holds).toMatchObject([{ fingerprint: 'f11' }])

    await kit.launcher.stop(id)
    expect(existsSync(dirname(path))).toBe(false)
    for (const one of [before, after]) expect(await huntFor(one).folder(kit.state)).toEqual([])
  })

  it('of a run that is no more is swept away, and nothing else', async () => {
    const dead = join(runtime, 'hubkey', '20261101-101010-abc123')
    const foreign = join(runtime, 'hubkey', 'mine')
    for (const folder of [dead, foreign]) mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { id } = await kit.launcher.launch(request())
    await kit.launcher.whenReady(id)
    await kit.launcher.sweep()
    expect(existsSync(dead)).toBe(false)
    expect([foreign, join(runtime, 'hubkey', id)].map(existsSync)).toEqual([true, true])
  })

  it('is refused where nothing lies in memory alone, and by engines that read none', async () => {
    rmSync(runtime, { recursive: true })
    const { id } = await kit.launcher.launch(request())
    expect(await kit.launcher.whenEnded(id)).toMatchObject({ error: { code: 'no-token-folder' } })
    await expect(kit.launcher.launch({ ...request(), engine: 'ollama' })).rejects.toMatchObject({
      error: { code: 'bad-input' },
    })
  })
})

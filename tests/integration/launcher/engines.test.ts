import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import { LaunchSettingsSchema } from '../../../shared/domain/launch-settings.ts'
import { writeStandInServers } from '../../fixtures/engines/stand-in-server.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { groupOf, listenersAt, watchArguments } from '../../fixtures/processes.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'

const token = `hf_${'cAnArY7q'.repeat(4)}zZ`
const hosted = ['--host', '127.0.0.1', '--port', 'PORT']
const plain = ['HOME', 'PATH']
const withToken = [...plain, 'HF_ENDPOINT', 'HF_TOKEN'].sort()

const table: readonly (readonly [EngineId, string, readonly string[], readonly string[]])[] = [
  [
    'llama-server',
    'llama-server',
    ['-m', '/m.gguf', '--alias', 'acme/model', ...hosted, '--metrics'],
    plain,
  ],
  ['vllm', 'vllm', ['serve', 'acme/model', '--revision', 'main', ...hosted], withToken],
  [
    'sglang',
    'python3',
    [
      ...['-m', 'sglang.launch_server', '--model-path', 'acme/model', '--revision', 'main'],
      ...hosted,
    ],
    withToken,
  ],
  [
    'tgi',
    'text-generation-launcher',
    [
      ...['--model-id', 'acme/model', '--revision', 'main', '--hostname', '127.0.0.1'],
      ...['--port', 'PORT'],
    ],
    withToken,
  ],
  ['transformers', 'transformers', ['serve', ...hosted], withToken],
  ['ollama', 'ollama', ['serve'], [...plain, 'OLLAMA_HOST'].sort()],
  ['mlx', 'mlx_lm.server', ['--model', 'acme/model', ...hosted], withToken],
]

let bin: string
let kit: LauncherKit

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'hubkey-servers-'))
  kit = createKit('/nowhere', '/m.gguf', {
    env: {
      ...{
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        HOME: bin,
        HF_ENDPOINT: 'https://hub.test',
      },
      ...{ HF_TOKEN: token, NGC_API_KEY: token, LD_PRELOAD: '/nowhere.so', MY_SECRET: token },
    },
    secrets: async ({ providers }) =>
      providers.map((provider) => ({
        variables: ['HF_TOKEN'],
        secret: kit.redactor.guard(token),
        held: { provider, account: 'default', fingerprint: 'f00' },
      })),
  })
})
afterEach(async () => {
  await kit.launcher.close()
  kit.remove()
  rmSync(bin, { recursive: true, force: true })
})

describe.skipIf(process.platform !== 'linux')('an engine of somebody else', () => {
  it.each(table)(
    '%s is started as it should be, and leaks nothing',
    async (engine, program, argv, names) => {
      writeStandInServers(bin, [program])
      const argvs = watchArguments(token)
      const { id } = await kit.launcher.launch({ ...kit.request(), engine })
      const ready = await kit.launcher.whenReady(id)
      expect(argvs.stop()).toMatchObject({ looks: expect.any(Number) as number, hits: [] })
      const port = new URL(ready.url!).port
      const seen = seenBy(program)
      expect(seen.argv).toEqual(argv.map((word) => (word === 'PORT' ? port : word)))
      const own = seen.env.filter((name) => !shellOwn.includes(name))
      expect(own.sort()).toEqual(names)
      const gotToken = names.includes('HF_TOKEN')
      expect(ready.secrets).toEqual(gotToken ? ['HF_TOKEN'] : [])

      const hunt = huntFor(token)
      expect(listenersAt(Number(port))).toEqual(['0100007F'])
      const group = groupOf(ready.pid!)
      expect(group.length).toBeGreaterThan(1)
      await kit.launcher.stop(id)
      const log = await kit.launcher.log(id, 0)
      expect(log.some(({ text }) => text.includes('token [secret]'))).toBe(gotToken)
      expect(hunt.text(JSON.stringify([log, kit.launcher.list()]))).toBe(false)
      expect(await hunt.folder(kit.state)).toEqual([])
      await expect.poll(() => group.filter(isRunning)).toEqual([])
      expect(kit.launcher.list()[0]).toMatchObject({ state: 'exited', engine })
    },
  )

  it('may be any command, with places to fill in and the tokens that it names', async () => {
    writeStandInServers(bin, ['my-server'])
    const settings = LaunchSettingsSchema.parse({
      command: ['my-server', '--model={model}@{revision}', '--port', '{port}', '{context}'],
      context: 4096,
      environment: { MY_MODE: 'fast' },
      gpu: [1],
      secrets: ['huggingface'],
      ready: '/up',
    })
    const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'custom', settings })
    const ready = await kit.launcher.whenReady(id)
    const seen = seenBy('my-server')
    const port = new URL(ready.url!).port
    expect(seen.argv).toEqual(['--model=acme/model@main', '--port', port, '4096'])
    const devices = ['CUDA_VISIBLE_DEVICES', 'GGML_VK_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES']
    expect(seen.env.filter((name) => !shellOwn.includes(name)).sort()).toEqual(
      [...withToken, ...devices, 'MY_MODE'].sort(),
    )
    expect(JSON.parse(kit.read('runs', id, 'launch_context.json'))).toMatchObject({
      environment: expect.arrayContaining(['MY_MODE', 'HF_TOKEN']) as string[],
    })
    await kit.launcher.stop(id)
    expect(await huntFor(token).folder(kit.state)).toEqual([])
  })

  it('tells what it is busy with, to other programs too, until it serves', async () => {
    writeStandInServers(bin, ['vllm'])
    const other = createKit('/nowhere', '', { paths: { state: kit.state } })
    const phases: string[] = []
    kit.launcher.onChange(() => {
      const { state, phase } = kit.launcher.list()[0] ?? {}
      const told = `${state ?? ''} ${phase ?? '-'}`
      if (phases.at(-1) !== told) phases.push(told)
    })
    const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'vllm' })
    await vi.waitFor(async () => {
      await other.launcher.sweep()
      expect(other.launcher.list()).toMatchObject([
        { id, phase: expect.stringMatching(/loading|warming/) as string, elsewhere: true },
      ])
    }, 20_000)
    await kit.launcher.whenReady(id)
    expect(phases).toEqual(['preparing -', 'starting loading', 'starting warming', 'ready -'])
    await other.launcher.close()
    await kit.launcher.stop(id)
  })

  it('that is not there is named', async () => {
    const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'vllm' })
    expect(await kit.launcher.whenEnded(id)).toMatchObject({
      state: 'failed',
      error: { code: 'engine-missing' },
    })
  })
})

/** The shell that guards a server sets these, and they name a folder or count. */
const shellOwn = ['PWD', 'OLDPWD', '_', 'SHLVL', 'HUBKEY_RUN']

function seenBy(program: string): { argv: string[]; env: string[] } {
  return JSON.parse(readFileSync(join(bin, `${program}.json`), 'utf8')) as ReturnType<typeof seenBy>
}

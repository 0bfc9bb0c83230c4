import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import { writeStandInServers } from '../../fixtures/engines/stand-in-server.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'

const token = `hf_${'cAnArY7q'.repeat(4)}zZ`
const hosted = ['--host', '127.0.0.1', '--port', 'PORT']
const plain = ['HOME', 'PATH']
const withToken = [...plain, 'HF_ENDPOINT', 'HF_TOKEN'].sort()

const table: readonly (readonly [EngineId, string, readonly string[], readonly string[]])[] = [
  ['llama-server', 'llama-server', ['-m', '/m.gguf', '--alias', 'acme/model', ...hosted], plain],
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
      const { id } = await kit.launcher.launch({ ...kit.request(), engine })
      const ready = await kit.launcher.whenReady(id)
      const port = new URL(ready.url!).port
      const seen = JSON.parse(readFileSync(join(bin, `${program}.json`), 'utf8')) as {
        argv: string[]
        env: string[]
      }
      expect(seen.argv).toEqual(argv.map((word) => (word === 'PORT' ? port : word)))
      // The shell that guards it sets these two, and they name a folder.
      const own = seen.env.filter((name) => !['PWD', 'OLDPWD', '_', 'SHLVL'].includes(name))
      expect(own.sort()).toEqual(names)
      const gotToken = names.includes('HF_TOKEN')
      expect(ready.secrets).toEqual(gotToken ? ['HF_TOKEN'] : [])

      const hunt = huntFor(token)
      expect(inArguments(token)).toEqual([])
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

  it('that is not there is named', async () => {
    const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'vllm' })
    expect(await kit.launcher.whenEnded(id)).toMatchObject({
      state: 'failed',
      error: { code: 'engine-missing' },
    })
  })
})

/** Every process of a group, by its leader. */
function groupOf(leader: number): number[] {
  return pids().filter((pid) => {
    const stat = read(pid, 'stat')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] === String(leader)
  })
}

function inArguments(text: string): number[] {
  return pids().filter((pid) => read(pid, 'cmdline').includes(text))
}

function pids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger)
}

/** A process may have ended since it was listed. */
function read(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    return ''
  }
}

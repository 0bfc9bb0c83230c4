/** What is left of servers that crash, refuse to end, run away or are robbed of their port: nothing. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { markedProcesses } from '../../../electron/launcher/marked-processes.ts'
import type { LauncherNeeds } from '../../../electron/launcher/launcher.ts'
import { RunViewSchema, type RunView } from '../../../shared/domain/run.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'
import { writeStandInEngine } from './stand-in-engine.ts'
import { writeUnrulyServer } from './unruly-server.ts'

/** In milliseconds; a busy machine may need seconds to start a program. */
const patience = 30_000

let folder: string
const kits: LauncherKit[] = []
const owners: ChildProcess[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubkey-supervision-'))
  writeStandInEngine(folder)
  writeUnrulyServer(folder)
})
afterEach(async () => {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL')
  for (const kit of kits.splice(0)) {
    await kit.launcher.close()
    kit.remove()
  }
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function kitFor(behaviour: string, needs: Partial<LauncherNeeds> = {}): LauncherKit {
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder }
  const kit = createKit(folder, behaviour, { env, ...needs })
  kits.push(kit)
  return kit
}

async function launchUnruly(kit: LauncherKit): Promise<RunView> {
  const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'llama-server' })
  return kit.launcher.whenReady(id)
}

/** A program of its own launches it, to be killed. */
async function launchFromOwner(): Promise<{ owner: ChildProcess; state: string; id: string }> {
  const state = mkdtempSync(join(tmpdir(), 'hubkey-owner-'))
  const script = join(import.meta.dirname, 'owner-child.ts')
  const args = ['--import', 'tsx', script, folder, '', state, 'llama-server']
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` }
  const owner = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  owners.push(owner)
  const line = await new Promise<string>((resolve) => {
    owner.stdout.once('data', (data: Buffer) => {
      resolve(data.toString())
    })
  })
  return { owner, state, id: RunViewSchema.parse(JSON.parse(line)).id }
}

function wordsOf(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
}

/** The server, its guard and `cat`, three shells and two `sleep`s in its group, and the one that left it. */
async function expectFamily(id: string): Promise<readonly number[]> {
  return vi.waitFor(async () => {
    const family = await markedProcesses(id)
    const sessions = new Set(family.map((pid) => statOf(pid)[3]))
    expect(sessions.size).toBe(2)
    expect(family.length).toBeGreaterThanOrEqual(6)
    return family
  }, patience)
}

function statOf(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

async function expectNothingLeft(id: string, family: readonly number[]): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await markedProcesses(id)).toEqual([])
      expect(family.filter(isRunning)).toEqual([])
    },
    { timeout: patience, interval: 20 },
  )
}

describe('a server that crashes while it serves', () => {
  it('is started again, at the same address, and says so', async () => {
    const kit = kitFor(`crash-once:${join(folder, 'crashed')}`, { restartDelaysMs: [0] })
    const { id } = await kit.launcher.launch(kit.request())
    const first = await kit.launcher.whenReady(id)
    await vi.waitFor(() => {
      expect(kit.launcher.list()[0]).toMatchObject({ state: 'ready', restarts: 1 })
    }, patience)
    const second = kit.launcher.list()[0]
    expect(second?.url).toBe(first.url)
    expect(second?.pid).not.toBe(first.pid)
    expect(kit.states).toEqual(['preparing', 'starting', 'ready', 'starting', 'ready'])
    const log = (await kit.launcher.log(id, 0)).map(({ text }) => text).join('\n')
    expect(log).toContain('hubkey: The engine ended unexpectedly by a signal. It is started again.')
  })

  it('is given up after so many times, with the reason', async () => {
    const kit = kitFor('crash-late', { restartDelaysMs: [0, 0] })
    const { id } = await kit.launcher.launch(kit.request())
    const ended = await kit.launcher.whenEnded(id)
    expect(ended).toMatchObject({ state: 'failed', restarts: 2, error: { code: 'engine-failed' } })
    expect(kit.states.filter((state) => state === 'ready')).toHaveLength(3)
    expect(readdirSync(join(kit.state, 'ledger'))).toEqual([])
  })

  it('can be stopped while it waits, from here and by another program, which sees it', async () => {
    for (const who of ['us', 'them'] as const) {
      const kit = kitFor('crash-late', { restartDelaysMs: [600_000] })
      const { id } = await kit.launcher.launch(kit.request())
      await vi.waitFor(() => {
        expect(kit.launcher.list()[0]).toMatchObject({ state: 'starting', phase: 'waiting' })
        // Written down as well: until then another program takes it for ended.
        expect(kit.read('ledger', `${id}.json`)).toContain('"phase": "waiting"')
      }, patience)
      const other = kitFor('', { paths: { state: kit.state } })
      await vi.waitFor(async () => {
        await other.launcher.sweep()
        expect(other.launcher.list()).toMatchObject([{ id, phase: 'waiting' }])
      }, patience)
      await (who === 'us' ? kit : other).launcher.stop(id)
      expect(await kit.launcher.whenEnded(id)).toMatchObject({ state: 'exited', error: null })
    }
  })
})

describe.skipIf(process.platform !== 'linux')('a server that will not end', () => {
  it('is gone with all it started, when it is stopped and when Hubkey closes', async () => {
    for (const way of ['stop', 'close'] as const) {
      const kit = kitFor('')
      const { id } = await launchUnruly(kit)
      const family = await expectFamily(id)
      await (way === 'stop' ? kit.launcher.stop(id) : kit.launcher.close())
      await expectNothingLeft(id, family)
      expect(await kit.launcher.whenEnded(id)).toMatchObject({ state: 'exited', error: null })
    }
  })

  it('is gone when its owner is killed, without another start', async () => {
    const { owner, state, id } = await launchFromOwner()
    const family = await expectFamily(id)
    owner.kill('SIGKILL')
    await expectNothingLeft(id, family)
    const next = kitFor('', { paths: { state } })
    expect((await next.launcher.sweep()).forgotten).toEqual([id])
  })

  it('is ended by the next start, the one that ran away too, when its guard and owner were killed', async () => {
    const { owner, state, id } = await launchFromOwner()
    const family = await expectFamily(id)
    const stranger = spawn('sleep', ['600'], { env: { HUBKEY_RUN: `${id}x` }, stdio: 'ignore' })
    owners.push(stranger)
    const guards = family.filter((pid) => /^cat|hubkey-guard/.test(wordsOf(pid).join(' ')))
    expect(guards.length).toBe(2)
    for (const guard of guards) process.kill(guard, 'SIGKILL')
    owner.kill('SIGKILL')
    await new Promise((resolve) => owner.once('exit', resolve))
    const next = kitFor('', { paths: { state } })
    expect((await next.launcher.sweep()).ended).toEqual([id])
    await expectNothingLeft(id, family)
    expect(isRunning(stranger.pid!)).toBe(true)
  })

  it('is gone when its guard was killed first, and lives on without a grandchild', async () => {
    const kit = kitFor('')
    const { id, pid } = await launchUnruly(kit)
    const family = await expectFamily(id)
    const others = family.filter((one) => one !== pid)
    for (const one of others) process.kill(one, 'SIGKILL')
    await vi.waitFor(() => {
      expect(others.filter(isRunning)).toEqual([])
    }, patience)
    expect(isRunning(pid!)).toBe(true)
    expect(kit.launcher.list()[0]?.state).toBe('ready')
    await kit.launcher.stop(id)
    await expectNothingLeft(id, family)
  })

  it('is gone whenever it is stopped during its start', async () => {
    const kit = kitFor('')
    for (let moment = 0; moment < 10; moment += 1) {
      const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'llama-server' })
      await new Promise((resolve) => setTimeout(resolve, moment * 12))
      await kit.launcher.stop(id)
      await expectNothingLeft(id, [])
      expect(await kit.launcher.whenEnded(id)).toMatchObject({ state: 'exited', error: null })
    }
    expect(readdirSync(join(kit.state, 'ledger'))).toEqual([])
  })
})

describe.skipIf(process.platform !== 'linux')(
  'a port that is stolen before the server has it',
  () => {
    // Fifty times by hand: HUBKEY_TEST_KILLS=50.
    it('is not asked anything, and the theft is named', { timeout: 600_000 }, async () => {
      for (let round = 0; round < Number(process.env['HUBKEY_TEST_KILLS'] ?? 3); round += 1) {
        let asked = 0
        const thief = createServer((_, reply) => {
          asked += 1
          reply.end('{"status":"ok"}')
        })
        const kit = kitFor('')
        kit.launcher.onChange(() => {
          const pid = kit.launcher.list()[0]?.pid
          if (pid === null || pid === undefined || thief.listening) return
          const words = wordsOf(pid)
          thief.listen(Number(words[words.indexOf('--port') + 1]), '127.0.0.1')
        })
        const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'llama-server' })
        expect(await kit.launcher.whenEnded(id)).toMatchObject({ state: 'failed' })
        expect(thief.listening).toBe(true)
        expect(asked).toBe(0)
        await new Promise((resolve) => thief.close(resolve))
      }
    })
  },
)

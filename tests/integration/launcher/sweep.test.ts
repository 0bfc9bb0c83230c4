import { spawn, type ChildProcess } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunView } from '../../../shared/domain/run.ts'
import { enter, type LedgerEntry } from '../../../electron/launcher/ledger.ts'
import { stampOf, type ProcessStamp } from '../../../electron/engine/process-stamp.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'

let kit: LauncherKit
const children: ChildProcess[] = []
let number = 0

beforeEach(() => {
  kit = createKit('/nowhere', 'unused')
})
afterEach(async () => {
  await kit.launcher.close()
  kit.remove()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A process of the given kind, and its stamp. */
async function start(command = 'exec sleep 60', detached = false): Promise<ProcessStamp> {
  const child = spawn('/bin/sh', ['-c', command], { stdio: 'ignore', detached })
  children.push(child)
  return (await stampOf(child.pid!))!
}

async function startAndEnd(): Promise<ProcessStamp> {
  const stamp = await start()
  const child = children.at(-1)!
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  return stamp
}

async function self(): Promise<ProcessStamp> {
  return (await stampOf(process.pid))!
}

/** Writes a run of these processes into the ledger. */
async function record(
  stamps: { process: ProcessStamp; owner: ProcessStamp },
  change: Partial<RunView> = {},
): Promise<string> {
  number += 1
  const id = `20261122-100000-${String(number).padStart(6, '0')}`
  const run: RunView = {
    ...{ id, repo: 'acme/model', file: 'm.gguf', engine: 'embedded', state: 'ready' },
    ...{ url: 'http://127.0.0.1:1', pid: stamps.process.pid, startedAt: '2026-11-22T10:00:00Z' },
    ...{ readyAt: '2026-11-22T10:00:01Z', endedAt: null, secrets: [], detached: false },
    ...{ holds: [], holdsOldToken: false, download: null, error: null },
    ...change,
  }
  const entry: Omit<LedgerEntry, 'version'> = {
    run,
    request: null,
    process: stamps.process,
    owner: { ...stamps.owner, kind: 'app' },
  }
  await enter(entry, { paths: { state: kit.state } })
  return id
}

function inLedger(id: string): boolean {
  return existsSync(join(kit.state, 'ledger', `${id}.json`))
}

/** Members of a process group, without those that only wait to be looked at. */
function runningInGroup(group: number): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[2] === String(group) && fields[0] !== 'Z'
    } catch {
      return false
    }
  })
}

describe.skipIf(process.platform === 'win32')('a sweep', () => {
  it('ends what a dead owner left, with its whole group', async () => {
    const alone = await start()
    const group = await start('sleep 60 & sleep 60', true)
    const owner = await startAndEnd()
    const ids = [await record({ process: alone, owner }), await record({ process: group, owner })]
    const report = await kit.launcher.sweep()
    expect(report.ended).toEqual(ids)
    expect([alone, group].filter(({ pid }) => isRunning(pid))).toEqual([])
    await vi.waitFor(() => {
      expect(runningInGroup(group.pid)).toEqual([])
    })
    expect(ids.filter(inLedger)).toEqual([])
    expect(kit.launcher.list()).toEqual([])
  })

  it('takes an owner whose number was given away for dead', async () => {
    const engine = await start()
    const owner = { ...(await self()), started: '1' }
    const id = await record({ process: engine, owner })
    expect((await kit.launcher.sweep()).ended).toEqual([id])
    expect(isRunning(engine.pid)).toBe(false)
  })

  it('leaves the run of a live owner alone, and lists it', async () => {
    const engine = await start()
    const id = await record({ process: engine, owner: await self() })
    const report = await kit.launcher.sweep()
    expect(report).toMatchObject({ ended: [], forgotten: [] })
    expect(kit.launcher.list().map((run) => run.id)).toEqual([id])
    expect(isRunning(engine.pid)).toBe(true)
    expect(inLedger(id)).toBe(true)
  })

  it('adopts a detached run of a dead owner; it can be stopped', async () => {
    const engine = await start()
    const id = await record({ process: engine, owner: await startAndEnd() }, { detached: true })
    await kit.launcher.sweep()
    expect(kit.launcher.list()).toMatchObject([{ id, detached: true, state: 'ready' }])
    expect(isRunning(engine.pid)).toBe(true)
    await kit.launcher.stop(id)
    expect(isRunning(engine.pid)).toBe(false)
    expect(inLedger(id)).toBe(false)
    expect(kit.launcher.list()).toEqual([])
  })

  it('stops another one that does not listen', async () => {
    const engine = await start('trap "" TERM; while :; do sleep 0.1; done')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const id = await record({ process: engine, owner: await self() })
    await kit.launcher.sweep()
    await kit.launcher.stop(id)
    expect(isRunning(engine.pid)).toBe(false)
  })

  it('forgets runs that ended unseen', async () => {
    const id = await record({ process: await startAndEnd(), owner: await self() })
    expect((await kit.launcher.sweep()).forgotten).toEqual([id])
    expect(inLedger(id)).toBe(false)
  })

  it('never touches a process that only has the same number', async () => {
    const bystander = await start()
    const owner = await startAndEnd()
    for (let trial = 0; trial < 300; trial += 1) {
      const started = String(Math.floor(Math.random() * 1e7))
      if (started === bystander.started) continue
      // The second one would end this very test.
      await record({ process: { ...bystander, started }, owner })
      await record({ process: { ...(await self()), started }, owner })
    }
    const report = await kit.launcher.sweep()
    expect(report.ended).toEqual([])
    expect(report.forgotten.length).toBeGreaterThan(590)
    expect(isRunning(bystander.pid)).toBe(true)
  })

  it.skipIf(process.platform !== 'linux')('leaves other boots and containers alone', async () => {
    const engine = await start()
    const owner = await startAndEnd()
    const [boot] = engine.world.split(' ')
    const earlier = await record({
      process: { ...engine, world: 'other-boot pid:[1]' },
      owner: { ...owner, world: 'other-boot pid:[1]' },
    })
    const contained = { ...engine, world: `${boot!} pid:[1]` }
    const inside = await record({ process: contained, owner: { ...owner, world: contained.world } })
    const report = await kit.launcher.sweep()
    expect(report).toMatchObject({ ended: [], forgotten: [earlier] })
    expect(inLedger(inside)).toBe(true)
    expect(isRunning(engine.pid)).toBe(true)
  })

  it('takes away what a writer left that was killed, and not what another one is at', async () => {
    const gone = await startAndEnd()
    const folder = join(kit.state, 'ledger')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const name = (pid: number): string => `.hubkey-a.json-${pid}-${'0'.repeat(16)}.tmp`
    for (const pid of [gone.pid, process.pid]) writeFileSync(join(folder, name(pid)), '{')
    await kit.launcher.sweep()
    expect(readdirSync(folder)).toEqual([name(process.pid)])
  })

  it('is not stopped by entries that cannot be read', async () => {
    const engine = await start()
    const good = await record({ process: engine, owner: await startAndEnd() })
    const ledger = join(kit.state, 'ledger')
    const name = (text: string): string => join(ledger, `20261122-110000-${text}.json`)
    writeFileSync(name('garbag'), '{"version":1,')
    writeFileSync(name('binary'), Buffer.from([0, 255, 254, 0]))
    writeFileSync(name('hugeaa'), 'x'.repeat(1_000_000))
    writeFileSync(name('future'), '{"version":99}')
    writeFileSync(name('liarxx'), JSON.stringify({ version: 1, run: { id: good } }))
    mkdirSync(name('folder'))
    symlinkSync('/etc/passwd', name('linked'))
    writeFileSync(join(ledger, 'notes.txt'), 'mine')
    const report = await kit.launcher.sweep()
    expect(report.ended).toEqual([good])
    expect(isRunning(engine.pid)).toBe(false)
    expect(kit.warnings.length).toBeGreaterThanOrEqual(5)
    expect(readdirSync(ledger)).toContain('notes.txt')
    const again = kit.warnings.length
    await kit.launcher.sweep()
    // What cannot even be opened warns again; the rest was set aside.
    expect(kit.warnings.length - again).toBeLessThanOrEqual(3)
  })

  it('notices by itself what others start and end', async () => {
    await kit.launcher.sweep()
    const engine = await start()
    const changed = new Promise<void>((resolve) => kit.launcher.onChange(resolve))
    const id = await record({ process: engine, owner: await self() })
    await changed
    expect(kit.launcher.list().map((run) => run.id)).toEqual([id])
  })
})

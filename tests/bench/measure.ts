import { spawn, type ChildProcess } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import { startPanel } from '../fixtures/desktop/panel.ts'
import { startSession } from '../fixtures/desktop/session.ts'

/** A program to measure: what to run, and where its own data goes. */
export interface Contender {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
}

/** One start. Times are milliseconds since the process was spawned, memory is PSS in bytes. */
export interface Measurement {
  readonly trayMs: number
  readonly paintMs: number
  /** When the largest piece of content stood there. */
  readonly contentMs: number
  readonly memory: number
}

/** Memory is read after the app had this long, in milliseconds, to settle. */
const settleMs = 4000
const startLimitMs = 30_000

/** Starts a contender once in a session of its own and measures it. */
export async function measure({ command, env }: Contender): Promise<Measurement> {
  const session = await startSession({ keyring: 'unlocked' })
  const panel = await startPanel(session.busAddress)
  const [file, ...args] = command
  const started = performance.timeOrigin + performance.now()
  const child = spawn(file, args, {
    env: { ...session.env, ...env, BARE_USER_DATA: `${session.home}/bare` },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [trayMs, [paintMs, contentMs]] = await Promise.all([
      panel.trayItem(startLimitMs).then(() => performance.timeOrigin + performance.now() - started),
      paintTimes(child, started),
    ])
    await sleep(settleMs)
    return { trayMs, paintMs, contentMs, memory: await memoryOfTree(child.pid ?? 0) }
  } finally {
    await end(child)
    panel.close()
    await session.close()
  }
}

/** First paint and largest content, as the hook prints them. */
async function paintTimes({ stdout }: ChildProcess, started: number): Promise<[number, number]> {
  let paintMs: number | null = null
  for await (const line of createInterface(stdout as Readable)) {
    const [what, time] = line.split(' ')
    if (what === 'painted') paintMs = Number(time) - started
    if (what === 'content' && paintMs !== null) return [paintMs, Number(time) - started]
  }
  throw new Error('It ended before it painted anything.')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(timer)
}

/** PSS of a process and all below it: shared pages count once, split among those that share them. */
async function memoryOfTree(rootPid: number): Promise<number> {
  const children = new Map<number, number[]>()
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const tree = [rootPid]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  const sizes = await Promise.all(tree.map(pssOf))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function pssOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024
}

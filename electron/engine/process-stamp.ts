import { execFile } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { promisify } from 'node:util'
import { z } from 'zod'
import { codeOf } from '../files/file-failure.ts'

const run = promisify(execFile)

/** Names one process for good: its number alone is given to another one after it ended. */
export const ProcessStampSchema = z.object({
  pid: z.number().int().positive(),
  /** When it started, in the words of the system; null where that cannot be told. */
  started: z.string().max(64).nullable(),
  /** The boot and the process namespace that the number belongs to; empty outside of Linux. */
  world: z.string().max(128),
})
export type ProcessStamp = z.infer<typeof ProcessStampSchema>

/** `same` and `gone` are certain. `unknown` must be left alone: it may be someone else's. */
export type Standing = 'same' | 'gone' | 'unknown'

/** The stamp of a process that runs now, or null when there is none with this number. */
export async function stampOf(pid: number): Promise<ProcessStamp | null> {
  if (!exists(pid)) return null
  const started = await startOf(pid)
  return started === 'ended' ? null : { pid, started: started.at, world: world() }
}

/** Whether the process of this stamp still runs. */
export async function standingOf(stamp: ProcessStamp): Promise<Standing> {
  const here = world()
  if (stamp.world !== here) return bootOf(stamp.world) === bootOf(here) ? 'unknown' : 'gone'
  if (!exists(stamp.pid)) return 'gone'
  const started = await startOf(stamp.pid)
  if (started === 'ended') return 'gone'
  if (started.at === null || stamp.started === null) return 'unknown'
  return started.at === stamp.started ? 'same' : 'gone'
}

/** Sends a signal to the process of this stamp, and to its group when it leads one. */
export async function signal(stamp: ProcessStamp, name: NodeJS.Signals): Promise<void> {
  if ((await standingOf(stamp)) !== 'same') return
  try {
    process.kill(leadsGroup(stamp.pid) ? -stamp.pid : stamp.pid, name)
  } catch {
    // It ended in between.
  }
}

/** A process of another user that has the number now counts as none: ours has ended. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

type Start = { readonly at: string | null } | 'ended'

async function startOf(pid: number): Promise<Start> {
  switch (process.platform) {
    case 'linux': {
      const fields = statOf(pid)
      if (fields === null) return 'ended'
      return hasEnded(fields) ? 'ended' : { at: fields[19] ?? null }
    }
    case 'win32':
      return answerOf('powershell.exe', [
        '-NoProfile',
        '-Command',
        `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`,
      ])
    default:
      return answerOf('/bin/ps', ['-o', 'lstart=', '-p', String(pid)])
  }
}

async function answerOf(program: string, args: readonly string[]): Promise<Start> {
  try {
    const { stdout } = await run(program, [...args], { timeout: 5000, env: { LC_ALL: 'C' } })
    return { at: stdout.trim() === '' ? null : stdout.trim().slice(0, 64) }
  } catch {
    return { at: null }
  }
}

/** The fields of `/proc/<pid>/stat` from the third on; the name before them may hold anything. */
function statOf(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ESRCH') return null
    return []
  }
}

/**
 * A zombie has ended, only its parent has not looked yet. While it counts more than one thread
 * the others are still at it, and hold its port and memory.
 */
function hasEnded(fields: readonly string[]): boolean {
  return (fields[0] === 'Z' || fields[0] === 'X') && Number(fields[17]) <= 1
}

function leadsGroup(pid: number): boolean {
  return process.platform === 'linux' && statOf(pid)?.[2] === String(pid)
}

let knownWorld: string | undefined

/** After a restart, and in another container, the same number means another process. */
function world(): string {
  knownWorld ??= process.platform === 'linux' ? readWorld() : ''
  return knownWorld
}

function readWorld(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return ''
  }
}

function bootOf(worldOfStamp: string): string {
  return worldOfStamp.split(' ')[0] ?? ''
}

import { readdir, readFile, readlink } from 'node:fs/promises'
import type { RunId } from '../../shared/domain/run.ts'
import { markedProcesses, processIds } from './marked-processes.ts'

/** Who answers on a port; `unknown` where the system does not tell, or not this user. */
export type Listener = 'nobody' | 'ours' | 'other' | 'unknown'

/** The state LISTEN in `/proc/net/tcp` (proc(5)). */
const listening = '0A'

/**
 * Tells whether a port of this machine belongs to a run, so that nobody who took it in between is asked, told
 * anything or believed. Never throws.
 */
export async function listenerOf(port: number, run: RunId): Promise<Listener> {
  if (process.platform !== 'linux') return 'unknown'
  const sockets = await listeningSockets(port)
  if (sockets === null) return 'unknown'
  if (sockets.size === 0) return 'nobody'
  const ours = await markedProcesses(run)
  if (await anyHolds(ours, sockets)) return 'ours'
  const others = (await processIds()).filter((pid) => !ours.includes(pid))
  return (await anyHolds(others, sockets)) ? 'other' : 'unknown'
}

/** The sockets that listen on it, on any address, as `/proc/<pid>/fd` names them. */
async function listeningSockets(port: number): Promise<ReadonlySet<string> | null> {
  const sockets = new Set<string>()
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  let isKnown = false
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => null)
    isKnown ||= text !== null
    for (const line of text?.split('\n').slice(1) ?? []) {
      const words = line.trim().split(/\s+/)
      const isIt = words[1]?.endsWith(suffix) === true && words[3] === listening
      if (isIt && words[9] !== undefined) sockets.add(`socket:[${words[9]}]`)
    }
  }
  return isKnown ? sockets : null
}

async function anyHolds(pids: readonly number[], sockets: ReadonlySet<string>): Promise<boolean> {
  for (const pid of pids) {
    const folder = `/proc/${pid}/fd`
    const names = await readdir(folder).catch(() => [])
    const links = await Promise.all(
      names.map(async (name) => readlink(`${folder}/${name}`).catch(() => '')),
    )
    if (links.some((link) => sockets.has(link))) return true
  }
  return false
}

import type { RunId } from '../../shared/domain/run.ts'
import { holderOf, listeningSockets } from './listening-sockets.ts'
import { markedProcesses, processIds } from './marked-processes.ts'

/** Who answers on a port; `unknown` where the system does not tell, or not this user. */
export type Listener = 'nobody' | 'ours' | 'other' | 'unknown'

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
  if ((await holderOf(sockets, ours)) !== null) return 'ours'
  const others = (await processIds()).filter((pid) => !ours.includes(pid))
  return (await holderOf(sockets, others)) === null ? 'unknown' : 'other'
}

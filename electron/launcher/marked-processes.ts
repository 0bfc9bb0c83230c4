import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { RunId } from '../../shared/domain/run.ts'

/**
 * Stands in the environment of a server and of everything that it starts, and so tells whose a process is
 * that left its group (`setsid`, a daemon).
 */
export const runMarker = 'HUBKEY_RUN'

/** A process may start another one while it is looked for. */
const looks = 5
const lookMs = 50

/**
 * Ends whatever a run has started and that is still there, wherever it went. Linux only: elsewhere no program
 * can read another one's environment. Returns how many processes were ended. Never throws.
 */
export async function endMarkedProcesses(run: RunId): Promise<number> {
  if (process.platform !== 'linux') return 0
  const ended = new Set<number>()
  for (let look = 0; look < looks; look += 1) {
    const found = await markedProcesses(run)
    if (found.length === 0) break
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL')
        ended.add(pid)
      } catch {
        // It ended in between.
      }
    }
    await wait(lookMs)
  }
  return ended.size
}

/** Those that run; the environment of one that has ended cannot be read any more. */
export async function markedProcesses(run: RunId): Promise<readonly number[]> {
  const mark = Buffer.from(`${runMarker}=${run}\0`)
  const pids = await processIds()
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`).catch(() => null)
      return environment?.includes(mark) === true && pid !== process.pid
    }),
  )
  return pids.filter((_, index) => marked[index])
}

/** All processes of this machine that can be seen; none where there is no `/proc`. */
export async function processIds(): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => [])
  return names.map(Number).filter(Number.isInteger)
}

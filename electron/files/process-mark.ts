import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'
import { codeOf } from './file-failure.ts'

/** Names one process for good: a bare number is given again to the next one. */
export const ProcessMarkSchema = z.object({
  pid: z.number().int().positive(),
  /** Clock ticks after boot at which it started (Linux); null elsewhere. */
  started: z.string().max(32).nullable(),
  /** A container has process numbers of its own, and usually a host name of its own. */
  host: z.string().max(300),
})
export type ProcessMark = z.infer<typeof ProcessMarkSchema>

/** The mark of this very process. */
export function ownMark(): ProcessMark {
  return { pid: process.pid, started: startOf(process.pid), host: hostname() }
}

/** True when a process with this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return codeOf(cause) === 'EPERM'
  }
}

/** `yes` and `no` are certain; `unknown` for another machine, or a number that may be reused. */
export function isRunning(mark: ProcessMark): 'yes' | 'no' | 'unknown' {
  if (mark.host !== hostname()) return 'unknown'
  if (!isAlive(mark.pid)) return 'no'
  if (mark.started === null) return 'unknown'
  const started = startOf(mark.pid)
  return started === null ? 'unknown' : started === mark.started ? 'yes' : 'no'
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); the name in field 2 may hold spaces and brackets. */
function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

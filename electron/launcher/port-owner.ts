import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import type { Environment } from '../ports.ts'
import { findProgram } from '../files/find-program.ts'

/** Who listens at a port. */
export interface PortOwner {
  readonly pid: number
  /** The program's name, as the system tells it. */
  readonly program: string
}

const limitMs = 3000
const mostBytes = 64 * 1024

/**
 * Who listens at this TCP port of this machine, or null when nobody does or it cannot be told, as with
 * another user's program. Linux says so by `/proc`, macOS by `lsof`. Never throws.
 */
export async function portOwner(
  port: number,
  { env }: { readonly env: Environment },
): Promise<PortOwner | null> {
  try {
    return process.platform === 'linux' ? await ownerByProc(port) : await ownerByLsof(port, env)
  } catch {
    return null
  }
}

async function ownerByProc(port: number): Promise<PortOwner | null> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')),
  )
  const sockets = new Set(tables.flatMap((text) => listeners(text, port)))
  if (sockets.size === 0) return null
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (Number.isInteger(pid) && (await holds(pid, sockets))) {
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
      return { pid, program: cleaned(name) }
    }
  }
  return null
}

/** Sockets that listen at the port, as `/proc/PID/fd` names them. Source: proc_pid_net(5). */
function listeners(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      const isIt = state === '0A' && local.endsWith(`:${wanted}`)
      return isIt && inode !== undefined ? [`socket:[${inode}]`] : []
    })
}

/** Other users' processes are closed to us, and so hold nothing as far as we can tell. */
async function holds(pid: number, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  for (const fd of await readdir(folder).catch(() => [])) {
    const target = await readlink(`${folder}/${fd}`).catch(() => '')
    if (sockets.has(target)) return true
  }
  return false
}

async function ownerByLsof(port: number, env: Environment): Promise<PortOwner | null> {
  const lsof = await findProgram('lsof', env)
  if (lsof === null) return null
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
  const options = { env: {}, timeout: limitMs, maxBuffer: mostBytes, windowsHide: true } as const
  const text = await new Promise<string>((resolve) => {
    execFile(lsof, args, options, (_, stdout) => {
      resolve(stdout)
    })
  })
  const pid = /^p(\d+)$/m.exec(text)?.[1]
  return pid === undefined
    ? null
    : { pid: Number(pid), program: cleaned(/^c(.*)$/m.exec(text)?.[1] ?? '') }
}

/** A program chooses its own name, so nothing of it may act on a terminal. */
function cleaned(name: string): string {
  return (
    name
      .trim()
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 100) || 'unknown'
  )
}

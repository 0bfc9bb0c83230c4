import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Environment } from '../ports.ts'
import { findProgram } from '../files/find-program.ts'
import { holderOf, listeningSockets } from './listening-sockets.ts'
import { processIds } from './marked-processes.ts'

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
  const sockets = await listeningSockets(port)
  if (sockets === null || sockets.size === 0) return null
  const pid = await holderOf(sockets, await processIds())
  if (pid === null) return null
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  return { pid, program: cleaned(name) }
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

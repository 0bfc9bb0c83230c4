import { spawn } from 'node:child_process'
import type { Environment } from '../ports.ts'

/** Another tool's program, asked one question. */
export interface ToolCall {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Environment
  readonly cwd: string
  /** May hold a secret: it goes to standard input and nowhere else. */
  readonly stdin: string
  /** Milliseconds until it is killed; 15 seconds when left out. */
  readonly limitMs?: number
  /** More than this is no answer; one megabyte when left out. */
  readonly mostBytes?: number
}

/** What the program answered. `stdout` may hold a secret. */
export interface ToolReply {
  readonly kind: 'ended'
  readonly code: number | null
  readonly stdout: string
}

/** No answer: it is not there, it took too long, or said too much. */
export type NoReply = { readonly kind: 'missing' } | { readonly kind: 'hung' }

/**
 * Runs a tool without a terminal, in a group of its own: at the time limit it goes with whatever it
 * started. What it says on standard error is thrown away, for nobody knows what that may hold.
 */
export async function runTool(call: ToolCall): Promise<ToolReply | NoReply> {
  const { limitMs = 15_000, mostBytes = 1024 * 1024 } = call
  const child = spawn(call.program, call.args, {
    env: { ...call.env },
    cwd: call.cwd,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  const chunks: Buffer[] = []
  let size = 0
  return await new Promise((resolve) => {
    const give = (reply: ToolReply | NoReply): void => {
      clearTimeout(limit)
      resolve(reply)
    }
    const giveUp = (): void => {
      killGroup(child.pid)
      child.kill('SIGKILL')
      // Whoever it handed its output to may live on.
      child.stdout.destroy()
      give({ kind: 'hung' })
    }
    const limit = setTimeout(giveUp, limitMs)
    child.once('error', () => {
      give({ kind: 'missing' })
    })
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostBytes) giveUp()
      else chunks.push(chunk)
    })
    child.once('close', (code) => {
      give({ kind: 'ended', code, stdout: Buffer.concat(chunks).toString('utf8') })
    })
    // A program may end without reading what it is given.
    child.stdin.on('error', () => undefined)
    child.stdin.end(call.stdin)
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === 'win32') return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has just ended.
  }
}

import { spawn } from 'node:child_process'
import { tokenVariables } from './token-variables.ts'
import type { ForeignNeeds } from './tool.ts'

/** A credential helper answers from memory or a file; one that takes longer waits for a person. */
const limitMs = 5000
/** An answer is a few lines. */
const maxBytes = 64 * 1024

/** How a program ended; `missing` when there is none of that name, `silent` when it was killed. */
export type ProgramEnd =
  | { readonly kind: 'ended'; readonly code: number | null; readonly stdout: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'silent' }

/**
 * Runs another tool's program so that it cannot ask anybody: no terminal (a session of its own), no
 * display, no ask-pass program, and a time limit after which it and its children are killed.
 * `stdin` is the only way by which a secret may reach it.
 */
export async function runQuietly(
  {
    file,
    args,
    stdin,
  }: { readonly file: string; readonly args: readonly string[]; readonly stdin: string },
  { env, paths }: Pick<ForeignNeeds, 'env' | 'paths'>,
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(file, [...args], {
      // Not where Hubkey was started: a repository there could name helpers of its own.
      cwd: paths.home,
      env: quietEnvironment(env),
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: process.platform !== 'win32',
    })
    const chunks: Buffer[] = []
    let size = 0
    const kill = (): void => {
      killGroup(child.pid)
      child.stdout.destroy()
      resolve({ kind: 'silent' })
    }
    const timer = setTimeout(kill, limitMs)
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) kill()
    })
    // A program that does not read its input is not yet a failure.
    child.stdin.on('error', () => undefined)
    child.once('error', () => {
      clearTimeout(timer)
      resolve({ kind: 'missing' })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ kind: 'ended', code, stdout: Buffer.concat(chunks).toString('utf8') })
    })
    child.stdin.end(stdin)
  })
}

/** The user's environment without what could ask, trace, lead elsewhere, or carry a token. */
function quietEnvironment(env: ForeignNeeds['env']): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) =>
    value === undefined || isLoud(name) ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', GCM_INTERACTIVE: '0' }
}

function isLoud(name: string): boolean {
  if (name.startsWith('GIT_')) return !/^GIT_(?:CONFIG|EXEC_PATH)/.test(name)
  if (name.startsWith('GCM_TRACE') || name in tokenVariables) return true
  return ['DISPLAY', 'WAYLAND_DISPLAY', 'SSH_ASKPASS', 'GPG_TTY'].includes(name)
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

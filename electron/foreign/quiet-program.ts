import { runTool, type NoReply, type ToolReply } from '../sinks/run-tool.ts'
import { tokenVariables } from './token-variables.ts'
import type { ForeignNeeds } from './tool.ts'

/** A credential helper answers from memory or a file; one that takes longer waits for a person. */
const limitMs = 5000
/** An answer is a few lines. */
const mostBytes = 64 * 1024

/**
 * Runs another tool's program so that it cannot ask anybody: no terminal (a session of its own), no
 * display, no ask-pass program, and a time limit after which it and its children are killed.
 * `stdin` is the only way by which a secret may reach it.
 */
export async function runQuietly(
  what: {
    readonly program: string
    readonly args: readonly string[]
    readonly stdin: string
  },
  { env, paths }: Pick<ForeignNeeds, 'env' | 'paths'>,
): Promise<ToolReply | NoReply> {
  // Not where Hubkey was started: a repository there could name helpers of its own.
  return await runTool({
    ...what,
    env: quietEnvironment(env),
    cwd: paths.home,
    limitMs,
    mostBytes,
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

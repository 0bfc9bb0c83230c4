import { spawn } from 'node:child_process'
import {
  RunViewSchema,
  type LaunchRequest,
  type RunId,
  type RunView,
} from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { Environment } from '../ports.ts'

/** The process that stays with a server after the program that launched it has ended. */
export interface DetachedSupervisor {
  /** Calls the listener with how the run is, after each change. */
  onView(listener: (view: RunView) => void): void
  /** Calls the listener once, when the process has ended. */
  onExit(listener: () => void): void
  askToStop(): void
  kill(): void
  /** Nothing is heard of it any more, and this program need not wait for it. */
  letGo(): void
}

interface SupervisorNeeds {
  readonly env: Environment
  /** What starts the command line; null where it was not found. */
  readonly commandLine: () => Promise<readonly string[] | null>
}

/**
 * Starts the command line as a process that launches the model under this run's id and stays with it. It reads the
 * secrets itself, so none passes through here. Throws `engine-missing` without a command line.
 */
export async function startDetachedSupervisor(
  { repo, file, revision, port, engine, settings }: LaunchRequest,
  id: RunId,
  { env, commandLine }: SupervisorNeeds,
): Promise<DetachedSupervisor> {
  const [program, ...words] = (await commandLine()) ?? []
  if (program === undefined) throw fail(errors.cannotPersist())
  const args = [...words, 'launch', repo, '--supervise', id]
  args.push('--revision', revision, '--port', String(port), '--engine', engine)
  if (file !== null) args.push('--file', file)
  // Nothing in it is secret: what would be was refused.
  args.push('--settings', JSON.stringify(settings ?? {}))
  const child = spawn(program, args, {
    env: { ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: true,
    windowsHide: true,
  })
  return {
    onView: (listener) => {
      child.on('message', (message) => {
        const view = RunViewSchema.safeParse(message)
        if (view.success) listener(view.data)
      })
    },
    onExit: (listener) => {
      child.once('error', listener)
      child.once('exit', listener)
    },
    askToStop: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
    letGo: () => {
      if (child.connected) child.disconnect()
      child.unref()
    },
  }
}

import { spawn } from 'node:child_process'
import { AppErrorSchema, errors, fail } from '../../shared/errors.ts'
import { RunViewSchema, type LaunchRequest, type RunView } from '../../shared/domain/run.ts'
import type { Context } from './context.ts'

/** What a supervisor tells whoever started it, over the channel between them. */
const MessageSchema = RunViewSchema

/**
 * Starts a process that launches the model and stays with it, waits until the server is ready and
 * lets go of it. The process reads the secrets itself, so none passes through here.
 */
export async function launchDetached(
  { repo, file, revision, port, engine, settings }: LaunchRequest,
  { core, self, output, signal }: Context,
): Promise<RunView> {
  const args = [self.script, 'launch', repo, '--supervise']
  args.push('--revision', revision, '--port', String(port), '--engine', engine)
  if (file !== null) args.push('--file', file)
  // Nothing in it is secret: what would be was refused.
  args.push('--settings', JSON.stringify(settings ?? {}))
  const child = spawn(self.node, args, {
    env: { ...core.ports.env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: true,
  })
  const cancel = (): void => {
    child.kill('SIGTERM')
  }
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await new Promise<RunView>((resolve, reject) => {
      let last: RunView | null = null
      child.on('message', (message) => {
        const parsed = MessageSchema.safeParse(message)
        if (!parsed.success) return
        last = parsed.data
        output.progress(`${last.repo}: ${last.state}…`)
        if (last.state === 'ready') resolve(last)
      })
      child.once('error', () => {
        reject(fail(errors.engineFailed('The process that stays with the server did not start.')))
      })
      child.once('exit', () => {
        const error = AppErrorSchema.safeParse(last?.error)
        reject(fail(error.success ? error.data : errors.stopped()))
      })
    })
  } finally {
    signal.removeEventListener('abort', cancel)
    if (child.connected) child.disconnect()
    child.unref()
  }
}

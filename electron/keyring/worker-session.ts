import { errors, fail } from '../../shared/errors.ts'
import type { Environment, WorkerHost } from '../ports.ts'
import { KeyringReplySchema, type KeyringReply, type KeyringRequest } from './messages.ts'
import { workerEnvironment } from './worker-environment.ts'

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never
/** One question to the worker; resolves with its value. */
export type Ask = (request: WithoutId<KeyringRequest>) => Promise<string | null>

/**
 * Starts a keyring worker, lets `use` ask it, and kills it whatever happens: a call into the
 * library can hang in a way that nothing but the end of its process stops (measured: docs/decisions/0002-keyring.md).
 * Throws `keyring-hung` at the limit (milliseconds) and `keyring-failed` when it refuses or dies.
 */
export async function withKeyringWorker<T>(
  needs: { readonly env: Environment; readonly host: WorkerHost },
  limitMs: number,
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  const worker = needs.host.fork('keyring-worker', workerEnvironment(needs.env), [])
  const waiting = new Map<number, (reply: KeyringReply) => void>()
  let timer: NodeJS.Timeout | undefined
  const ended = new Promise<never>((_resolve, reject) => {
    worker.onExit(() => reject(fail(errors.keyringFailed())))
    timer = setTimeout(() => reject(fail(errors.keyringHung())), limitMs)
  })
  ended.catch(() => undefined)
  // Read and dropped: a library that complains at length must not fill the pipe and block.
  worker.onOutput(() => undefined)
  worker.onMessage((message) => {
    const reply = KeyringReplySchema.safeParse(message)
    if (!reply.success) return
    waiting.get(reply.data.id)?.(reply.data)
    waiting.delete(reply.data.id)
  })
  let id = 0
  const ask: Ask = async (request) => {
    id += 1
    const answered = new Promise<KeyringReply>((resolve) => waiting.set(id, resolve))
    worker.send({ ...request, id })
    const reply = await Promise.race([answered, ended])
    if (!reply.ok) throw fail(errors.keyringFailed())
    return reply.value
  }
  try {
    return await Promise.race([use(ask), ended])
  } finally {
    clearTimeout(timer)
    worker.kill()
  }
}

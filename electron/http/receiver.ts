import type { Environment, ReceivedReply, Receiver } from '../ports.ts'
import { readAuthorities } from './authorities.ts'
import { proxyFor } from './proxy-rules.ts'
import { ReceivingThread } from './receiving-thread.ts'

/** Starting the thread costs more than receiving a smaller file here. Bytes. */
const usualLeast = 32 * 1024 * 1024

/** The disk did not take what arrived. */
export class SaveFailure extends Error {
  /** As the system names it, such as `ENOSPC`. */
  readonly code: string

  constructor(code: string) {
    super('The disk did not take what arrived.')
    this.name = 'SaveFailure'
    this.code = code
  }
}

/** Fails as Node's own network does: its `code` says it all. */
class NetworkFailure extends Error {
  readonly code: string

  constructor(code: string) {
    super('The connection failed.')
    this.code = code
  }
}

/**
 * Receives files of `least` bytes and more, in one thread for all of them. What needs a proxy is not for
 * it. A token crosses over in a message, and only with a request to the Hub itself.
 */
export function createReceiver(env: Environment, { least = usualLeast } = {}): Receiver {
  let authorities: ReturnType<typeof readAuthorities> | undefined
  let thread: ReceivingThread | null = null
  return {
    receives: (url, size) => {
      const target = new URL(url)
      // What fetch refuses to send, it must be the one to refuse.
      const hasUser = target.username !== '' || target.password !== ''
      return size >= least && !hasUser && proxyFor(target, env) === null
    },
    ask: async (url, { headers, signal }) => {
      authorities ??= readAuthorities(env)
      const ca = await authorities
      signal.throwIfAborted()
      if (thread === null || thread.isEnded) thread = new ReceivingThread(env, { ca })
      return await askIn(thread, { url, headers, signal })
    },
  }
}

interface Request {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

async function askIn(
  thread: ReceivingThread,
  { url, headers, signal }: Request,
): Promise<ReceivedReply> {
  return await new Promise<ReceivedReply>((resolve, reject) => {
    let onBytes: (bytes: number) => void = () => undefined
    let settle: (failure: Error | null) => void = () => undefined
    const ended = new Promise<void>((resolveEnd, rejectEnd) => {
      settle = (failure) => {
        if (failure === null) resolveEnd()
        else rejectEnd(failure)
      }
    })
    ended.catch(reject)
    let own: Error | null = null
    const drop = (): void => {
      thread.tell({ id, does: 'drop' })
    }
    const id = thread.begin((report) => {
      if (report.tells === 'head') {
        resolve({
          status: report.status,
          headers: new Headers(report.headers),
          saveTo: async (place, listener) => {
            onBytes = listener
            thread.tell({ id, does: 'save', ...place })
            await ended
          },
          drop,
        })
      } else if (report.tells === 'saved') {
        try {
          onBytes(report.bytes)
        } catch (cause) {
          own ??= cause as Error
          drop()
        }
      } else {
        signal.removeEventListener('abort', drop)
        const failure = report.tells === 'failed' ? failureOf(report) : null
        settle(own ?? (signal.aborted ? (signal.reason as Error) : failure))
      }
    })
    signal.addEventListener('abort', drop, { once: true })
    thread.tell({ id, does: 'ask', url, headers })
  })
}

function failureOf({ what, code }: { readonly what: 'network' | 'disk'; readonly code: string }) {
  return what === 'disk' ? new SaveFailure(code) : new NetworkFailure(code)
}

import type { Environment } from '../ports.ts'
import { findBusAddress } from './bus-address.ts'
import type { SessionBus } from './session-bus.ts'

/** What there is instead of an answer: no bus to ask, or silence until the limit. */
export type NoAnswer = 'absent' | 'hung'

/** One connection to the session bus for all who ask in this process; made when it is first needed. */
export interface KeptBus {
  /**
   * Runs `use` on the connection for at most so many milliseconds. A bus that falls silent is let go,
   * because what it still owes would come too late; the next use connects anew. Throws what `use` throws.
   */
  within<T>(limitMs: number, use: (bus: SessionBus) => Promise<T>): Promise<T | NoAnswer>
  /** Lets the connection go, also for those who are using it. */
  close(): void
}

interface Connection {
  readonly address: string
  readonly bus: Promise<SessionBus | null>
  isGone(): boolean
  close(): void
}

/**
 * Makes the place that keeps the connection. Connecting, and agreeing on a key with the keyring, takes
 * longer than all that is asked then; and programs of a desktop stay on its bus as long as they run.
 */
export function keepBus(env: Environment): KeptBus {
  let kept: Connection | null = null

  function letGo(connection: Connection): void {
    connection.close()
    if (kept === connection) kept = null
  }

  return {
    close: () => {
      if (kept !== null) letGo(kept)
    },
    within: async <T>(limitMs: number, use: (bus: SessionBus) => Promise<T>) => {
      const address = findBusAddress(env)
      if (address === null) return 'absent'
      // Loaded here, because it costs milliseconds that a start without a bus can spare, and before
      // the clock starts, because a slow disk is no sign of a hung keyring.
      const { connectBus } = await import('./session-bus.ts')
      if (kept?.address !== address || kept.isGone()) {
        if (kept !== null) letGo(kept)
        kept = connect(address, connectBus)
      }
      const connection = kept
      let timer: NodeJS.Timeout | undefined
      const silence = new Promise<'hung'>((resolve) => {
        timer = setTimeout(() => resolve('hung'), limitMs)
      })
      const answer = async (): Promise<T | NoAnswer> => {
        const bus = await connection.bus
        return bus === null ? 'absent' : await use(bus)
      }
      try {
        const first = await Promise.race([answer(), silence])
        if (first === 'hung') letGo(connection)
        return first
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

function connect(
  address: string,
  connectBus: (address: string, signal: AbortSignal) => Promise<SessionBus | null>,
): Connection {
  const over = new AbortController()
  let made: SessionBus | null | undefined
  const bus = connectBus(address, over.signal).then((connected) => (made = connected))
  return {
    address,
    bus,
    isGone: () => made === null || made?.isOpen() === false,
    close: () => over.abort(),
  }
}

import { Message, MessageFlag, sessionBus, type MessageBus } from 'dbus-next'
import { socketsOf } from './bus-address.ts'

/** A call that must never start a service or raise a prompt by itself. */
export interface BusCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: string
  readonly body?: readonly unknown[]
}

/** What came back: the values, or the name of the D-Bus error (never its text). */
export type BusAnswer =
  | { readonly ok: true; readonly body: readonly unknown[] }
  | { readonly ok: false; readonly error: string }

export interface SessionBus {
  call(call: BusCall): Promise<BusAnswer>
  /** Gives the socket back at once, whatever the other side does. */
  close(): void
}

/** Connects to the first socket of the address that answers; null when none does. */
export async function connectBus(address: string): Promise<SessionBus | null> {
  for (const socket of socketsOf(address)) {
    const bus = sessionBus({ busAddress: `unix:socket=${socket}` })
    if (await isConnected(bus)) {
      return {
        call: async (call) => {
          const flags = MessageFlag.NO_AUTO_START
          return await ask(bus, new Message({ ...call, body: [...(call.body ?? [])], flags }))
        },
        close: () => destroy(bus),
      }
    }
    destroy(bus)
  }
  return null
}

function isConnected(bus: MessageBus): Promise<boolean> {
  return new Promise((resolve) => {
    bus.once('connect', () => resolve(true))
    // Stays for the bus's whole life: an 'error' event without a listener would end the process.
    bus.on('error', () => resolve(false))
  })
}

async function ask(bus: MessageBus, message: Message): Promise<BusAnswer> {
  try {
    const reply = await bus.call(message)
    return { ok: true, body: reply?.body ?? [] }
  } catch (cause) {
    const named = typeof cause === 'object' && cause !== null && 'type' in cause
    return { ok: false, error: named ? String(cause.type) : '' }
  }
}

/** `disconnect` alone only says goodbye and would wait for a stopped bus to say it too. */
function destroy(bus: MessageBus): void {
  const { _connection } = bus as unknown as { _connection: { stream: { destroy(): void } } }
  _connection.stream.destroy()
}

import { Message, MessageFlag, sessionBus, type MessageBus } from 'dbus-next'
import { socketsOf } from './bus-address.ts'

/** A call that must never start a service by itself. */
interface BusCall {
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

/** Which signal of which object. */
export interface BusSignal {
  readonly path: string
  readonly interface: string
  readonly member: string
}

export interface SessionBus {
  call(call: BusCall): Promise<BusAnswer>
  /**
   * Listens from the moment it resolves; the promise inside resolves with the first such signal's
   * values. It is told as a function, because awaiting it at once would miss the point.
   */
  next(signal: BusSignal): Promise<() => Promise<readonly unknown[]>>
}

/**
 * Connects to the first socket of the address that answers; null when none does. Aborting gives
 * back everything at once, also in the middle of connecting.
 */
export async function connectBus(address: string, signal: AbortSignal): Promise<SessionBus | null> {
  for (const socket of socketsOf(address)) {
    if (signal.aborted) break
    const bus = sessionBus({ busAddress: `unix:socket=${socket}` })
    const end = (): void => destroy(bus)
    signal.addEventListener('abort', end, { once: true })
    if (await isConnected(bus)) {
      return {
        call: async (call) => ask(bus, messageOf(call)),
        next: async (wanted) => listen(bus, wanted),
      }
    }
    end()
  }
  return null
}

function messageOf(call: BusCall): Message {
  const { NO_AUTO_START } = MessageFlag
  return new Message({ ...call, body: [...(call.body ?? [])], flags: NO_AUTO_START })
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

async function listen(
  bus: MessageBus,
  { path, interface: name, member }: BusSignal,
): Promise<() => Promise<readonly unknown[]>> {
  const came = new Promise<readonly unknown[]>((resolve) => {
    bus.on('message', (message: Message) => {
      const isWanted = message.path === path && message.interface === name
      if (isWanted && message.member === member) resolve(message.body)
    })
  })
  const rule = `type='signal',path='${path}',interface='${name}',member='${member}'`
  const target = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' }
  const add = { ...target, interface: 'org.freedesktop.DBus', member: 'AddMatch' }
  await ask(bus, messageOf({ ...add, signature: 's', body: [rule] }))
  return async () => came
}

/** `disconnect` alone only says goodbye and would wait for a stopped bus to say it too. */
function destroy(bus: MessageBus): void {
  const { _connection } = bus as unknown as { _connection: { stream: { destroy(): void } } }
  _connection.stream.destroy()
}

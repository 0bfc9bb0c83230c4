import createConnection from 'dbus-next/lib/connection.js'
import { MessageFlag, MessageType } from 'dbus-next/lib/constants.js'
import { Message } from 'dbus-next/lib/message-type.js'
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

/** What came back: the values, or the name of the D-Bus error (never its text; empty when the bus went away). */
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
  /** False once the connection is gone, from whichever side. */
  isOpen(): boolean
}

const daemon = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const

/**
 * Connects to the first socket of the address that answers; null when none does. Aborting gives
 * back everything at once, also in the middle of connecting. The connection alone keeps no process
 * alive: whoever waits for an answer has a clock running.
 */
export async function connectBus(address: string, signal: AbortSignal): Promise<SessionBus | null> {
  for (const socket of socketsOf(address)) {
    if (signal.aborted) break
    const bus = openSocket(socket, signal)
    // The first call is what makes a connection a member of the bus (D-Bus specification, "Hello").
    const greeting = await bus.call({ ...daemon, member: 'Hello' })
    if (greeting.ok) return bus
  }
  return null
}

function openSocket(socket: string, signal: AbortSignal): SessionBus {
  const connection = createConnection({ busAddress: `unix:socket=${socket}` })
  const { stream } = connection
  stream.unref()
  const waiting = new Map<number, (answer: BusAnswer) => void>()
  const listeners = new Set<(message: Message) => void>()
  let serial = 0
  let open = true

  function close(): void {
    open = false
    stream.destroy()
    for (const answer of waiting.values()) answer({ ok: false, error: '' })
    waiting.clear()
  }
  signal.addEventListener('abort', close, { once: true })
  stream.once('close', close)
  // Stays for the connection's whole life: an 'error' event without a listener would end the process.
  connection.on('error', close)
  connection.on('message', (message: Message) => {
    if (message.type === MessageType.SIGNAL) for (const listen of listeners) listen(message)
    const { type, replySerial, errorName, body } = message
    const answer = waiting.get(replySerial)
    if (answer === undefined) return
    waiting.delete(replySerial)
    answer(type === MessageType.ERROR ? { ok: false, error: errorName } : { ok: true, body })
  })

  const call = (asked: BusCall): Promise<BusAnswer> =>
    new Promise((resolve) => {
      if (!open) {
        resolve({ ok: false, error: '' })
        return
      }
      const flags = MessageFlag.NO_AUTO_START
      const message = new Message({ ...asked, body: [...(asked.body ?? [])], flags })
      serial += 1
      message.serial = serial
      waiting.set(serial, resolve)
      try {
        connection.message(message)
      } catch {
        close()
      }
    })

  return {
    call,
    isOpen: () => open,
    next: async ({ path, interface: name, member }) => {
      const came = new Promise<readonly unknown[]>((resolve) => {
        listeners.add(function listen(message): void {
          if (message.path !== path || message.interface !== name) return
          if (message.member !== member) return
          listeners.delete(listen)
          resolve(message.body)
        })
      })
      const rule = `type='signal',path='${path}',interface='${name}',member='${member}'`
      await call({ ...daemon, member: 'AddMatch', signature: 's', body: [rule] })
      return async () => came
    },
  }
}

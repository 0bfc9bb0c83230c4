/**
 * The parts of dbus-next 0.10.2 that carry messages, as its sources have them. Its front door also loads
 * XML, introspection and services, which takes longer than the whole reading of a token.
 */
declare module 'dbus-next/lib/connection.js' {
  import type { EventEmitter } from 'node:events'
  import type { Socket } from 'node:net'
  import type { Message } from 'dbus-next/lib/message-type.js'

  /** Emits `connect`, `message` with a Message, and `error`. */
  interface Connection extends EventEmitter {
    readonly stream: Socket
    /** Sends; before `connect` it waits. Throws when the stream is closed. */
    message(message: Message): void
  }
  const createConnection: (options: { readonly busAddress: string }) => Connection
  // eslint-disable-next-line no-restricted-syntax -- it is how the package exports it
  export default createConnection
}

declare module 'dbus-next/lib/message-type.js' {
  import { Message as Described } from 'dbus-next'

  /** Where the package's own description has a text, there is the number of a call. */
  class Message extends Described {
    // @ts-expect-error: see above
    readonly replySerial: number
  }
}

declare module 'dbus-next/lib/variant.js' {
  export { Variant } from 'dbus-next'
}

declare module 'dbus-next/lib/constants.js' {
  export { MessageFlag, MessageType } from 'dbus-next'
}

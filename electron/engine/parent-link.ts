import { EngineRequestSchema, type EngineReply, type EngineRequest } from './messages.ts'

/** Electron's end of a utilityProcess; typed here because this also runs under plain Node. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

/** The channel to the program that started this process. */
export interface ParentLink {
  send(reply: EngineReply): void
  onRequest(listener: (request: EngineRequest) => void): void
  /** Called when the other end is gone. Electron ends the process itself in that case. */
  onLost(listener: () => void): void
}

/** The channel of a utilityProcess or of a fork, whichever this process is. */
export function connectParent(): ParentLink {
  const port = (process as unknown as { parentPort?: ParentPort }).parentPort
  const parse = (message: unknown, listener: (request: EngineRequest) => void): void => {
    const request = EngineRequestSchema.safeParse(message)
    if (request.success) listener(request.data)
  }
  if (port !== undefined) {
    return {
      send: (reply) => {
        port.postMessage(reply)
      },
      onRequest: (listener) => {
        port.on('message', ({ data }) => {
          parse(data, listener)
        })
      },
      onLost: () => undefined,
    }
  }
  return {
    send: (reply) => {
      // The callback keeps a channel that just broke from throwing.
      if (process.connected) process.send?.(reply, undefined, undefined, () => undefined)
    },
    onRequest: (listener) => {
      process.on('message', (message) => {
        parse(message, listener)
      })
    },
    onLost: (listener) => {
      process.on('disconnect', listener)
    },
  }
}

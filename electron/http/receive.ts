import type { ClientRequest, IncomingMessage } from 'node:http'

/** What the thread is told. `id` names one exchange; a new one begins with `ask`. */
export type Order =
  | {
      readonly id: number
      readonly does: 'ask'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
    }
  | {
      readonly id: number
      readonly does: 'save'
      readonly fd: number
      readonly at: number
      readonly room: number
    }
  | { readonly id: number; readonly does: 'drop' }

/** What it tells. After `end` or `failed` it knows the exchange no more, and writes nothing for it. */
export type Report =
  | {
      readonly id: number
      readonly tells: 'head'
      readonly status: number
      readonly headers: [name: string, value: string][]
    }
  | { readonly id: number; readonly tells: 'saved'; readonly bytes: number }
  | { readonly id: number; readonly tells: 'end' }
  | {
      readonly id: number
      readonly tells: 'failed'
      readonly what: 'network' | 'disk'
      readonly code: string
    }

/** What the thread is started with: certificates to trust in PEM, null for the built-in ones. */
export interface ReceiveData {
  readonly ca: readonly string[] | null
}

/**
 * The thread's whole code. It is started from its own text, because it must start alike from sources,
 * from a bundle and inside Electron's archive: nothing in here may refer to anything out there but types.
 * Each piece is written as it arrives and at once, while it is still in the processor's cache: waiting
 * for the disk holds up nobody but this thread, and gathering more first costs half as much again.
 */
export function receive(): void {
  const http = process.getBuiltinModule('node:http')
  const https = process.getBuiltinModule('node:https')
  const { createSecureContext } = process.getBuiltinModule('node:tls')
  const { writeSync } = process.getBuiltinModule('node:fs')
  const threads = process.getBuiltinModule('node:worker_threads')
  const { parentPort } = threads

  /** Progress is told after this much, or this long: a message costs as much as writing a piece. */
  const tellBytes = 1024 * 1024
  const tellMs = 200

  const { ca } = threads.workerData as ReceiveData
  const plain = new http.Agent({ keepAlive: true })
  // Made once: understanding all public authorities takes longer than a connection does.
  const trust = ca === null ? {} : { secureContext: createSecureContext({ ca: [...ca] }) }
  const secure = new https.Agent({ keepAlive: true, ...trust })

  interface Exchange {
    request: ClientRequest
    reply: IncomingMessage | null
    /** Written, but not told yet. */
    untold: number
    toldAt: number
  }
  const exchanges = new Map<number, Exchange>()
  const tell = (report: Report): void => {
    parentPort?.postMessage(report)
  }

  const tellSaved = (id: number, exchange: Exchange): void => {
    if (exchange.untold > 0) tell({ id, tells: 'saved', bytes: exchange.untold })
    exchange.untold = 0
    exchange.toldAt = performance.now()
  }

  /** The first end counts: what a broken connection tells after that is heard by nobody. */
  const end = (id: number, failure: { what: 'network' | 'disk'; cause: unknown } | null): void => {
    const exchange = exchanges.get(id)
    if (exchange === undefined) return
    tellSaved(id, exchange)
    exchanges.delete(id)
    // A connection whose reply was read to its end is kept for the next request.
    if (exchange.reply?.readableEnded !== true) exchange.request.destroy()
    if (failure === null) {
      tell({ id, tells: 'end' })
      return
    }
    const { code } = failure.cause as { code?: unknown }
    tell({ id, tells: 'failed', what: failure.what, code: typeof code === 'string' ? code : '' })
  }

  /** Null for an address or a header that cannot be sent. */
  const send = (url: string, wanted: Readonly<Record<string, string>>): ClientRequest | null => {
    // What Node's fetch says of itself: there are hosts that refuse who says nothing.
    const headers = { accept: '*/*', 'user-agent': 'node', ...wanted }
    try {
      return url.startsWith('https:')
        ? https.get(url, { agent: secure, headers })
        : http.get(url, { agent: plain, headers })
    } catch {
      return null
    }
  }

  const ask = (order: Extract<Order, { does: 'ask' }>): void => {
    const { id, url, headers } = order
    const request = send(url, headers)
    if (request === null) {
      exchanges.delete(id)
      tell({ id, tells: 'failed', what: 'network', code: '' })
      return
    }
    const exchange: Exchange = { request, reply: null, untold: 0, toldAt: performance.now() }
    exchanges.set(id, exchange)
    request.on('error', (cause) => {
      // A kept connection that the server was just closing: it never saw the request.
      const isStale = request.reusedSocket && exchange.reply === null
      if (isStale && exchanges.get(id) === exchange) ask(order)
      else end(id, { what: 'network', cause })
    })
    request.on('response', (reply) => {
      exchange.reply = reply
      reply.on('error', (cause) => {
        end(id, { what: 'network', cause })
      })
      const { rawHeaders } = reply
      const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, index): [string, string] => [
        rawHeaders[index * 2] ?? '',
        rawHeaders[index * 2 + 1] ?? '',
      ])
      tell({ id, tells: 'head', status: reply.statusCode ?? 0, headers: pairs })
    })
  }

  const save = ({ id, fd, at, room }: Extract<Order, { does: 'save' }>): void => {
    const exchange = exchanges.get(id)
    if (exchange?.reply == null) return
    let place = at
    const stop = at + room
    exchange.reply.on('data', (chunk: Buffer) => {
      if (exchanges.get(id) !== exchange) return
      const wanted = Math.min(chunk.length, stop - place)
      try {
        for (let done = 0; done < wanted;) {
          const written = writeSync(fd, chunk, done, wanted - done, place)
          done += written
          place += written
          exchange.untold += written
        }
      } catch (cause) {
        end(id, { what: 'disk', cause })
        return
      }
      // Never more than was asked for: an endless body must not fill the disk.
      if (wanted < chunk.length) end(id, null)
      else if (exchange.untold >= tellBytes || performance.now() - exchange.toldAt >= tellMs) {
        tellSaved(id, exchange)
      }
    })
    exchange.reply.on('end', () => {
      end(id, null)
    })
  }

  parentPort?.on('message', (order: Order) => {
    if (order.does === 'save') save(order)
    else if (order.does === 'drop') end(order.id, null)
    else ask(order)
  })
}

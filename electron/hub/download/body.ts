import { SaveFailure } from '../../http/receiver.ts'
import type { ReceivedReply } from '../../ports.ts'
import { diskFailure } from './disk-failure.ts'
import type { PartialFile } from './partial-file.ts'
import type { Segment } from './segments.ts'

/** Bytes gathered before they are written: fewer calls, and still a steady progress. */
const batchBytes = 1024 * 1024

/** Where a body goes. */
export interface Target {
  /** `at` moves as bytes are written. */
  readonly segment: Segment
  readonly partial: PartialFile
  readonly folder: string
  /** Something came. */
  readonly heard: () => void
  /** More bytes are on disk. */
  readonly onBytes: () => void
}

/** A reply to a request for a file's bytes, which are still to come. It must be saved or dropped. */
export interface Body {
  readonly status: number
  readonly headers: Headers
  /**
   * Writes what comes into the segment and resolves at the body's end; never more than was asked for,
   * for an endless body must not fill the disk. Whatever ends it: bytes that arrived are kept. Throws what
   * the network throws, `disk-full` and `store-write-failed`.
   */
  saveTo(target: Target): Promise<void>
  drop(): Promise<void>
}

/** A body that comes through this thread. */
export function fetchedBody(response: Response): Body {
  return {
    status: response.status,
    headers: response.headers,
    saveTo: async (target) => saveChunks(response, target),
    drop: async () => response.body?.cancel().catch(() => undefined),
  }
}

/** A body that another thread writes into the file. */
export function receivedBody(reply: ReceivedReply): Body {
  return {
    status: reply.status,
    headers: reply.headers,
    saveTo: async (target) => saveElsewhere(reply, target),
    drop: async () => {
      reply.drop()
      return Promise.resolve()
    },
  }
}

async function saveElsewhere(reply: ReceivedReply, target: Target): Promise<void> {
  const { segment, partial, folder, heard, onBytes } = target
  const place = { fd: partial.fd, at: segment.at, room: segment.end - segment.at }
  try {
    await reply.saveTo(place, (bytes) => {
      heard()
      const start = segment.at
      segment.at += bytes
      if (!partial.wrote(start, segment.at)) reply.drop()
      onBytes()
    })
  } catch (cause) {
    if (!(cause instanceof SaveFailure)) throw cause
    await diskFailure(folder, async () => Promise.reject(cause))
  }
  await diskFailure(folder, async () => {
    partial.check()
    return Promise.resolve()
  })
}

async function saveChunks(response: Response, target: Target): Promise<void> {
  const { segment, partial, folder, heard, onBytes } = target
  let batch: Uint8Array[] = []
  let gathered = 0
  const flush = async (): Promise<void> => {
    const chunks = batch
    const length = gathered
    batch = []
    gathered = 0
    await diskFailure(folder, () => partial.write(segment.at, chunks))
    segment.at += length
    onBytes()
  }
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      heard()
      const room = segment.end - segment.at - gathered
      batch.push(chunk.byteLength > room ? chunk.subarray(0, room) : chunk)
      gathered += Math.min(chunk.byteLength, room)
      if (chunk.byteLength > room) break
      if (gathered >= batchBytes) await flush()
    }
  } finally {
    if (gathered > 0) await flush()
  }
}

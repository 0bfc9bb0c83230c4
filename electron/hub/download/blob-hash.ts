import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'

/** A larger blob is hashed beside the download, in a thread; starting one costs more than a smaller blob. */
const threadBytes = 32 * 1024 * 1024
/** Small enough to stay in the processor’s cache between reading and hashing. */
const pieceBytes = 256 * 1024

/**
 * Works out the name that the bytes on the disk deserve: sha256 for files in LFS, git's blob id for
 * small ones. It reads the file itself, so it judges what is there and not what was meant to be.
 */
export interface BlobHash {
  /** Tells how far the file is written without a hole; hashing follows. Never goes back. */
  advance(front: number): void
  /** The digest in hex, once the whole file is written. Throws what reading throws, or the signal's reason. */
  digest(signal: AbortSignal): Promise<string>
  /** Lets go of the file at once. */
  close(): void
}

/** What is to be hashed. `etag` only tells the kind of hash, by its length. */
interface Subject {
  readonly path: string
  readonly etag: string
  readonly size: number
}

/** Begins to hash a file that is still being written. */
export function startBlobHash(subject: Subject): BlobHash {
  return subject.size < threadBytes ? hashAtTheEnd(subject) : hashInThread(subject)
}

function hashAtTheEnd({ path, etag, size }: Subject): BlobHash {
  return {
    advance: () => undefined,
    digest: async (signal) => {
      const hash = createHash(algorithmOf(etag)).update(prefixOf(etag, size))
      const handle = await open(path, 'r')
      try {
        const piece = Buffer.allocUnsafe(pieceBytes)
        for (let at = 0; at < size;) {
          signal.throwIfAborted()
          const wanted = Math.min(piece.length, size - at)
          const { bytesRead } = await handle.read(piece, 0, wanted, at)
          if (bytesRead === 0) break
          hash.update(piece.subarray(0, bytesRead))
          at += bytesRead
        }
      } finally {
        await handle.close()
      }
      return hash.digest('hex')
    },
    close: () => undefined,
  }
}

/** What the thread is told: how far it may read, and at last that no more will come. */
type Order = { readonly front: number } | { readonly size: number }

function hashInThread({ path, etag, size }: Subject): BlobHash {
  const thread = new Worker(threadCode, {
    eval: true,
    // Nothing of ours: no flags, no environment and so no secret.
    execArgv: [],
    env: {},
    workerData: { path, algorithm: algorithmOf(etag), prefix: prefixOf(etag, size), pieceBytes },
  })
  const told = new Promise<string>((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', () => {
      reject(new Error('The hashing thread ended early.'))
    })
  })
  told.catch(() => undefined)
  const tell = (order: Order): void => {
    thread.postMessage(order)
  }
  let front = 0
  return {
    advance: (next) => {
      if (next <= front) return
      front = next
      tell({ front })
    },
    digest: async (signal) => {
      tell({ size })
      return await Promise.race([told, aborted(signal)])
    },
    close: () => {
      thread.terminate().catch(() => undefined)
    },
  }
}

/** Text, because it must start alike from sources, from a bundle, and inside Electron's archive. */
const threadCode = `
  const { createHash } = require('node:crypto')
  const { openSync, readSync } = require('node:fs')
  const { parentPort, workerData } = require('node:worker_threads')
  const { path, algorithm, prefix, pieceBytes } = workerData
  const file = openSync(path, 'r')
  const hash = createHash(algorithm).update(prefix)
  const piece = Buffer.allocUnsafeSlow(pieceBytes)
  let at = 0
  function hashUpTo(end) {
    while (at < end) {
      const read = readSync(file, piece, 0, Math.min(piece.length, end - at), at)
      if (read === 0) return
      hash.update(piece.subarray(0, read))
      at += read
    }
  }
  parentPort.on('message', ({ front, size }) => {
    hashUpTo(front ?? size)
    if (size !== undefined) parentPort.postMessage(hash.digest('hex'))
  })
`

function algorithmOf(etag: string): 'sha256' | 'sha1' {
  return etag.length === 64 ? 'sha256' : 'sha1'
}

/** A git blob's id covers its length. */
function prefixOf(etag: string, size: number): string {
  return etag.length === 64 ? '' : `blob ${size}\0`
}

async function aborted(signal: AbortSignal): Promise<never> {
  return await new Promise((_resolve, reject) => {
    const end = (): void => {
      reject(signal.reason as Error)
    }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

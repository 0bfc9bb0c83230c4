import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'

const pieceBytes = 1024 * 1024

/**
 * A blob in the making: bytes are appended and hashed in one go, so that a finished file is proven
 * at once. What an earlier attempt left is hashed again when it is opened.
 */
export class PartialFile {
  readonly #handle: FileHandle
  readonly #etag: string
  readonly #size: number
  #hash: Hash
  #received = 0

  private constructor(handle: FileHandle, etag: string, size: number) {
    this.#handle = handle
    this.#etag = etag
    this.#size = size
    this.#hash = startHash(etag, size)
  }

  /** Opens or creates it, and takes over the bytes that are already there. */
  static async open(
    path: string,
    { etag, size }: { readonly etag: string; readonly size: number },
    signal: AbortSignal,
  ): Promise<PartialFile> {
    const handle = await open(path, 'r+').catch(() => open(path, 'w+'))
    const file = new PartialFile(handle, etag, size)
    try {
      await file.#takeOver(signal)
      return file
    } catch (cause) {
      await handle.close()
      throw cause
    }
  }

  /** Bytes on disk so far. */
  get received(): number {
    return this.#received
  }

  /** Bytes of a write that failed half-way count as far as they got. */
  async append(chunks: readonly Uint8Array[]): Promise<void> {
    let rest = chunks
    while (rest.length > 0) {
      const { bytesWritten } = await this.#handle.writev(rest, this.#received)
      const [written, left] = splitAt(rest, bytesWritten)
      for (const chunk of written) this.#hash.update(chunk)
      this.#received += bytesWritten
      rest = left
    }
  }

  /** Forgets what was received: the server will send the file from its beginning. */
  async restart(): Promise<void> {
    await this.#handle.truncate(0)
    this.#received = 0
    this.#hash = startHash(this.#etag, this.#size)
  }

  /** Shows other processes that somebody is at work here. */
  async touch(): Promise<void> {
    const now = new Date()
    await this.#handle.utimes(now, now)
  }

  /** Whether the whole file is the one that its name promises. */
  isWhole(): boolean {
    return this.#received === this.#size && this.#hash.copy().digest('hex') === this.#etag
  }

  /** Waits until the bytes are on the disk, so that a power cut leaves no hollow blob. */
  async sync(): Promise<void> {
    await this.#handle.datasync()
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async #takeOver(signal: AbortSignal): Promise<void> {
    const kept = (await this.#handle.stat()).size
    if (kept > this.#size) {
      await this.restart()
      return
    }
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(kept, 1)))
    while (this.#received < kept) {
      signal.throwIfAborted()
      const { bytesRead } = await this.#handle.read(piece, 0, piece.length, this.#received)
      if (bytesRead === 0) break
      this.#hash.update(piece.subarray(0, bytesRead))
      this.#received += bytesRead
    }
  }
}

/** sha256 for files in LFS; git's blob id, which covers the length, for small ones. */
function startHash(etag: string, size: number): Hash {
  return etag.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`)
}

function splitAt(chunks: readonly Uint8Array[], bytes: number): [Uint8Array[], Uint8Array[]] {
  const before: Uint8Array[] = []
  const after: Uint8Array[] = []
  let room = bytes
  for (const chunk of chunks) {
    const fits = Math.min(room, chunk.byteLength)
    if (fits > 0) before.push(chunk.subarray(0, fits))
    if (fits < chunk.byteLength) after.push(chunk.subarray(fits))
    room -= fits
  }
  return [before, after]
}

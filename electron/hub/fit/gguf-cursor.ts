import { errors, fail } from '../../../shared/errors.ts'
import type { ByteSource } from './byte-source.ts'

/** Tokenizers of the largest vocabularies have about ten megabytes; more is no header any more. */
const mostBytes = 32 * 1024 * 1024
/** Architecture and sizes come first; mostly this is all that has to be read. */
const firstChunk = 64 * 1024
const laterChunk = 1024 * 1024

/** Walks through a file from its beginning, reading ahead in bounded chunks. Throws `gguf-unreadable`. */
export class GgufCursor {
  readonly #source: ByteSource
  #chunk = Buffer.alloc(0)
  #chunkStart = 0
  #position = 0
  #fetched = 0

  constructor(source: ByteSource) {
    this.#source = source
  }

  async u32(): Promise<number> {
    return (await this.#take(4)).readUInt32LE()
  }

  /** A count or a length. One beyond 2^53 is garbage. */
  async u64(): Promise<number> {
    const value = Number((await this.#take(8)).readBigUInt64LE())
    if (!Number.isSafeInteger(value)) throw fail(errors.ggufUnreadable())
    return value
  }

  /** The next bytes, valid until the next call. `length` is at most a few kilobytes. */
  async bytes(length: number): Promise<Buffer> {
    return this.#take(length)
  }

  /** Steps over bytes without reading them. */
  skip(length: number): void {
    this.#position += length
    if (this.#position > this.#source.size) throw fail(errors.ggufUnreadable())
  }

  async #take(length: number): Promise<Buffer> {
    let from = this.#position - this.#chunkStart
    if (from < 0 || from + length > this.#chunk.length) {
      await this.#fill(length)
      from = 0
    }
    this.#position += length
    return this.#chunk.subarray(from, from + length)
  }

  async #fill(least: number): Promise<void> {
    const wished = Math.max(least, this.#fetched === 0 ? firstChunk : laterChunk)
    const isTooMuch = this.#fetched + wished > mostBytes
    if (isTooMuch || this.#position + least > this.#source.size) throw fail(errors.ggufUnreadable())
    this.#chunk = Buffer.from(await this.#source.read(this.#position, wished))
    this.#chunkStart = this.#position
    this.#fetched += wished
    if (this.#chunk.length < least) throw fail(errors.ggufUnreadable())
  }
}

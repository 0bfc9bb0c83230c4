import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { ByteRanges, type ByteRange } from './byte-ranges.ts'
import { decodeMap, encodeMap, slotBytes, slotCount } from './partial-map.ts'
import { startOfSystem } from './start-of-system.ts'

/** How often what was written is pressed onto the disk, so that a power cut costs seconds. */
const syncMs = 2000

/**
 * A blob in the making. Pieces are written where they belong, in any order; a map of what is there
 * lies behind the blob's own bytes, so that file and map are renamed, taken over and removed as one.
 * The map is an aid for going on: whether the bytes are right is decided by hashing them all.
 */
export class PartialFile {
  readonly #handle: FileHandle
  readonly #size: number
  readonly #written: ByteRanges
  #synced: readonly ByteRange[]
  #beginnings = 0
  #turn = 0
  #saving: Promise<void> | null = null
  #isStale = false
  #syncing: Promise<void> | null = null
  #syncedAt = performance.now()
  #failure: Error | null = null

  private constructor(handle: FileHandle, size: number, kept: readonly ByteRange[]) {
    this.#handle = handle
    this.#size = size
    this.#written = new ByteRanges(kept)
    this.#synced = []
  }

  /** Opens or creates it, and takes over what an earlier attempt surely wrote. */
  static async open(path: string, size: number): Promise<PartialFile> {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o666)
    try {
      const file = new PartialFile(handle, size, await keptIn(handle, size))
      // Before any byte of the blob: without a map a file is taken for a plain beginning.
      await file.#save()
      return file
    } catch (cause) {
      await handle.close()
      throw cause
    }
  }

  /** Bytes on disk so far. */
  get received(): number {
    return this.#written.total
  }

  /** Bytes on disk from the very first one on, without a hole. */
  get front(): number {
    return this.#written.front
  }

  /** How often it was begun anew. */
  get beginnings(): number {
    return this.#beginnings
  }

  /** What is on disk. */
  get ranges(): readonly ByteRange[] {
    return this.#written.list()
  }

  /** For whoever writes by itself and tells of it by `wrote`. Closed by `close`. */
  get fd(): number {
    return this.#handle.fd
  }

  /** Notes bytes that somebody wrote from `start` up to `end`. False when no more can be kept: see `check`. */
  wrote(start: number, end: number): boolean {
    this.#written.add(start, end)
    this.#saveSoon()
    this.#syncSoon()
    return this.#failure === null
  }

  /** Throws what the disk threw while it was told what is there. */
  check(): void {
    if (this.#failure !== null) throw this.#failure
  }

  /**
   * Writes bytes that begin at `offset` and resolves to how far it got: a write that failed half-way
   * counts that far. Throws what the disk throws.
   */
  async write(offset: number, chunks: readonly Uint8Array[]): Promise<void> {
    let at = offset
    let rest = chunks
    while (rest.length > 0) {
      const { bytesWritten } = await this.#handle.writev(rest, at)
      this.#written.add(at, at + bytesWritten)
      at += bytesWritten
      rest = without(rest, bytesWritten)
    }
    this.wrote(at, at)
    this.check()
  }

  /** Forgets what was received: what is there fits nothing. */
  async restart(): Promise<void> {
    this.#beginnings += 1
    this.#written.clear()
    this.#synced = []
    await this.#save()
  }

  /** Waits until every byte is on the disk, so that a power cut leaves no hollow blob, and drops the map. */
  async finish(): Promise<void> {
    await this.#settle()
    await this.#handle.truncate(this.#size)
    await this.#handle.datasync()
  }

  /** Notes what arrived and closes. */
  async close(): Promise<void> {
    await this.#settle().catch(() => undefined)
    await this.#handle.close()
  }

  async #settle(): Promise<void> {
    while (this.#saving !== null || this.#syncing !== null) {
      await Promise.all([this.#saving, this.#syncing])
    }
    this.check()
  }

  /** One save at a time; what changes meanwhile is in the next one. */
  #saveSoon(): void {
    this.#isStale = true
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null
    })
  }

  async #saveAll(): Promise<void> {
    try {
      while (this.#isStale) {
        this.#isStale = false
        await this.#save()
      }
    } catch (cause) {
      this.#failure ??= cause as Error
    }
  }

  async #save(): Promise<void> {
    this.#turn += 1
    const slot = encodeMap({
      turn: this.#turn,
      system: startOfSystem(),
      written: this.#written.list().map(([start, end]) => [start, end]),
      synced: this.#synced.map(([start, end]) => [start, end]),
    })
    const place = this.#size + (this.#turn % slotCount) * slotBytes
    await this.#handle.write(slot, 0, slot.length, place)
  }

  #syncSoon(): void {
    if (this.#syncing !== null || performance.now() - this.#syncedAt < syncMs) return
    const written = [...this.#written.list()]
    this.#syncing = this.#handle
      .datasync()
      .then(
        () => {
          this.#synced = written
          this.#saveSoon()
        },
        (cause: unknown) => {
          this.#failure ??= cause as Error
        },
      )
      .finally(() => {
        this.#syncing = null
        this.#syncedAt = performance.now()
      })
  }
}

/**
 * What may be believed of a file that was found: its map, and after a stop of the system only what
 * was on the disk. A file without a map is a plain beginning, or whole and about to be renamed.
 */
async function keptIn(handle: FileHandle, size: number): Promise<readonly ByteRange[]> {
  const { size: length } = await handle.stat()
  const slots = Buffer.alloc(slotBytes * slotCount)
  const { bytesRead } = await handle.read(slots, 0, slots.length, size)
  const map = decodeMap(slots.subarray(0, bytesRead), size)
  if (map !== null) return map.system === startOfSystem() ? map.written : map.synced
  return length <= size ? [[0, length]] : []
}

function without(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let done = bytes
  return chunks.flatMap((chunk) => {
    const skipped = Math.min(done, chunk.byteLength)
    done -= skipped
    return skipped === chunk.byteLength ? [] : [chunk.subarray(skipped)]
  })
}

import { ByteRanges, type ByteRange } from './byte-ranges.ts'

const megabyte = 1024 * 1024
/**
 * Bytes that are asked for at once. Large, because each request costs a round trip; not larger,
 * because hashing follows the first hole, and what is fetched far behind it waits to be hashed.
 */
const largest = 16 * megabyte
const smallest = 8 * megabyte

/** A part of a file that one connection fetches. */
export interface Segment {
  /** The next byte to fetch; everything of the segment before it is on disk. */
  at: number
  end: number
}

/** Deals out what is missing of a file, from its beginning, so that nobody fetches a byte twice. */
export class Segments {
  readonly #size: number
  readonly #written: () => readonly ByteRange[]
  readonly #taken = new Set<Segment>()

  constructor(size: number, written: () => readonly ByteRange[]) {
    this.#size = size
    this.#written = written
  }

  /** How many are being fetched. */
  get taken(): number {
    return this.#taken.size
  }

  /** The next part to fetch when `lines` share the work, or null when all is fetched or taken. */
  take(lines: number): Segment | null {
    const seen = new ByteRanges(this.#written())
    for (const { at, end } of this.#taken) seen.add(at, end)
    const gap = seen.firstGap(this.#size)
    if (gap === null) return null
    // Smaller towards the end, so that all lines finish at about the same time.
    const share = (this.#size - seen.total) / (2 * lines)
    const length = Math.round(Math.min(largest, Math.max(smallest, share)))
    const [start, end] = gap
    // What is left over would be a request of its own for a few bytes.
    const stop = end - (start + length) < smallest / 2 ? end : start + length
    const segment = { at: start, end: stop }
    this.#taken.add(segment)
    return segment
  }

  /** Fetched, or given up: what is missing of it is dealt out again. */
  giveBack(segment: Segment): void {
    this.#taken.delete(segment)
  }
}

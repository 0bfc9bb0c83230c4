/** Bytes from `start` up to, but without, `end`. */
export type ByteRange = readonly [start: number, end: number]

/** A set of bytes as ranges in order, none of which touch. */
export class ByteRanges {
  #ranges: ByteRange[] = []

  constructor(ranges: Iterable<ByteRange> = []) {
    for (const [start, end] of ranges) this.add(start, end)
  }

  /** How many bytes are in the set. */
  get total(): number {
    return this.#ranges.reduce((sum, [start, end]) => sum + end - start, 0)
  }

  /** How far the set reaches from the very first byte without a hole. */
  get front(): number {
    const [first] = this.#ranges
    return first?.[0] === 0 ? first[1] : 0
  }

  add(start: number, end: number): void {
    if (end <= start) return
    const before = this.#ranges.filter((range) => range[1] < start)
    const after = this.#ranges.filter((range) => range[0] > end)
    const touched = this.#ranges.slice(before.length, this.#ranges.length - after.length)
    const first = Math.min(start, touched[0]?.[0] ?? start)
    const last = Math.max(end, touched.at(-1)?.[1] ?? end)
    this.#ranges = [...before, [first, last], ...after]
  }

  /** The first run of bytes below `size` that is not in the set, or null when there is none. */
  firstGap(size: number): ByteRange | null {
    const { front } = this
    if (front >= size) return null
    const next = this.#ranges.find(([start]) => start > front)
    return [front, Math.min(next?.[0] ?? size, size)]
  }

  clear(): void {
    this.#ranges = []
  }

  /** The ranges in order. */
  list(): readonly ByteRange[] {
    return this.#ranges
  }
}

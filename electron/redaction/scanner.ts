/** A stretch of bytes that must not be shown: `start` inclusive, `end` exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The bytes at hand. `final` says that nothing will follow them. */
export interface Window {
  readonly bytes: Uint8Array
  readonly length: number
  /** The byte just before the window; a line break when there is none. */
  readonly before: number
  readonly final: boolean
}

/**
 * What a pattern makes of a place: no match, a match, or `more` when bytes that have not arrived
 * yet decide. It must never depend on where the window happens to end otherwise.
 */
export type Verdict = 'none' | 'more' | Range

export interface Pattern {
  /** What every match begins with; at least three bytes. */
  readonly head: Uint8Array
  /** Judges the place `at`, where the first three bytes of `head` stand. */
  test(window: Window, at: number): Verdict
}

const startsHere = 1
const startedBefore = 2

/**
 * Finds many patterns in one pass. Every match of three bytes or more covers a whole pair of bytes
 * at an even place, so only half of the places are looked at, through one table of all 65,536
 * pairs; the cost hardly grows with the number of secrets.
 */
export class Scanner {
  readonly #pairs = new Uint8Array(65_536)
  readonly #firsts = new Uint8Array(256)
  /** Says no for nearly every place that the pairs let through, cheaper than the map does. */
  readonly #hashes = new Uint8Array(65_536)
  readonly #byHead = new Map<number, Pattern[]>()

  /** Finds the pattern too, from the next `scan` on. */
  add(pattern: Pattern): void {
    const [a = 0, b = 0, c = 0] = pattern.head
    this.#firsts[a] = 1
    mark(this.#pairs, a | (b << 8), startsHere)
    mark(this.#pairs, b | (c << 8), startedBefore)
    const key = a | (b << 8) | (c << 16)
    this.#hashes[hashOf(key)] = 1
    const others = this.#byHead.get(key)
    if (others === undefined) this.#byHead.set(key, [pattern])
    else others.push(pattern)
  }

  /**
   * Appends all matches to `found`, in no order and perhaps overlapping. Returns how many bytes are
   * decided: behind that place something begins that may still become a match.
   */
  scan(window: Window, found: Range[]): number {
    const { bytes, length } = window
    const pairs = this.#pairs
    // Every platform Electron knows stores the low byte first, as `add` assumes.
    const view = new Uint16Array(bytes.buffer, bytes.byteOffset, length >> 1)
    let decided = window.final ? length : this.#decidedTail(window)
    for (let index = 0; index < view.length; index += 1) {
      const flags = pairs[view[index] as number] as number
      if (flags === 0) continue
      const at = index * 2
      if ((flags & startedBefore) !== 0 && at > 0) {
        decided = Math.min(decided, this.#judge(window, at - 1, found))
      }
      if ((flags & startsHere) !== 0 && at + 2 < length) {
        decided = Math.min(decided, this.#judge(window, at, found))
      }
    }
    return decided
  }

  #judge(window: Window, at: number, found: Range[]): number {
    const { bytes } = window
    const key =
      (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)
    if (this.#hashes[hashOf(key)] === 0) return window.length
    const patterns = this.#byHead.get(key)
    if (patterns === undefined) return window.length
    let decided = window.length
    for (const pattern of patterns) {
      const verdict = pattern.test(window, at)
      if (verdict === 'more') decided = at
      else if (verdict !== 'none') found.push(verdict)
    }
    return decided
  }

  /** The last two places are too short for a head; they wait when they could begin one. */
  #decidedTail({ bytes, length }: Window): number {
    if (length === 0) return 0
    const last = bytes[length - 1] as number
    const waits = this.#firsts[last] === 1
    if (length === 1) return waits ? 0 : 1
    const pair = (bytes[length - 2] as number) | (last << 8)
    if (((this.#pairs[pair] as number) & startsHere) !== 0) return length - 2
    return waits ? length - 1 : length
  }
}

/** The pattern of a known text, byte for byte. */
export function literal(head: Uint8Array): Pattern {
  return {
    head,
    test: ({ bytes, length, final }, at) => {
      const end = Math.min(length, at + head.length)
      for (let index = at + 3; index < end; index += 1) {
        if (bytes[index] !== head[index - at]) return 'none'
      }
      if (end === at + head.length) return { start: at, end }
      return final ? 'none' : 'more'
    },
  }
}

function hashOf(head: number): number {
  return (head ^ (head >>> 11)) & 0xffff
}

function mark(table: Uint8Array, index: number, flag: number): void {
  table[index] = (table[index] as number) | flag
}

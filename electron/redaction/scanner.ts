import { blockBytes, groupBytes, sharedFinder, Tables } from './candidates.ts'

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
  /** Judges the place `at`, where the first three bytes of `head` stand, or any three of them. */
  test(window: Window, at: number): Verdict
}

/** A pattern, and how far into it the bytes stand by which it was found. */
interface Clue {
  readonly pattern: Pattern
  readonly offset: number
}

/** Shapes, and how they are found in long pieces: worked out once for all scanners, when one needs it. */
export class ShapeIndex {
  readonly patterns: readonly Pattern[]
  readonly #userInfo: Uint8Array
  #quick: QuickIndex | null = null

  /** `userInfo` is what may stand between `://` and `@`. */
  constructor(shapes: readonly Pattern[], userInfo: Uint8Array) {
    this.patterns = shapes
    this.#userInfo = userInfo
  }

  get quick(): QuickIndex {
    this.#quick ??= indexShapes(this.patterns, this.#userInfo)
    return this.#quick
  }
}

interface QuickIndex {
  readonly tables: Tables
  readonly byTrigram: Map<number, Clue[]>
  /** So many bytes of each are enough to find it. */
  readonly longest: number
}

function indexShapes(shapes: readonly Pattern[], userInfo: Uint8Array): QuickIndex {
  const tables = new Tables()
  tables.leaveOutAddresses(userInfo)
  const byTrigram = new Map<number, Clue[]>()
  let longest = 0
  for (const pattern of shapes) {
    const offset = rarestTrigram(pattern.head)
    const key = trigramAt(pattern.head, offset)
    if (!byTrigram.has(key)) tables.addTrigram(pattern.head.subarray(offset, offset + 3))
    push(byTrigram, key, { pattern, offset })
    longest = Math.max(longest, offset + 3)
  }
  return { tables, byTrigram, longest }
}

/** Shorter pieces are looked at place by place; more is not worth the call. */
const fewBytes = 96
/** So many of a known text's first groups are looked for, one at each place. */
const groupsPerText = 16

/**
 * Finds many patterns in one pass, whose cost hardly grows with their number. Of a long piece only a
 * few places are looked at closely: known texts are found by one group of four bytes in sixteen,
 * shapes by the rarest three bytes of their heads (`candidates.ts`). The end, where a match may
 * just have begun, is looked at place by place.
 */
export class Scanner {
  /** By the first byte, the first two, and the first three: whether any pattern begins so. */
  readonly #firsts = new Uint8Array(256)
  readonly #pairs = new Set<number>()
  /** Says no for nearly every place, cheaper than the map does. */
  readonly #hashes = new Uint8Array(65_536)
  readonly #byHead = new Map<number, Clue[]>()
  /** Texts that are not in the tables yet: much output is too short to need any. */
  readonly #waiting: Pattern[] = []
  readonly #shapes: ShapeIndex
  /** So many more bytes are looked at place by place, until making the tables is worth their time. */
  #withoutTables: number
  #tables: Tables | null = null
  readonly #byGroup = new Map<number, Clue[]>()
  #stride = groupsPerText

  /** Finds these shapes, and what `addText` adds. The tables for long pieces are made after so many bytes. */
  constructor(shapes: ShapeIndex, tablesAfterBytes: number) {
    this.#shapes = shapes
    this.#withoutTables = tablesAfterBytes
    for (const shape of shapes.patterns) this.#addHead(shape)
  }

  /** Finds this text, of eight bytes or more, from the next `scan` on. */
  addText(text: Uint8Array): void {
    const pattern = literal(text)
    this.#addHead(pattern)
    this.#waiting.push(pattern)
    while (this.#stride + groupBytes - 1 > text.length) this.#stride /= 2
  }

  /**
   * Appends all matches to `found`, in no order, perhaps overlapping and perhaps twice. Returns how many
   * bytes are decided: behind that place something begins that may still become a match.
   */
  scan(window: Window, found: Range[]): number {
    const { length } = window
    const end = window.final ? length : this.#decidedEnd(window)
    if (length < fewBytes || this.#isStillBrief(length))
      return Math.min(end, this.#scanClosely(window, 0, found))
    // A match that begins before these last bytes has shown enough of itself to be found.
    const tail = Math.max(groupsPerText + groupBytes, this.#shapes.quick.longest)
    return Math.min(
      end,
      this.#scanQuickly(window, found),
      this.#scanClosely(window, length - tail, found),
    )
  }

  /** A short command says a few thousand bytes in all, and making the tables takes longer than those do. */
  #isStillBrief(length: number): boolean {
    if (this.#withoutTables < length) return false
    this.#withoutTables -= length
    return true
  }

  #scanQuickly(window: Window, found: Range[]): number {
    const { bytes, length } = window
    const tables = this.#fullTables()
    const { byTrigram } = this.#shapes.quick
    const finder = sharedFinder()
    const { places } = finder
    let decided = length
    // Blocks overlap, for what stands on their border.
    for (let start = 0; start < length; start += blockBytes - groupsPerText) {
      finder.load(tables, bytes.subarray(start, Math.min(length, start + blockBytes)))
      const groups = finder.findGroups(this.#stride)
      for (let index = 0; index < groups; index += 1) {
        const place = start + (places[index] as number)
        const clues = this.#byGroup.get(groupAt(bytes, place))
        if (clues !== undefined) decided = Math.min(decided, judge(window, place, clues, found))
      }
      const trigrams = finder.findTrigrams()
      for (let index = 0; index < trigrams; index += 1) {
        const place = start + (places[index] as number)
        const clues = byTrigram.get(trigramAt(bytes, place))
        if (clues !== undefined) decided = Math.min(decided, judge(window, place, clues, found))
      }
    }
    return decided
  }

  #scanClosely(window: Window, from: number, found: Range[]): number {
    const { bytes, length } = window
    let decided = length
    for (let at = from; at + 2 < length; at += 1) {
      const key = trigramAt(bytes, at)
      if (this.#hashes[hashOf(key)] === 0) continue
      const clues = this.#byHead.get(key)
      if (clues !== undefined) decided = Math.min(decided, judge(window, at, clues, found))
    }
    return decided
  }

  #fullTables(): Tables {
    const tables = (this.#tables ??= this.#shapes.quick.tables.copy())
    for (const pattern of this.#waiting.splice(0)) this.#addGroups(pattern, tables)
    return tables
  }

  #addGroups(pattern: Pattern, tables: Tables): void {
    const { head } = pattern
    const last = Math.min(groupsPerText, head.length - groupBytes + 1)
    for (let offset = 0; offset < last; offset += 1) {
      const group = groupAt(head, offset)
      tables.addGroup(group)
      push(this.#byGroup, group, { pattern, offset })
    }
  }

  #addHead(pattern: Pattern): void {
    const [a = 0, b = 0] = pattern.head
    const key = trigramAt(pattern.head, 0)
    this.#firsts[a] = 1
    this.#pairs.add(a | (b << 8))
    this.#hashes[hashOf(key)] = 1
    push(this.#byHead, key, { pattern, offset: 0 })
  }

  /** The last two places are too short for a head; they wait when they could begin one. */
  #decidedEnd({ bytes, length }: Window): number {
    if (length === 0) return 0
    const last = bytes[length - 1] as number
    if (length > 1 && this.#pairs.has((bytes[length - 2] as number) | (last << 8))) {
      return length - 2
    }
    return this.#firsts[last] === 1 ? length - 1 : length
  }
}

/** What the patterns make of the place where they were found; as `scan` does. */
function judge(window: Window, place: number, clues: readonly Clue[], found: Range[]): number {
  let decided = window.length
  for (const { pattern, offset } of clues) {
    const at = place - offset
    // What began before the window was decided before.
    if (at < 0) continue
    const verdict = pattern.test(window, at)
    if (verdict === 'more') decided = Math.min(decided, at)
    else if (verdict !== 'none') found.push(verdict)
  }
  return decided
}

/** The pattern of a known text, byte for byte. */
function literal(head: Uint8Array): Pattern {
  return {
    head,
    test: ({ bytes, length, final }, at) => {
      const end = Math.min(length, at + head.length)
      for (let index = at; index < end; index += 1) {
        if (bytes[index] !== head[index - at]) return 'none'
      }
      if (end === at + head.length) return { start: at, end }
      return final ? 'none' : 'more'
    },
  }
}

/** Where in a head those three bytes stand that ordinary output has least often. */
function rarestTrigram(head: Uint8Array): number {
  let best = 0
  for (let offset = 0; offset + 3 <= head.length; offset += 1) {
    if (commonness(head, offset) < commonness(head, best)) best = offset
  }
  return best
}

function commonness(head: Uint8Array, offset: number): number {
  const three = Buffer.from(head.subarray(offset, offset + 3)).toString('latin1')
  return Array.from(three, (character) => {
    if (/[^A-Za-z0-9]/.test(character)) return 0
    return /[A-Zjkqvwxz]/.test(character) ? 1 : 3
  }).reduce<number>((sum, one) => sum + one, 0)
}

function trigramAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)
  )
}

function groupAt(bytes: Uint8Array, at: number): number {
  return trigramAt(bytes, at) | ((bytes[at + 3] as number) << 24)
}

function hashOf(trigram: number): number {
  return (trigram ^ (trigram >>> 11)) & 0xffff
}

function push<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

import type { Range, Scanner } from './scanner.ts'
import { mask } from './secret.ts'

/** Masks output while it flows. One instance per stream; chunks may be cut anywhere. */
export interface RedactingStream {
  /** Returns what can be shown now: all but a tail that may still become a secret. */
  push(chunk: Buffer): Buffer
  /** The same in pieces, without a copy of what stays as it is. */
  pushPieces(chunk: Buffer): readonly Buffer[]
  /** The rest, at the end of the stream. */
  flush(): Buffer
}

/** A stretch that is, or will be, replaced by one mask. */
interface Stretch extends Range {
  /** Its mask was already shown, in an earlier chunk. */
  readonly isShown: boolean
}

const maskBytes = Buffer.from(mask)
const nothing = Buffer.alloc(0)
const lineBreak = 10
/** Shorter chunks are copied as fast as they are cut. */
const longChunk = 8192

/**
 * The mask of a text does not depend on how the text was cut: matches are looked for in what was
 * held back and what arrives together, overlapping ones become one mask, and a mask that reaches
 * into the held-back tail is remembered with it.
 */
export class MaskingStream implements RedactingStream {
  readonly #scanner: Scanner
  /** Bytes that may belong to a match which has not fully arrived. */
  #tail: Buffer = nothing
  /** What is known to be masked in the tail. */
  #known: readonly Stretch[] = []
  #before = lineBreak

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  push(chunk: Buffer): Buffer {
    return joined(this.pushPieces(chunk))
  }

  pushPieces(chunk: Buffer): readonly Buffer[] {
    const end = this.#endOfFirstLine(chunk)
    if (end === 0) return this.#advance(chunk, false)
    return [
      ...this.#advance(chunk.subarray(0, end), false),
      ...this.#advance(chunk.subarray(end), false),
    ]
  }

  flush(): Buffer {
    const rest = joined(this.#advance(nothing, true))
    this.#before = lineBreak
    return rest
  }

  #advance(chunk: Buffer, final: boolean): readonly Buffer[] {
    const bytes = this.#join(chunk)
    const { length } = bytes
    if (length === 0) return []
    const found: Range[] = []
    const decided = this.#scanner.scan({ bytes, length, before: this.#before, final }, found)
    const stretches = merged([
      ...this.#known,
      ...found.map(({ start, end }) => ({ start, end, isShown: false })),
    ])
    const shown = maskedPieces(bytes, decided, stretches)
    this.#keep(bytes, decided, stretches)
    return shown
  }

  /** Nothing waits behind a line's end: with the tail joined to one line, the rest need not be copied. */
  #endOfFirstLine(chunk: Buffer): number {
    if (this.#tail.length === 0 || chunk.length < longChunk) return 0
    const end = chunk.subarray(0, longChunk).indexOf(lineBreak) + 1
    return end < chunk.length ? end : 0
  }

  #join(chunk: Buffer): Buffer {
    return this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk])
  }

  #keep(bytes: Buffer, decided: number, stretches: readonly Stretch[]): void {
    if (decided > 0) this.#before = bytes[decided - 1] ?? lineBreak
    this.#tail = decided === bytes.length ? nothing : Buffer.from(bytes.subarray(decided))
    this.#known = stretches
      .filter(({ end }) => end > decided)
      .map(({ start, end, isShown }) => ({
        start: Math.max(0, start - decided),
        end: end - decided,
        isShown: isShown || start < decided,
      }))
  }
}

/** Joins stretches that overlap; two that only touch stay two masks. */
function merged(stretches: Stretch[]): readonly Stretch[] {
  if (stretches.length < 2) return stretches
  stretches.sort((a, b) => a.start - b.start)
  const result: Stretch[] = []
  for (const next of stretches) {
    const last = result.at(-1)
    if (last === undefined || next.start >= last.end) {
      result.push(next)
    } else {
      result[result.length - 1] = {
        start: last.start,
        end: Math.max(last.end, next.end),
        isShown: last.isShown || next.isShown,
      }
    }
  }
  return result
}

/** The first `decided` bytes, with masks in place of the stretches; none of them empty. */
function maskedPieces(bytes: Buffer, decided: number, stretches: readonly Stretch[]): Buffer[] {
  const pieces: Buffer[] = []
  let at = 0
  for (const { start, end, isShown } of stretches) {
    if (start >= decided) break
    if (start > at) pieces.push(bytes.subarray(at, start))
    if (!isShown) pieces.push(maskBytes)
    at = Math.min(end, decided)
  }
  if (decided > at) pieces.push(bytes.subarray(at, decided))
  return pieces
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [first = nothing] = pieces
  return pieces.length < 2 ? first : Buffer.concat(pieces)
}

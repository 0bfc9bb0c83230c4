import { StringDecoder } from 'node:string_decoder'
import { overwrites, readableLine } from '../../shared/log-text.ts'

/** Leaves room below the 8192 of `LogLineSchema`. */
const mostLength = 8000
const cutNote = ' … [line cut]'
/** A progress bar redraws itself many times a second; a log shows it this often. */
const redrawMs = 1000

const pieceEnd = /(?<=\n)|(?<=\r)(?!\n)/

/**
 * Turns output into lines as a reader wants them: of terminal codes colours alone are kept, a line that is
 * redrawn with `\r` shows its state once a second and at its end, very long lines are cut. A state that takes the
 * place of the line before it begins with `overwrites`.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8')
  readonly #now: () => number
  #line = ''
  /** A `\r` at the end of a piece: whether `\n` follows makes all the difference. */
  #held = ''
  #isCut = false
  #isRedrawing = false
  #wasDrawn = false
  #lastDrawn = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** The lines that are complete with this piece. */
  push(chunk: Buffer): string[] {
    return this.#split(this.#decoder.write(chunk))
  }

  /** Something else stands in the log now, which the next state of a line must not take the place of. */
  interrupt(): void {
    this.#wasDrawn = false
  }

  /** The last line, when it had no end. */
  flush(): string[] {
    const lines = this.#split(this.#decoder.end())
    return this.#line === '' ? lines : [...lines, this.#take()]
  }

  #split(arrived: string): string[] {
    const text = this.#held + arrived
    this.#held = text.endsWith('\r') ? '\r' : ''
    const lines: string[] = []
    for (const piece of text.slice(0, text.length - this.#held.length).split(pieceEnd)) {
      if (piece.endsWith('\n')) {
        this.#append(piece.replace(/\r?\n$/, ''))
        lines.push(this.#take())
      } else if (piece.endsWith('\r')) {
        this.#redraw(piece.slice(0, -1), lines)
      } else {
        this.#append(piece)
      }
    }
    return lines
  }

  #redraw(piece: string, lines: string[]): void {
    this.#append(piece)
    this.#isRedrawing = true
    if (this.#now() - this.#lastDrawn < redrawMs || this.#line === '') return
    this.#lastDrawn = this.#now()
    lines.push(this.#drawn())
  }

  /** The line as it is now, in the place of the state of it that was shown last. */
  #drawn(): string {
    const mark = this.#wasDrawn ? overwrites : ''
    this.#wasDrawn = true
    return `${mark}${readableLine(this.#line)}`
  }

  #append(piece: string): void {
    if (piece === '') return
    if (this.#isRedrawing) {
      this.#line = ''
      this.#isCut = false
      this.#isRedrawing = false
    }
    if (this.#isCut) return
    this.#line += piece
    if (this.#line.length <= mostLength) return
    this.#isCut = true
    this.#line = this.#line.slice(0, mostLength) + cutNote
  }

  #take(): string {
    const line = this.#drawn()
    this.#wasDrawn = false
    this.#line = ''
    this.#isCut = false
    this.#isRedrawing = false
    return line
  }
}
